package dev.provision.localcloud.elb.routes;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** What happens to a request that a rule matched. */
public sealed interface Route {
    /**
     * It goes to one of the groups.
     *
     * @param groups with their weights, 0–999
     * @param stickiness how long a client stays with the group it was sent to first, if it does
     */
    record Forward(List<Weighted> groups, Optional<Duration> stickiness) implements Route {
        public Forward {
            groups = List.copyOf(groups);
        }

        /** Picks a group in proportion to the weights; empty if all weights are 0. */
        public Optional<Group> pick(RandomGenerator random) {
            int sum = 0;
            for (Weighted weighted : groups) {
                sum += weighted.weight();
            }
            if (sum == 0) {
                return Optional.empty();
            }
            int ticket = groups.size() == 1 ? 0 : random.nextInt(sum);
            for (Weighted weighted : groups) {
                ticket -= weighted.weight();
                if (ticket < 0) {
                    return Optional.of(weighted.group());
                }
            }
            throw new IllegalStateException("a ticket below the sum of weights belongs to some group");
        }
    }

    /** A group and its share. */
    record Weighted(Group group, int weight) {}

    /**
     * The client is sent elsewhere. The parts may contain {@code #{protocol}}, {@code #{host}}, {@code #{port}},
     * {@code #{path}}, {@code #{query}}.
     *
     * @param status 301 or 302
     */
    record Redirect(int status, String protocol, String host, String port, String path, String query)
            implements Route {}

    /**
     * The load balancer answers by itself.
     *
     * @param contentType empty if there is no body
     */
    record FixedResponse(int status, Optional<String> contentType, String body) implements Route {}
}
