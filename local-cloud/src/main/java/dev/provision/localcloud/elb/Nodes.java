package dev.provision.localcloud.elb;

import dev.provision.localcloud.elb.ElbState.Balancing;
import dev.provision.localcloud.network.NetworkInterfaces;
import dev.provision.localcloud.network.NetworkInterfaces.Attached;
import dev.provision.localcloud.wire.AwsError;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.AvailabilityZone;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.CreateLoadBalancerRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancerSchemeEnum;

/** The network interfaces of load balancers: one in each of their subnets. */
final class Nodes {
    /** How long interfaces of a deleted load balancer keep blocking their subnets and groups. */
    private static final Duration LINGERING = Duration.ofMinutes(3);

    private final NetworkInterfaces interfaces;
    private final Background background;

    Nodes(NetworkInterfaces interfaces, Background background) {
        this.interfaces = interfaces;
        this.background = background;
    }

    /** The subnets that a request names, one way or the other. */
    static List<String> subnets(CreateLoadBalancerRequest request) {
        return request.subnetMappings().isEmpty()
                ? request.subnets()
                : request.subnetMappings().stream()
                        .map(mapping -> mapping.subnetId())
                        .toList();
    }

    static List<AvailabilityZone> zones(List<Attached> nodes) {
        return nodes.stream()
                .map(node -> AvailabilityZone.builder()
                        .zoneName(node.availabilityZone())
                        .subnetId(node.subnetId())
                        .loadBalancerAddresses(List.of())
                        .build())
                .toList();
    }

    /** Makes the interfaces of a new load balancer. */
    List<Attached> attach(String dimension, List<String> subnets, List<String> groups, boolean internal) {
        List<Attached> made = new ArrayList<>();
        return orNone(made, () -> {
            enough(subnets);
            for (String subnet : subnets) {
                made.add(attach(dimension, subnet, groups, internal));
            }
            apart(made);
            return List.copyOf(made);
        });
    }

    /** Makes the interfaces that a load balancer needs in addition to those that it keeps. */
    List<Attached> extend(Balancing balancing, List<Attached> kept, List<String> subnets) {
        List<Attached> made = new ArrayList<>();
        return orNone(made, () -> {
            enough(subnets);
            List<String> present = kept.stream().map(Attached::subnetId).toList();
            boolean internal = balancing.shape().scheme() == LoadBalancerSchemeEnum.INTERNAL;
            for (String subnet : subnets) {
                if (!present.contains(subnet)) {
                    made.add(attach(
                            balancing.dimension(), subnet, balancing.shape().securityGroups(), internal));
                }
            }
            List<Attached> all = new ArrayList<>(kept);
            all.addAll(made);
            apart(all);
            return all;
        });
    }

    private <T> T orNone(List<Attached> made, Supplier<T> action) {
        try {
            return action.get();
        } catch (AwsError refusal) {
            made.forEach(node -> interfaces.detach(node.id()));
            throw refusal;
        }
    }

    private Attached attach(String dimension, String subnet, List<String> groups, boolean internal) {
        try {
            return interfaces.attach(new NetworkInterfaces.Request(
                    subnet, groups, "ELB " + dimension, "interface", "amazon-elb", !internal));
        } catch (AwsError refusal) {
            throw translated(refusal, subnet);
        }
    }

    /** EC2 and Elastic Load Balancing name the same mistakes differently. */
    private static AwsError translated(AwsError refusal, String subnet) {
        if (refusal.code().startsWith("InvalidSubnetI")) {
            return AwsError.badRequest("SubnetNotFound", "The subnet ID '" + subnet + "' does not exist");
        }
        if (refusal.code().startsWith("InvalidGroup") || refusal.code().startsWith("InvalidSecurityGroup")) {
            return AwsError.badRequest("InvalidSecurityGroup", refusal.getMessage());
        }
        if (refusal.code().equals("InsufficientFreeAddressesInSubnet")) {
            return AwsError.badRequest("InvalidSubnet", "Not enough IP space available in " + subnet + ".");
        }
        return refusal;
    }

    private static void enough(List<String> subnets) {
        if (subnets.stream().distinct().count() != subnets.size()) {
            throw Errors.configuration("A subnet cannot be specified more than once");
        }
        if (subnets.size() < 2) {
            throw Errors.validation("At least two subnets in two different Availability Zones must be specified");
        }
    }

    private static void apart(List<Attached> nodes) {
        if (nodes.stream().map(Attached::vpcId).distinct().count() != 1) {
            throw Errors.configuration("All subnets must belong to the same VPC");
        }
        if (nodes.stream().map(Attached::availabilityZone).distinct().count() != nodes.size()) {
            throw Errors.configuration(
                    "A load balancer cannot be attached to multiple subnets in the same Availability Zone");
        }
    }

    List<Attached> changeGroups(List<Attached> nodes, List<String> groups) {
        try {
            nodes.forEach(node -> interfaces.changeGroups(node.id(), groups));
        } catch (AwsError refusal) {
            throw translated(refusal, "");
        }
        return nodes.stream()
                .map(node -> interfaces.find(node.id()).orElse(node))
                .toList();
    }

    /** Removes interfaces, a while from now. */
    void linger(List<Attached> nodes) {
        background.after(LINGERING, () -> nodes.forEach(node -> interfaces.detach(node.id())));
    }
}
