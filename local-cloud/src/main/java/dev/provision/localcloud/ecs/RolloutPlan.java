package dev.provision.localcloud.ecs;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a rolling deployment does next. Pure: counts in, decisions out.
 *
 * @param start how many tasks of the primary deployment to start
 * @param stop the ids of tasks to stop
 */
record RolloutPlan(int start, List<String> stop) {
    RolloutPlan {
        stop = List.copyOf(stop);
    }

    /** How far a task is that is meant to run; in the order in which tasks are given up. */
    enum Phase {
        STARTING,
        RUNNING,
        HEALTHY
    }

    /**
     * A task that is meant to run.
     *
     * @param id its id
     * @param primary whether it is of the primary deployment
     * @param phase how far it is
     */
    record Member(String id, boolean primary, Phase phase) {}

    /**
     * The bounds of a rolling deployment.
     *
     * @param desired count of the service
     * @param minimumHealthyPercent of it that must stay healthy; rounded up
     * @param maximumPercent of it that may be there; rounded down
     */
    record Bounds(int desired, int minimumHealthyPercent, int maximumPercent) {
        int leastHealthy() {
            return Math.ceilDiv(desired * minimumHealthyPercent, 100);
        }

        int most() {
            return Math.floorDiv(desired * maximumPercent, 100);
        }
    }

    /** @param members oldest first */
    static RolloutPlan of(Bounds bounds, List<Member> members) {
        List<Member> fresh = members.stream().filter(Member::primary).toList();
        List<Member> old = members.stream().filter(member -> !member.primary()).toList();
        int surplus = Math.max(0, fresh.size() - bounds.desired());
        // Those that are furthest stay; among these the oldest.
        List<Member> extra = leastAdvanced(fresh.reversed()).limit(surplus).toList();
        List<String> stop = new ArrayList<>(extra.stream().map(Member::id).toList());

        long healthy = members.stream().filter(m -> m.phase() == Phase.HEALTHY).count()
                - extra.stream().filter(m -> m.phase() == Phase.HEALTHY).count();
        long spare = Math.max(0, healthy - bounds.leastHealthy());
        for (Member member : leastAdvanced(old).toList()) {
            boolean counts = member.phase() == Phase.HEALTHY;
            if (!counts || spare > 0) {
                stop.add(member.id());
                spare -= counts ? 1 : 0;
            }
        }
        int missing = bounds.desired() - fresh.size();
        int room = bounds.most() - (members.size() - stop.size());
        return new RolloutPlan(Math.max(0, Math.min(missing, room)), stop);
    }

    private static Stream<Member> leastAdvanced(List<Member> members) {
        return members.stream().sorted(Comparator.comparing(Member::phase));
    }
}
