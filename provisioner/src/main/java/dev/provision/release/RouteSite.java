package dev.provision.release;

import dev.provision.aws.acm.CertificateTrust;
import dev.provision.aws.elb.Slot;
import dev.provision.graph.StepKey;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Where a route and what is behind it are found: names only, nothing live.
 *
 * @param container whose route it is
 * @param rule the key of the step that makes its rule
 * @param probe the key of the step that knows the smoke test's rule
 * @param probePriority of that rule; before that of the route
 * @param smoke what the smoke test asks
 * @param groups the names of the target groups
 * @param tasks names of the computes on Fargate
 * @param alias names of the computes on Lambda
 */
public record RouteSite(
        String container,
        StepKey rule,
        StepKey probe,
        int probePriority,
        Smoke smoke,
        Map<ComputeKind, Map<Slot, String>> groups,
        Tasks tasks,
        Alias alias) {

    /**
     * What the smoke test asks, through the load balancer.
     *
     * @param path of the request
     * @param url of the request, given the load balancer's DNS name
     * @param status the answer that is expected
     * @param trust in the load balancer's certificate, where it is asked by HTTPS
     */
    public record Smoke(String path, Function<String, URI> url, int status, Optional<CertificateTrust> trust) {}

    /** @param services by slot */
    public record Tasks(String cluster, Map<Slot, String> services, String container, String logs) {}

    /** @param function its name; its aliases are called as the slots */
    public record Alias(String function, String logs) {}

    Set<String> groupNames() {
        return groups.values().stream()
                .flatMap(slots -> slots.values().stream())
                .collect(Collectors.toUnmodifiableSet());
    }

    Stream<Map.Entry<ComputeKind, Slot>> places() {
        return groups.keySet().stream().flatMap(kind -> Stream.of(Slot.values()).map(slot -> Map.entry(kind, slot)));
    }
}
