package dev.provision.localcloud.lambda;

import dev.provision.localcloud.network.NetworkInterfaces;
import dev.provision.localcloud.network.NetworkInterfaces.Attached;
import dev.provision.localcloud.network.NetworkInterfaces.Request;
import dev.provision.localcloud.state.ControlPlane;
import dev.provision.localcloud.time.CloudTime;
import dev.provision.localcloud.time.Latency;
import dev.provision.localcloud.wire.AwsError;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * The network interfaces of functions: one for each combination of subnet and security groups, shared by all versions of
 * all functions that have it, and taken away some time after the last of them is gone (Lambda guide,
 * foundation-networking). Under the control-plane lock only.
 */
final class VpcAttachments {
    private final NetworkInterfaces interfaces;
    private final ControlPlane plane;
    private final CloudTime time;
    private final Latency latency;
    private final Map<Place, Shared> shared = new HashMap<>();

    private record Place(String subnetId, Set<String> groupIds) {}

    private record Shared(Attached networkInterface, Set<String> holders) {}

    VpcAttachments(NetworkInterfaces interfaces, ControlPlane plane, CloudTime time, Latency latency) {
        this.interfaces = interfaces;
        this.plane = plane;
        this.time = time;
        this.latency = latency;
    }

    /** Whether a function in these subnets needs an interface that does not exist yet, which takes Lambda a minute. */
    boolean needsNew(List<String> subnetIds, List<String> groupIds) {
        return subnetIds.stream().anyMatch(subnet -> !shared.containsKey(new Place(subnet, Set.copyOf(groupIds))));
    }

    /**
     * Attaches a version to its subnets, but for those that have no free address, which it {@linkplain #needsNew lacks}.
     *
     * @param holder the id of the version
     * @return the VPC; empty if all subnets are full
     * @throws AwsError as Lambda words it, if a subnet or group does not exist
     */
    String attach(String holder, String functionName, List<String> subnetIds, List<String> groupIds) {
        String vpcId = "";
        for (String subnetId : subnetIds) {
            Place place = new Place(subnetId, Set.copyOf(groupIds));
            Shared attachment = shared.get(place);
            if (attachment == null) {
                Optional<Attached> made = create(holder, functionName, subnetId, groupIds);
                if (made.isEmpty()) {
                    continue;
                }
                attachment = new Shared(made.get(), new HashSet<>());
                shared.put(place, attachment);
            }
            attachment.holders().add(holder);
            vpcId = attachment.networkInterface().vpcId();
        }
        return vpcId;
    }

    private Optional<Attached> create(String holder, String functionName, String subnetId, List<String> groupIds) {
        try {
            return Optional.of(interfaces.attach(new Request(
                    subnetId,
                    groupIds,
                    "AWS Lambda VPC ENI-" + functionName + "-" + UUID.randomUUID(),
                    "lambda",
                    "awslambda",
                    false)));
        } catch (AwsError refused) {
            if (refused.code().equals("InsufficientFreeAddressesInSubnet")) {
                return Optional.empty();
            }
            release(holder, Duration.ZERO);
            throw LambdaErrors.invalidParameter("Error occurred while attaching to the VPC. EC2 Error Code: "
                    + refused.code() + ". EC2 Error Message: " + refused.getMessage());
        }
    }

    /**
     * Lets go of what a version holds; what nobody holds any more goes {@code typical} later.
     *
     * @param typical how long AWS takes for it
     */
    void release(String holder, Duration typical) {
        shared.forEach((place, attachment) -> {
            if (attachment.holders().remove(holder) && attachment.holders().isEmpty()) {
                Duration delay = latency.of(typical);
                time.after(delay, () -> plane.run(() -> removeUnused(place)));
            }
        });
        if (latency.of(typical).isZero()) {
            List.copyOf(shared.keySet()).forEach(this::removeUnused);
        }
    }

    private void removeUnused(Place place) {
        Shared attachment = shared.get(place);
        if (attachment != null && attachment.holders().isEmpty()) {
            shared.remove(place);
            interfaces.detach(attachment.networkInterface().id());
        }
    }
}
