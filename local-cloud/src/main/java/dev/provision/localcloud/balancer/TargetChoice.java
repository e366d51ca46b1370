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
    private final TargetLoad load;
    private final StickyCookies cookies;

    TargetChoice(StickyCookies cookies, TargetLoad load) {
        this.cookies = cookies;
        this.load = load;
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
            int outstanding = load.of(group, target).requests();
            if (outstanding < fewest) {
                fewest = outstanding;
                best = target;
            }
        }
        return best;
    }
}
