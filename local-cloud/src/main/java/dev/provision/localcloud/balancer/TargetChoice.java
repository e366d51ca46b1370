package dev.provision.localcloud.balancer;

import dev.provision.localcloud.elb.routes.Group;
import dev.provision.localcloud.time.CloudTime;
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
    private final CloudTime time;

    TargetChoice(StickyCookies cookies, TargetLoad load, CloudTime time) {
        this.cookies = cookies;
        this.load = load;
        this.time = time;
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
        List<Group.Target> targets = group.targets();
        for (int i = 0; i < targets.size(); i++) {
            Group.Target target = targets.get(Math.floorMod(turn.getAndIncrement(), targets.size()));
            if (takesItsTurn(target)) {
                return target;
            }
        }
        return targets.get(Math.floorMod(turn.getAndIncrement(), targets.size()));
    }

    /** In slow start a target leaves some of its turns to the others. */
    private boolean takesItsTurn(Group.Target target) {
        Optional<Group.SlowStart> slowStart = target.slowStart();
        return slowStart.isEmpty()
                || ThreadLocalRandom.current().nextDouble() < slowStart.get().share(time.now());
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
