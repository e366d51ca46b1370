package dev.provision.localcloud.balancer;

import dev.provision.localcloud.elb.routes.Group;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/** Which target of a group gets a request. Outlives changes of the routes, so that turns are kept. */
final class TargetChoice {
    private final ConcurrentHashMap<String, AtomicInteger> turns = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<Key, AtomicInteger> inFlight = new ConcurrentHashMap<>();
    private final StickyCookies cookies;

    private record Key(String groupArn, String ip, int port) {}

    /** Ends a request's being in flight. */
    interface Occupation extends AutoCloseable {
        @Override
        void close();
    }

    TargetChoice(StickyCookies cookies) {
        this.cookies = cookies;
    }

    Optional<Group.Target> choose(Exchange exchange, Group.Ip group) {
        List<Group.Target> targets = group.targets();
        if (targets.isEmpty()) {
            return Optional.empty();
        }
        if (group.stickiness().isPresent()) {
            Optional<Group.Target> sticky = cookies.target(exchange, group);
            if (sticky.isPresent()) {
                return sticky;
            }
        }
        if (targets.size() == 1) {
            return Optional.of(targets.getFirst());
        }
        return Optional.of(group.leastOutstanding() ? leastOutstanding(group) : next(group));
    }

    private Group.Target next(Group.Ip group) {
        AtomicInteger turn = turns.computeIfAbsent(
                group.arn(), _ -> new AtomicInteger(ThreadLocalRandom.current().nextInt()));
        return group.targets()
                .get(Math.floorMod(turn.getAndIncrement(), group.targets().size()));
    }

    private Group.Target leastOutstanding(Group.Ip group) {
        int offset = ThreadLocalRandom.current().nextInt(group.targets().size());
        Group.Target best = group.targets().get(offset);
        int fewest = Integer.MAX_VALUE;
        for (int i = 0; i < group.targets().size(); i++) {
            Group.Target target =
                    group.targets().get((offset + i) % group.targets().size());
            AtomicInteger count = inFlight.get(key(group, target));
            int outstanding = count == null ? 0 : count.get();
            if (outstanding < fewest) {
                fewest = outstanding;
                best = target;
            }
        }
        return best;
    }

    /** Counts a request as in flight until the result is closed. */
    Occupation occupy(Group.Ip group, Group.Target target) {
        if (!group.leastOutstanding()) {
            return () -> {};
        }
        AtomicInteger count = inFlight.computeIfAbsent(key(group, target), _ -> new AtomicInteger());
        count.incrementAndGet();
        return count::decrementAndGet;
    }

    private static Key key(Group.Ip group, Group.Target target) {
        return new Key(group.arn(), target.ip(), target.port());
    }
}
