package dev.provision.localcloud.ec2;

import dev.provision.localcloud.network.Cidr;
import dev.provision.localcloud.state.Ids;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ec2.model.CreateVpcRequest;
import software.amazon.awssdk.services.ec2.model.CreateVpcResponse;
import software.amazon.awssdk.services.ec2.model.DeleteVpcRequest;
import software.amazon.awssdk.services.ec2.model.DeleteVpcResponse;
import software.amazon.awssdk.services.ec2.model.DescribeVpcAttributeRequest;
import software.amazon.awssdk.services.ec2.model.DescribeVpcAttributeResponse;
import software.amazon.awssdk.services.ec2.model.DescribeVpcsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeVpcsResponse;
import software.amazon.awssdk.services.ec2.model.InternetGatewayAttachment;
import software.amazon.awssdk.services.ec2.model.ModifyVpcAttributeRequest;
import software.amazon.awssdk.services.ec2.model.ModifyVpcAttributeResponse;
import software.amazon.awssdk.services.ec2.model.RouteTable;
import software.amazon.awssdk.services.ec2.model.RouteTableAssociation;
import software.amazon.awssdk.services.ec2.model.SecurityGroup;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.ec2.model.Vpc;
import software.amazon.awssdk.services.ec2.model.VpcCidrBlockAssociation;
import software.amazon.awssdk.services.ec2.model.VpcState;

/** VPCs. Each is born with a main route table, a default security group and a default network ACL, which go with it. */
public final class Vpcs implements Operations {
    private static final int WIDEST = 16;
    private static final int NARROWEST = 28;
    private static final Duration CREATION = Duration.ofSeconds(2);
    private final Model model;
    private final Later later;
    private final Ec2Quotas quotas;
    private final DhcpOptionSets dhcpOptions;
    private final NetworkAcls acls;
    private final RouteTables routeTables;
    private final SecurityGroups groups;
    private final Filters<Vpc> filters;

    Vpcs(
            Model model,
            Later later,
            Ec2Quotas quotas,
            DhcpOptionSets dhcpOptions,
            NetworkAcls acls,
            RouteTables routeTables,
            SecurityGroups groups) {
        this.model = model;
        this.later = later;
        this.quotas = quotas;
        this.dhcpOptions = dhcpOptions;
        this.acls = acls;
        this.routeTables = routeTables;
        this.groups = groups;
        filters = new Filters<>(Vpc::tags)
                .on("vpc-id", Vpc::vpcId)
                .on("state", Vpc::stateAsString)
                .on("cidr", Vpc::cidrBlock)
                .on("cidrBlock", Vpc::cidrBlock)
                .on("owner-id", Vpc::ownerId)
                .on("dhcp-options-id", Vpc::dhcpOptionsId)
                .on("is-default", Vpc::isDefault)
                .on("isDefault", Vpc::isDefault)
                .any("cidr-block-association.cidr-block", vpc -> associations(vpc)
                        .map(VpcCidrBlockAssociation::cidrBlock))
                .any("cidr-block-association.association-id", vpc -> associations(vpc)
                        .map(VpcCidrBlockAssociation::associationId))
                .any("cidr-block-association.state", vpc -> associations(vpc)
                        .map(association -> association.cidrBlockState().stateAsString()));
    }

    public CreateVpcResponse createVpc(CreateVpcRequest request) {
        Refusal.dryRun(request);
        if (Boolean.TRUE.equals(request.amazonProvidedIpv6CidrBlock()) || request.ipv4IpamPoolId() != null) {
            throw Refusal.unsupported("IPv6 blocks and IPAM pools");
        }
        List<Tag> tags = Tags.requested(request.tagSpecifications(), Kind.VPC);
        Cidr cidr = block(Refusal.required(request.cidrBlock(), "cidrBlock"));
        Refusal.quota(model.vpcs().size(), quotas.vpcs(), "VpcLimitExceeded", "VPCs");
        Vpc pending = Vpc.builder()
                .vpcId(Kind.VPC.newId())
                .cidrBlock(cidr.toString())
                .cidrBlockAssociationSet(VpcCidrBlockAssociation.builder()
                        .associationId(Ids.ec2("vpc-cidr-assoc"))
                        .cidrBlock(cidr.toString())
                        .cidrBlockState(state -> state.state("associated"))
                        .build())
                .state(VpcState.PENDING)
                .dhcpOptionsId(dhcpOptions.defaultId())
                .instanceTenancy(
                        request.instanceTenancyAsString() == null ? "default" : request.instanceTenancyAsString())
                .isDefault(false)
                .ownerId(model.account().id())
                .build();
        model.vpcs().put(VpcEntry.of(pending));
        model.tags().add(pending.vpcId(), tags);
        routeTables.createMain(pending);
        groups.createDefault(pending.vpcId());
        acls.createDefault(pending.vpcId());
        later.then(CREATION, () -> model.vpcs().find(pending.vpcId()).ifPresent(entry -> model.vpcs()
                .put(entry.with(
                        entry.vpc().toBuilder().state(VpcState.AVAILABLE).build()))));
        return CreateVpcResponse.builder().vpc(shown(pending)).build();
    }

    private static Cidr block(String text) {
        Cidr cidr = Cidr.parse(text)
                .orElseThrow(() -> Refusal.invalid("cidrBlock", text, "This is not a valid CIDR block."));
        if (cidr.prefix() < WIDEST || cidr.prefix() > NARROWEST) {
            throw Refusal.of("InvalidVpc.Range", "The CIDR '" + text + "' is invalid.");
        }
        return cidr;
    }

    public DescribeVpcsResponse describeVpcs(DescribeVpcsRequest request) {
        Refusal.dryRun(request);
        Page<Vpc> page = Page.of(
                model.vpcs()
                        .named(request.vpcIds())
                        .map(entry -> shown(entry.vpc()))
                        .filter(filters.matching(request.filters()))
                        .toList(),
                request,
                vpc -> model.vpcs().rank(vpc.vpcId()));
        return DescribeVpcsResponse.builder()
                .vpcs(page.items())
                .nextToken(page.nextToken())
                .build();
    }

    public DeleteVpcResponse deleteVpc(DeleteVpcRequest request) {
        Refusal.dryRun(request);
        String id = model.vpcs().get(request.vpcId()).id();
        if (inUse(id)) {
            throw Refusal.dependency("The vpc '" + id + "' has dependencies and cannot be deleted.");
        }
        model.routeTables().where(table -> table.vpcId().equals(id)).forEach(table -> model.routeTables()
                .remove(table.routeTableId()));
        model.groups().where(group -> group.vpcId().equals(id)).forEach(groups::remove);
        model.networkAcls().where(acl -> acl.vpcId().equals(id)).forEach(acl -> model.networkAcls()
                .remove(acl.networkAclId()));
        model.vpcs().remove(id);
        return DeleteVpcResponse.builder().build();
    }

    private boolean inUse(String id) {
        return Stream.of(
                        model.subnets().count(subnet -> subnet.vpcId().equals(id)),
                        model.interfaces().count(each -> each.vpcId().equals(id)),
                        model.internetGateways().count(gateway -> gateway.attachments().stream()
                                .map(InternetGatewayAttachment::vpcId)
                                .anyMatch(id::equals)),
                        model.routeTables().count(table -> table.vpcId().equals(id) && !main(table)),
                        model.endpoints().count(each -> each.vpcId().equals(id) && VpcEndpoints.alive(each)),
                        model.networkAcls().count(acl -> acl.vpcId().equals(id) && !acl.isDefault()),
                        model.groups().count(group -> group.vpcId().equals(id) && !isDefault(group)))
                .anyMatch(count -> count > 0);
    }

    private static boolean main(RouteTable table) {
        return table.associations().stream().anyMatch(RouteTableAssociation::main);
    }

    private static boolean isDefault(SecurityGroup group) {
        return group.groupName().equals(SecurityGroups.DEFAULT);
    }

    /** One attribute per call, as AWS has it; the SDK's other attributes are left as they are. */
    public ModifyVpcAttributeResponse modifyVpcAttribute(ModifyVpcAttributeRequest request) {
        VpcEntry entry = model.vpcs().get(request.vpcId());
        long given = Stream.of(
                        Optional.ofNullable(request.enableDnsSupport()),
                        Optional.ofNullable(request.enableDnsHostnames()),
                        Optional.ofNullable(request.enableNetworkAddressUsageMetrics()))
                .filter(Optional::isPresent)
                .count();
        if (given > 1) {
            throw Refusal.of("InvalidParameterCombination", "Fields for multiple attribute types specified");
        }
        if (given == 0) {
            throw Refusal.missing("attribute");
        }
        boolean support = request.enableDnsSupport() == null
                ? entry.dnsSupport()
                : request.enableDnsSupport().value();
        boolean hostnames = request.enableDnsHostnames() == null
                ? entry.dnsHostnames()
                : request.enableDnsHostnames().value();
        boolean metrics = request.enableNetworkAddressUsageMetrics() == null
                ? entry.usageMetrics()
                : request.enableNetworkAddressUsageMetrics().value();
        model.vpcs().put(new VpcEntry(entry.vpc(), support, hostnames, metrics));
        return ModifyVpcAttributeResponse.builder().build();
    }

    public DescribeVpcAttributeResponse describeVpcAttribute(DescribeVpcAttributeRequest request) {
        Refusal.dryRun(request);
        VpcEntry entry = model.vpcs().get(request.vpcId());
        DescribeVpcAttributeResponse.Builder response =
                DescribeVpcAttributeResponse.builder().vpcId(entry.id());
        String attribute = Refusal.required(request.attributeAsString(), "attribute");
        switch (attribute) {
            case "enableDnsSupport" -> response.enableDnsSupport(value -> value.value(entry.dnsSupport()));
            case "enableDnsHostnames" -> response.enableDnsHostnames(value -> value.value(entry.dnsHostnames()));
            case "enableNetworkAddressUsageMetrics" ->
                response.enableNetworkAddressUsageMetrics(value -> value.value(entry.usageMetrics()));
            default -> throw Refusal.invalid("attribute", attribute, "Unknown attribute.");
        }
        return response.build();
    }

    private static Stream<VpcCidrBlockAssociation> associations(Vpc vpc) {
        return vpc.cidrBlockAssociationSet().stream();
    }

    private Vpc shown(Vpc vpc) {
        return vpc.toBuilder().tags(model.tags().of(vpc.vpcId())).build();
    }
}
