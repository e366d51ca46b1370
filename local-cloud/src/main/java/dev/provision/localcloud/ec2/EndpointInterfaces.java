package dev.provision.localcloud.ec2;

import dev.provision.localcloud.wire.AwsError;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ec2.model.DnsEntry;
import software.amazon.awssdk.services.ec2.model.GroupIdentifier;
import software.amazon.awssdk.services.ec2.model.NetworkInterface;
import software.amazon.awssdk.services.ec2.model.SecurityGroupIdentifier;
import software.amazon.awssdk.services.ec2.model.Subnet;
import software.amazon.awssdk.services.ec2.model.VpcEndpoint;

/** What interface endpoints have in subnets: a network interface in each, and the names that lead there. */
final class EndpointInterfaces {
    private final Model model;
    private final Interfaces interfaces;
    private final EndpointServices services;

    EndpointInterfaces(Model model, Interfaces interfaces, EndpointServices services) {
        this.model = model;
        this.interfaces = interfaces;
        this.services = services;
    }

    /** Refuses subnets of other VPCs and a second one in a zone, besides those where the endpoint is. */
    void check(String vpcId, List<String> present, List<String> added) {
        Set<String> zones = new HashSet<>();
        present.forEach(id -> zones.add(model.subnets().get(id).availabilityZone()));
        added.stream().distinct().filter(id -> !present.contains(id)).forEach(id -> {
            Subnet subnet = model.subnets().get(id);
            if (!subnet.vpcId().equals(vpcId)) {
                throw Refusal.of(
                        "InvalidParameter", "Subnet " + id + " and network " + vpcId + " belong to different networks");
            }
            if (!zones.add(subnet.availabilityZone())) {
                throw Refusal.of(
                        "DuplicateSubnetsInSameZone",
                        "Found another VPC endpoint subnet in the availability zone of " + id
                                + ". VPC endpoint subnets should be in different availability zones supported by the"
                                + " VPC endpoint service.");
            }
        });
    }

    /** The endpoint with an interface in each of these subnets as well; all of them or none. */
    VpcEndpoint into(VpcEndpoint endpoint, List<String> subnetIds) {
        List<String> there = subnets(endpoint);
        List<NetworkInterface> made = new ArrayList<>();
        try {
            subnetIds.stream()
                    .distinct()
                    .filter(id -> !there.contains(id))
                    .forEach(id -> made.add(interfaces.makeManaged(
                            new Interfaces.Wish(
                                    id,
                                    endpoint.groups().stream()
                                            .map(SecurityGroupIdentifier::groupId)
                                            .toList(),
                                    Optional.empty(),
                                    "VPC Endpoint Interface " + endpoint.vpcEndpointId(),
                                    "vpc_endpoint"),
                            "amazon-aws")));
        } catch (AwsError full) {
            made.forEach(interfaces::remove);
            throw full;
        }
        return with(
                endpoint,
                Stream.concat(
                        endpoint.networkInterfaceIds().stream(),
                        made.stream().map(NetworkInterface::networkInterfaceId)));
    }

    /** The endpoint without those in these subnets. */
    VpcEndpoint outOf(VpcEndpoint endpoint, List<String> subnetIds) {
        List<NetworkInterface> gone = faces(endpoint)
                .filter(face -> subnetIds.contains(face.subnetId()))
                .toList();
        gone.forEach(interfaces::remove);
        List<String> ids =
                gone.stream().map(NetworkInterface::networkInterfaceId).toList();
        return with(endpoint, endpoint.networkInterfaceIds().stream().filter(id -> !ids.contains(id)));
    }

    private static VpcEndpoint with(VpcEndpoint endpoint, Stream<String> faces) {
        return endpoint.toBuilder().networkInterfaceIds(faces.toList()).build();
    }

    /** The endpoint in these groups, and so its interfaces. */
    VpcEndpoint in(VpcEndpoint endpoint, List<String> groupIds) {
        List<GroupIdentifier> groups = interfaces.groups(endpoint.vpcId(), groupIds);
        faces(endpoint).forEach(face -> model.interfaces()
                .put(face.toBuilder().groups(groups).build()));
        return endpoint.toBuilder()
                .groups(groups.stream()
                        .map(group -> SecurityGroupIdentifier.builder()
                                .groupId(group.groupId())
                                .groupName(group.groupName())
                                .build())
                        .toList())
                .build();
    }

    List<String> subnets(VpcEndpoint endpoint) {
        return faces(endpoint).map(NetworkInterface::subnetId).toList();
    }

    private Stream<NetworkInterface> faces(VpcEndpoint endpoint) {
        return endpoint.networkInterfaceIds().stream().flatMap(id -> model.interfaces().find(id).stream());
    }

    /** What a VPC must have, and no other endpoint of it may take, for the names that a service has on the internet. */
    void checkNames(String endpointId, String vpcId, String serviceName) {
        VpcEntry vpc = model.vpcs().get(vpcId);
        if (!vpc.dnsSupport() || !vpc.dnsHostnames()) {
            throw Refusal.of(
                    "InvalidParameter",
                    "Enabling private DNS requires both enableDnsSupport and enableDnsHostnames VPC attributes set to true"
                            + " for " + vpcId);
        }
        boolean taken = model.endpoints()
                        .count(each -> each.vpcId().equals(vpcId)
                                && each.serviceName().equals(serviceName)
                                && each.privateDnsEnabled()
                                && VpcEndpoints.alive(each)
                                && !each.vpcEndpointId().equals(endpointId))
                > 0;
        if (taken) {
            throw Refusal.of(
                    "InvalidParameter",
                    "private-dns-enabled cannot be set because there is already a conflicting DNS domain for "
                            + services.privateName(serviceName) + " in the VPC " + vpcId);
        }
    }

    /** Its own names, for all zones and for each, and that of the service. */
    List<DnsEntry> names(VpcEndpoint endpoint) {
        String id = endpoint.vpcEndpointId();
        String own = id + "-" + id.substring(id.length() - 8);
        String base = services.baseName(endpoint.serviceName());
        Stream<String> zones = faces(endpoint).map(face -> "-" + face.availabilityZone());
        Stream<String> names = Stream.concat(Stream.of(""), zones).map(zone -> own + zone + "." + base);
        return Stream.concat(
                        names,
                        endpoint.privateDnsEnabled()
                                ? Stream.of(services.privateName(endpoint.serviceName()))
                                : Stream.empty())
                .map(name -> DnsEntry.builder()
                        .dnsName(name)
                        .hostedZoneId("Z7K1066E3PUKB")
                        .build())
                .toList();
    }
}
