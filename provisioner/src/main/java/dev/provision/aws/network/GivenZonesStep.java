package dev.provision.aws.network;

import dev.provision.aws.CheckStep;
import dev.provision.graph.Readiness;
import dev.provision.graph.Ref;
import dev.provision.graph.StepKey;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Whether the subnets for a load balancer are in as many availability zones as it needs. */
public final class GivenZonesStep extends CheckStep<Set<String>> {
    private static final int LEAST = 2;
    private final List<Ref<SubnetStep.Live>> subnets;

    public GivenZonesStep(StepKey key, List<Ref<SubnetStep.Live>> subnets) {
        super(key, "ec2", subnets.stream().map(Ref::key).collect(Collectors.toUnmodifiableSet()));
        this.subnets = List.copyOf(subnets);
    }

    @Override
    protected Optional<Set<String>> subject() {
        Set<String> zones = subnets.stream()
                .flatMap(subnet -> subnet.live().stream())
                .map(SubnetStep.Live::zone)
                .collect(Collectors.toCollection(TreeSet::new));
        return zones.isEmpty() ? Optional.empty() : Optional.of(zones);
    }

    @Override
    public Readiness probe(Set<String> zones) {
        if (zones.size() < LEAST) {
            return Readiness.failed(
                    "the public subnets are all in " + String.join(", ", zones)
                            + ", and a load balancer needs two availability zones",
                    "");
        }
        return zones.size() < subnets.size()
                ? Readiness.failed(
                        "two of the public subnets are in one availability zone (" + String.join(", ", zones)
                                + "), and a load balancer takes one of each",
                        "")
                : Readiness.ready();
    }

    @Override
    public Set<String> actions() {
        return Set.of();
    }
}
