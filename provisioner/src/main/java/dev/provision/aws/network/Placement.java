package dev.provision.aws.network;

import dev.provision.graph.Ref;
import dev.provision.graph.StepKey;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Where in the network something lives.
 *
 * @param subnets one per availability zone
 * @param group decides what it may talk to
 * @param publicAddress whether it gets an address of its own on the internet: its way out where there is no NAT gateway
 */
public record Placement(List<Ref<SubnetStep.Live>> subnets, Ref<SecurityGroupStep.Live> group, boolean publicAddress) {
    public Placement {
        subnets = List.copyOf(subnets);
    }

    /** Without a public address. */
    public Placement(List<Ref<SubnetStep.Live>> subnets, Ref<SecurityGroupStep.Live> group) {
        this(subnets, group, false);
    }

    /** The steps that make the subnets and the group. */
    public Set<StepKey> needs() {
        return Stream.concat(subnets.stream().map(Ref::key), Stream.of(group.key()))
                .collect(Collectors.toUnmodifiableSet());
    }

    /** The subnets, once all of them exist. */
    public Optional<Set<SubnetId>> knownSubnets() {
        Set<SubnetId> known = subnets.stream()
                .flatMap(subnet -> subnet.live().stream())
                .map(SubnetStep.Live::id)
                .collect(Collectors.toUnmodifiableSet());
        return known.size() == subnets.size() ? Optional.of(known) : Optional.empty();
    }

    /** The only security group, once it exists. */
    public Optional<Set<GroupId>> knownGroups() {
        return group.live().map(live -> Set.of(live.id()));
    }

    /** For a step that runs only after its needs. */
    public List<String> subnetIds() {
        return subnets.stream().map(subnet -> subnet.require().id().value()).toList();
    }

    /** For a step that runs only after its needs. */
    public String groupId() {
        return group.require().id().value();
    }
}
