package dev.provision.localcloud.ec2;

import dev.provision.localcloud.network.Cidr;
import dev.provision.localcloud.state.Ids;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import software.amazon.awssdk.services.ec2.model.GroupIdentifier;
import software.amazon.awssdk.services.ec2.model.NetworkInterface;
import software.amazon.awssdk.services.ec2.model.NetworkInterfaceAssociation;
import software.amazon.awssdk.services.ec2.model.NetworkInterfacePrivateIpAddress;
import software.amazon.awssdk.services.ec2.model.NetworkInterfaceStatus;
import software.amazon.awssdk.services.ec2.model.Subnet;

/** Makes and removes network interfaces, whoever asks for them, and gives out the addresses of subnets. */
final class Interfaces {
    /** As whom load balancers manage theirs. */
    static final String LOAD_BALANCERS = "amazon-elb";

    /** Whose the interfaces of functions, tasks and NAT gateways are: Terraform waits for these until they are given up. */
    private static final String SERVICES = "amazon-aws";

    private final Model model;
    private final Ec2Quotas quotas;
    private final Zones zones;
    private final PublicPool publicPool;

    /** Where the search for a free address goes on: an address just freed is not handed out again at once. */
    private final Map<String, Long> lastGiven = new HashMap<>();

    Interfaces(Model model, Ec2Quotas quotas, Zones zones, PublicPool publicPool) {
        this.model = model;
        this.quotas = quotas;
        this.zones = zones;
        this.publicPool = publicPool;
    }

    /**
     * @param subnetId where
     * @param groupIds its groups; empty: the VPC's default one
     * @param privateIp the address it must have
     * @param description shown
     * @param type as EC2 names it
     */
    record Wish(String subnetId, List<String> groupIds, Optional<String> privateIp, String description, String type) {}

    /** Makes an interface that nothing uses yet. */
    NetworkInterface make(Wish wish) {
        Subnet subnet = model.subnets().get(wish.subnetId());
        List<GroupIdentifier> groups = groups(subnet.vpcId(), wish.groupIds());
        Refusal.quota(
                model.interfaces().size(), quotas.interfaces(), "NetworkInterfaceLimitExceeded", "network interfaces");
        String address = privateIp(subnet, wish.privateIp());
        String name = "ip-" + address.replace('.', '-') + "." + model.account().region() + ".compute.internal";
        NetworkInterface made = NetworkInterface.builder()
                .networkInterfaceId(Kind.NETWORK_INTERFACE.newId())
                .subnetId(subnet.subnetId())
                .vpcId(subnet.vpcId())
                .availabilityZone(subnet.availabilityZone())
                .availabilityZoneId(zones.id(subnet.availabilityZone()))
                .description(wish.description())
                .interfaceType(wish.type())
                .groups(groups)
                .ownerId(model.account().id())
                .macAddress("02:" + Ids.hex(10).replaceAll("..(?!$)", "$0:"))
                .privateIpAddress(address)
                .privateDnsName(name)
                .privateIpAddresses(NetworkInterfacePrivateIpAddress.builder()
                        .primary(true)
                        .privateIpAddress(address)
                        .privateDnsName(name)
                        .build())
                .requesterManaged(false)
                .sourceDestCheck(true)
                .status(NetworkInterfaceStatus.AVAILABLE)
                .build();
        model.interfaces().put(made);
        return made;
    }

    /** Makes an interface that a service has attached to something of its own. */
    NetworkInterface makeManaged(Wish wish, String requester) {
        NetworkInterface made = make(wish).toBuilder()
                .requesterManaged(true)
                .requesterId(requester)
                .status(NetworkInterfaceStatus.IN_USE)
                .attachment(attachment -> attachment
                        .attachmentId(Ids.ec2("ela-attach"))
                        .instanceOwnerId(requester.equals(LOAD_BALANCERS) ? requester : SERVICES)
                        .deviceIndex(1)
                        .deleteOnTermination(false)
                        .status("attached"))
                .build();
        model.interfaces().put(made);
        return made;
    }

    /** Gives it a public address of the pool. */
    NetworkInterface publish(NetworkInterface bare, String ipOwner) {
        return associate(
                bare, association -> association.publicIp(publicPool.take()).ipOwnerId(ipOwner));
    }

    NetworkInterface associate(NetworkInterface bare, Consumer<NetworkInterfaceAssociation.Builder> address) {
        NetworkInterfaceAssociation.Builder builder = NetworkInterfaceAssociation.builder();
        address.accept(builder);
        String ip = builder.build().publicIp();
        NetworkInterfaceAssociation association = builder.publicDnsName(
                        "ec2-" + ip.replace('.', '-') + "." + model.account().region() + ".compute.amazonaws.com")
                .build();
        NetworkInterface associated = bare.toBuilder()
                .association(association)
                .privateIpAddresses(bare.privateIpAddresses().stream()
                        .map(each -> each.toBuilder().association(association).build())
                        .toList())
                .build();
        model.interfaces().put(associated);
        return associated;
    }

    void dissociate(String networkInterfaceId) {
        model.interfaces().find(networkInterfaceId).ifPresent(bound -> model.interfaces()
                .put(bound.toBuilder()
                        .association((NetworkInterfaceAssociation) null)
                        .privateIpAddresses(bound.privateIpAddresses().stream()
                                .map(each -> each.toBuilder()
                                        .association((NetworkInterfaceAssociation) null)
                                        .build())
                                .toList())
                        .build()));
    }

    /** Removes it and frees its addresses; an Elastic IP must have been dissociated before. */
    void remove(NetworkInterface gone) {
        Optional.ofNullable(gone.association())
                .filter(association -> association.allocationId() == null)
                .map(NetworkInterfaceAssociation::publicIp)
                .ifPresent(publicPool::giveBack);
        model.interfaces().remove(gone.networkInterfaceId());
    }

    /** The groups by id, which must exist in the VPC; without any, the default one. */
    List<GroupIdentifier> groups(String vpcId, List<String> groupIds) {
        if (groupIds.size() > quotas.groupsPerInterface()) {
            throw Refusal.of(
                    "SecurityGroupsPerInterfaceLimitExceeded",
                    "The maximum number of security groups per interface has been reached.");
        }
        if (groupIds.isEmpty()) {
            return model.groups()
                    .where(group ->
                            group.vpcId().equals(vpcId) && group.groupName().equals(SecurityGroups.DEFAULT))
                    .map(group -> identifier(group.groupId(), group.groupName()))
                    .toList();
        }
        return groupIds.stream()
                .distinct()
                .map(id -> model.groups()
                        .find(id)
                        .orElseThrow(() -> Refusal.of(
                                "InvalidSecurityGroupID.NotFound", "The securityGroup ID '" + id + "' does not exist")))
                .map(group -> {
                    if (!group.vpcId().equals(vpcId)) {
                        throw Refusal.of(
                                "InvalidParameter",
                                "Security group " + group.groupId() + " and subnet of " + vpcId
                                        + " belong to different networks.");
                    }
                    return identifier(group.groupId(), group.groupName());
                })
                .toList();
    }

    private static GroupIdentifier identifier(String id, String name) {
        return GroupIdentifier.builder().groupId(id).groupName(name).build();
    }

    private String privateIp(Subnet subnet, Optional<String> wanted) {
        Set<String> taken = model.interfaces()
                .where(each -> each.subnetId().equals(subnet.subnetId()))
                .map(NetworkInterface::privateIpAddress)
                .collect(Collectors.toSet());
        Cidr block = Cidr.of(subnet.cidrBlock());
        long first = block.first() + Subnets.RESERVED - 1;
        long last = block.last() - 1;
        if (wanted.isPresent()) {
            long number = Cidr.address(wanted.get()).orElse(-1L);
            if (number < first || number > last) {
                throw Refusal.invalid("Address does not fall within the subnet's address range");
            }
            if (taken.contains(wanted.get())) {
                throw Refusal.of("InvalidIPAddress.InUse", "Address " + wanted.get() + " is in use.");
            }
            return wanted.get();
        }
        long start = lastGiven.getOrDefault(subnet.subnetId(), first - 1) + 1;
        String free = LongStream.concat(LongStream.rangeClosed(start, last), LongStream.range(first, start))
                .mapToObj(Cidr::dotted)
                .filter(address -> !taken.contains(address))
                .findFirst()
                .orElseThrow(() -> Refusal.of(
                        "InsufficientFreeAddressesInSubnet",
                        "The specified subnet does not have enough free addresses to satisfy the request."));
        lastGiven.put(subnet.subnetId(), Cidr.address(free).orElseThrow());
        return free;
    }
}
