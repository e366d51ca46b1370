package dev.provision.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.NatGateway;
import software.amazon.awssdk.services.ec2.model.NatGatewayState;
import software.amazon.awssdk.services.ec2.model.RouteTable;
import software.amazon.awssdk.services.ec2.model.SecurityGroup;
import software.amazon.awssdk.services.ec2.model.Subnet;
import software.amazon.awssdk.services.ec2.model.Tag;

/** What others may do with a network. */
@SuppressWarnings("unchecked") // the SDK has varargs of generic consumers
final class NetworkMeddlings {
    private static final String ANYWHERE = "0.0.0.0/0";

    private final Ec2Client ec2;

    NetworkMeddlings(Account account) {
        ec2 = account.client(Ec2Client.builder());
    }

    List<Meddling> all() {
        List<Meddling> all = new ArrayList<>();
        ec2.describeVpcs(r -> r.filters(ours())).vpcs().forEach(vpc -> {
            all.add(new Meddling(
                    "vpc without host names",
                    vpc.vpcId(),
                    Set.of("vpc/main"),
                    () -> ec2.modifyVpcAttribute(r -> r.vpcId(vpc.vpcId()).enableDnsHostnames(v -> v.value(false)))));
        });
        ec2.describeSubnets(r -> r.filters(ours())).subnets().forEach(subnet -> all.add(subnet(subnet)));
        ec2.describeRouteTables(r -> r.filters(ours())).routeTables().forEach(table -> all.addAll(table(table)));
        ec2.describeSecurityGroups(r -> r.filters(ours())).securityGroups().forEach(group -> all.addAll(group(group)));
        ec2.describeNatGateways(r -> r.filter(ours())).natGateways().stream()
                .filter(gateway -> gateway.state() == NatGatewayState.AVAILABLE)
                .forEach(gateway -> all.add(gateway(gateway)));
        return all;
    }

    private static Filter ours() {
        return Filter.builder().name("tag:provision:env").values("dev").build();
    }

    /** The key of the step that made something. */
    private static String step(List<Tag> tags) {
        return tags.stream()
                .filter(tag -> tag.key().equals("provision:resource"))
                .map(Tag::value)
                .findFirst()
                .orElse("nobody's");
    }

    private static String name(List<Tag> tags) {
        String step = step(tags);
        return step.substring(step.indexOf('/') + 1);
    }

    private Meddling subnet(Subnet subnet) {
        boolean other = !subnet.mapPublicIpOnLaunch();
        return new Meddling(
                "subnet's public addresses",
                name(subnet.tags()),
                Set.of(step(subnet.tags())),
                () -> ec2.modifySubnetAttribute(
                        r -> r.subnetId(subnet.subnetId()).mapPublicIpOnLaunch(v -> v.value(other))));
    }

    private List<Meddling> table(RouteTable table) {
        String name = name(table.tags());
        String id = table.routeTableId();
        List<Meddling> all = new ArrayList<>();
        boolean leads = table.routes().stream().anyMatch(route -> ANYWHERE.equals(route.destinationCidrBlock()));
        if (leads) {
            all.add(new Meddling(
                    "route deleted",
                    name,
                    Set.of("route/" + name),
                    () -> ec2.deleteRoute(r -> r.routeTableId(id).destinationCidrBlock(ANYWHERE))));
        }
        ec2.describeInternetGateways(r -> r.filters(ours())).internetGateways().forEach(gateway -> {
            if (leads && !name.equals("public")) {
                all.add(new Meddling(
                        "route elsewhere",
                        name,
                        Set.of("route/" + name),
                        () -> ec2.replaceRoute(r -> r.routeTableId(id)
                                .destinationCidrBlock(ANYWHERE)
                                .gatewayId(gateway.internetGatewayId()))));
            }
            all.add(new Meddling(
                    "route added",
                    name,
                    Set.of(),
                    () -> ec2.createRoute(r -> r.routeTableId(id)
                            .destinationCidrBlock("198.51.100.0/24")
                            .gatewayId(gateway.internetGatewayId()))));
        });
        table.associations().stream()
                .filter(association -> !Boolean.TRUE.equals(association.main()))
                .forEach(association -> all.add(new Meddling(
                        "route table disassociated",
                        name,
                        Set.of("route-table-association/" + subnet(association.subnetId())),
                        () -> ec2.disassociateRouteTable(
                                r -> r.associationId(association.routeTableAssociationId())))));
        return all;
    }

    private String subnet(String id) {
        return name(
                ec2.describeSubnets(r -> r.subnetIds(id)).subnets().getFirst().tags());
    }

    private List<Meddling> group(SecurityGroup group) {
        String name = name(group.tags());
        Set<String> steps = Set.of("security-group-rules/" + name);
        List<Meddling> all = new ArrayList<>();
        all.add(new Meddling(
                "way in opened",
                name,
                steps,
                () -> ec2.authorizeSecurityGroupIngress(r -> r.groupId(group.groupId())
                        .ipProtocol("tcp")
                        .fromPort(22)
                        .toPort(22)
                        .cidrIp(ANYWHERE))));
        if (!group.ipPermissions().isEmpty()) {
            all.add(new Meddling(
                    "way in closed",
                    name,
                    steps,
                    () -> ec2.revokeSecurityGroupIngress(
                            r -> r.groupId(group.groupId()).ipPermissions(group.ipPermissions()))));
        }
        if (!group.ipPermissionsEgress().isEmpty()) {
            all.add(new Meddling(
                    "way out closed",
                    name,
                    steps,
                    () -> ec2.revokeSecurityGroupEgress(
                            r -> r.groupId(group.groupId()).ipPermissions(group.ipPermissionsEgress()))));
        }
        return all;
    }

    private Meddling gateway(NatGateway gateway) {
        return new Meddling(
                "NAT gateway deleted",
                name(gateway.tags()),
                Set.of(step(gateway.tags())),
                () -> ec2.deleteNatGateway(r -> r.natGatewayId(gateway.natGatewayId())));
    }
}
