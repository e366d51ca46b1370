package dev.provision.localcloud.ec2;

import dev.provision.localcloud.network.Cidr;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.ec2.model.AttributeBooleanValue;
import software.amazon.awssdk.services.ec2.model.CreateSubnetRequest;
import software.amazon.awssdk.services.ec2.model.CreateSubnetResponse;
import software.amazon.awssdk.services.ec2.model.DeleteSubnetRequest;
import software.amazon.awssdk.services.ec2.model.DeleteSubnetResponse;
import software.amazon.awssdk.services.ec2.model.DescribeSubnetsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeSubnetsResponse;
import software.amazon.awssdk.services.ec2.model.ModifySubnetAttributeRequest;
import software.amazon.awssdk.services.ec2.model.ModifySubnetAttributeResponse;
import software.amazon.awssdk.services.ec2.model.PrivateDnsNameOptionsOnLaunch;
import software.amazon.awssdk.services.ec2.model.Subnet;
import software.amazon.awssdk.services.ec2.model.SubnetState;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.ec2.model.Vpc;

/** Subnets. */
public final class Subnets implements Operations {
    /** The first four addresses and the last one are Amazon's (VPC user guide, "Subnet CIDR blocks"). */
    static final int RESERVED = 5;

    private static final int WIDEST = 16;
    private static final int NARROWEST = 28;
    private static final Duration CREATION = Duration.ofSeconds(2);
    private final Model model;
    private final Later later;
    private final Ec2Quotas quotas;
    private final Zones zones;
    private final NetworkAcls acls;
    private final RouteTables routeTables;
    private final Filters<Subnet> filters = new Filters<>(Subnet::tags)
            .on("subnet-id", Subnet::subnetId)
            .on("vpc-id", Subnet::vpcId)
            .on("state", Subnet::stateAsString)
            .on("cidr-block", Subnet::cidrBlock)
            .on("cidr", Subnet::cidrBlock)
            .on("cidrBlock", Subnet::cidrBlock)
            .on("availability-zone", Subnet::availabilityZone)
            .on("availabilityZone", Subnet::availabilityZone)
            .on("availability-zone-id", Subnet::availabilityZoneId)
            .on("available-ip-address-count", Subnet::availableIpAddressCount)
            .on("default-for-az", Subnet::defaultForAz)
            .on("defaultForAz", Subnet::defaultForAz)
            .on("map-public-ip-on-launch", Subnet::mapPublicIpOnLaunch)
            .on("owner-id", Subnet::ownerId)
            .on("subnet-arn", Subnet::subnetArn);

    Subnets(Model model, Later later, Ec2Quotas quotas, Zones zones, NetworkAcls acls, RouteTables routeTables) {
        this.model = model;
        this.later = later;
        this.quotas = quotas;
        this.zones = zones;
        this.acls = acls;
        this.routeTables = routeTables;
    }

    public CreateSubnetResponse createSubnet(CreateSubnetRequest request) {
        Refusal.dryRun(request);
        List<Tag> tags = Tags.requested(request.tagSpecifications(), Kind.SUBNET);
        Vpc vpc = model.vpcs().get(request.vpcId()).vpc();
        Cidr cidr = block(vpc, Refusal.required(request.cidrBlock(), "cidrBlock"));
        String zone = zone(request);
        Refusal.quota(
                model.subnets().count(each -> each.vpcId().equals(vpc.vpcId())),
                quotas.subnetsPerVpc(),
                "SubnetLimitExceeded",
                "subnets");
        String id = Kind.SUBNET.newId();
        Subnet pending = Subnet.builder()
                .subnetId(id)
                .subnetArn(model.account().arn("ec2", "subnet/" + id))
                .vpcId(vpc.vpcId())
                .cidrBlock(cidr.toString())
                .availabilityZone(zone)
                .availabilityZoneId(zones.id(zone))
                .state(SubnetState.PENDING)
                .ownerId(model.account().id())
                .defaultForAz(false)
                .mapPublicIpOnLaunch(false)
                .mapCustomerOwnedIpOnLaunch(false)
                .assignIpv6AddressOnCreation(false)
                .ipv6Native(false)
                .enableDns64(false)
                .privateDnsNameOptionsOnLaunch(names -> names.hostnameType("ip-name")
                        .enableResourceNameDnsARecord(false)
                        .enableResourceNameDnsAAAARecord(false))
                .build();
        model.subnets().put(pending);
        model.tags().add(id, tags);
        acls.associate(pending);
        later.then(CREATION, () -> model.subnets().find(id).ifPresent(subnet -> model.subnets()
                .put(subnet.toBuilder().state(SubnetState.AVAILABLE).build())));
        return CreateSubnetResponse.builder().subnet(shown(pending)).build();
    }

    private Cidr block(Vpc vpc, String text) {
        Cidr cidr = Cidr.parse(text)
                .orElseThrow(() -> Refusal.invalid("cidrBlock", text, "This is not a valid CIDR block."));
        if (cidr.prefix() < WIDEST
                || cidr.prefix() > NARROWEST
                || !Cidr.of(vpc.cidrBlock()).contains(cidr)) {
            throw Refusal.of("InvalidSubnet.Range", "The CIDR '" + text + "' is invalid.");
        }
        model.subnets()
                .where(other -> other.vpcId().equals(vpc.vpcId()))
                .filter(other -> Cidr.of(other.cidrBlock()).overlaps(cidr))
                .findFirst()
                .ifPresent(other -> {
                    throw Refusal.of("InvalidSubnet.Conflict", "The CIDR '" + text + "' conflicts with another subnet");
                });
        return cidr;
    }

    private String zone(CreateSubnetRequest request) {
        if (request.availabilityZone() != null) {
            return known("availabilityZone", request.availabilityZone(), zones.names());
        }
        if (request.availabilityZoneId() != null) {
            List<String> ids = zones.names().stream().map(zones::id).toList();
            return zones.named(known("availabilityZoneId", request.availabilityZoneId(), ids))
                    .orElseThrow();
        }
        return zones.names().getFirst();
    }

    private static String known(String parameter, String zone, List<String> zones) {
        if (!zones.contains(zone)) {
            throw Refusal.invalid(
                    parameter,
                    zone,
                    "Subnets can currently only be created in the following availability zones: "
                            + String.join(", ", zones) + ".");
        }
        return zone;
    }

    public DescribeSubnetsResponse describeSubnets(DescribeSubnetsRequest request) {
        Refusal.dryRun(request);
        Page<Subnet> page = Page.of(
                model.subnets()
                        .named(request.subnetIds())
                        .map(this::shown)
                        .filter(filters.matching(request.filters()))
                        .toList(),
                request,
                subnet -> model.subnets().rank(subnet.subnetId()));
        return DescribeSubnetsResponse.builder()
                .subnets(page.items())
                .nextToken(page.nextToken())
                .build();
    }

    public DeleteSubnetResponse deleteSubnet(DeleteSubnetRequest request) {
        Refusal.dryRun(request);
        Subnet subnet = model.subnets().get(request.subnetId());
        if (used(subnet) > 0) {
            throw Refusal.dependency("The subnet '" + subnet.subnetId() + "' has dependencies and cannot be deleted.");
        }
        routeTables.forget(subnet.subnetId());
        acls.dissociate(subnet.subnetId());
        model.subnets().remove(subnet.subnetId());
        return DeleteSubnetResponse.builder().build();
    }

    public ModifySubnetAttributeResponse modifySubnetAttribute(ModifySubnetAttributeRequest request) {
        Subnet subnet = model.subnets().get(request.subnetId());
        if (on(request.assignIpv6AddressOnCreation(), false)) {
            throw Refusal.unsupported("IPv6 blocks");
        }
        PrivateDnsNameOptionsOnLaunch names = subnet.privateDnsNameOptionsOnLaunch();
        model.subnets()
                .put(subnet.toBuilder()
                        .mapPublicIpOnLaunch(on(request.mapPublicIpOnLaunch(), subnet.mapPublicIpOnLaunch()))
                        .enableDns64(on(request.enableDns64(), subnet.enableDns64()))
                        .privateDnsNameOptionsOnLaunch(PrivateDnsNameOptionsOnLaunch.builder()
                                .hostnameType(Optional.ofNullable(request.privateDnsHostnameTypeOnLaunchAsString())
                                        .orElse(names.hostnameTypeAsString()))
                                .enableResourceNameDnsARecord(on(
                                        request.enableResourceNameDnsARecordOnLaunch(),
                                        names.enableResourceNameDnsARecord()))
                                .enableResourceNameDnsAAAARecord(on(
                                        request.enableResourceNameDnsAAAARecordOnLaunch(),
                                        names.enableResourceNameDnsAAAARecord()))
                                .build())
                        .build());
        return ModifySubnetAttributeResponse.builder().build();
    }

    private static boolean on(AttributeBooleanValue wanted, boolean current) {
        return wanted == null ? current : Boolean.TRUE.equals(wanted.value());
    }

    private long used(Subnet subnet) {
        return model.interfaces().count(each -> each.subnetId().equals(subnet.subnetId()));
    }

    private Subnet shown(Subnet subnet) {
        return subnet.toBuilder()
                .availableIpAddressCount((int) (Cidr.of(subnet.cidrBlock()).size() - RESERVED - used(subnet)))
                .tags(model.tags().of(subnet.subnetId()))
                .build();
    }
}
