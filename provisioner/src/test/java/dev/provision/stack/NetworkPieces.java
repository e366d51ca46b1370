package dev.provision.stack;

import dev.provision.config.Environment;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.InternetGateway;
import software.amazon.awssdk.services.ec2.model.IpPermission;
import software.amazon.awssdk.services.ec2.model.IpRange;
import software.amazon.awssdk.services.ec2.model.NatGateway;
import software.amazon.awssdk.services.ec2.model.NatGatewayState;
import software.amazon.awssdk.services.ec2.model.Route;
import software.amazon.awssdk.services.ec2.model.RouteTable;
import software.amazon.awssdk.services.ec2.model.RouteTableAssociation;
import software.amazon.awssdk.services.ec2.model.SecurityGroup;
import software.amazon.awssdk.services.ec2.model.SecurityGroupRule;
import software.amazon.awssdk.services.ec2.model.Subnet;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.ec2.model.UserIdGroupPair;

/** Every rule, route, association and gateway of an environment's network, as EC2 tells them. */
@SuppressWarnings("unchecked") // the SDK has varargs of generic consumers
final class NetworkPieces {
    private final Ec2Client ec2;
    private final String prefix;
    private final Filter owned;

    /** By the NAT gateway that was deleted, the one that took over from it. */
    private final Map<String, String> successors = new HashMap<>();

    NetworkPieces(Ec2Client ec2, Environment environment) {
        this.ec2 = ec2;
        this.prefix = environment.prefix() + "-";
        this.owned = Filter.builder()
                .name("tag:provision:env")
                .values(environment.env())
                .build();
    }

    Stream<Piece> all() {
        List<RouteTable> tables = ec2.describeRouteTables(r -> r.filters(owned)).routeTables();
        return Stream.of(rules(), routes(tables), associations(tables), natGateways(tables), internetGateways())
                .flatMap(pieces -> pieces);
    }

    private String name(List<Tag> tags) {
        return tags.stream()
                .filter(tag -> tag.key().equals("Name"))
                .map(tag -> tag.value().replaceFirst(prefix, ""))
                .findFirst()
                .orElseThrow();
    }

    private Stream<Piece> rules() {
        Map<String, String> groups = ec2.describeSecurityGroups(r -> r.filters(owned)).securityGroups().stream()
                .collect(Collectors.toMap(
                        SecurityGroup::groupId, group -> group.groupName().replaceFirst(prefix, "")));
        return ec2
                .describeSecurityGroupRules(
                        r -> r.filters(f -> f.name("group-id").values(groups.keySet())))
                .securityGroupRules()
                .stream()
                .map(rule -> rule(rule, groups));
    }

    private Piece rule(SecurityGroupRule rule, Map<String, String> groups) {
        Optional<String> peer = Optional.ofNullable(rule.referencedGroupInfo()).map(info -> info.groupId());
        IpPermission.Builder permission = IpPermission.builder()
                .ipProtocol(rule.ipProtocol())
                .fromPort(rule.fromPort())
                .toPort(rule.toPort());
        peer.ifPresentOrElse(
                id -> permission.userIdGroupPairs(
                        UserIdGroupPair.builder().groupId(id).build()),
                () -> permission.ipRanges(
                        IpRange.builder().cidrIp(rule.cidrIpv4()).build()));
        String group = groups.get(rule.groupId());
        String other = peer.map(groups::get).orElse("the internet");
        if (rule.isEgress()) {
            return new Piece(
                    "rule: " + group + " to " + other + ", tcp " + rule.toPort(),
                    () -> ec2.revokeSecurityGroupEgress(
                            r -> r.groupId(rule.groupId()).securityGroupRuleIds(rule.securityGroupRuleId())),
                    () -> ec2.authorizeSecurityGroupEgress(
                            r -> r.groupId(rule.groupId()).ipPermissions(permission.build())));
        }
        return new Piece(
                "rule: " + group + " from " + other + ", tcp " + rule.toPort(),
                () -> ec2.revokeSecurityGroupIngress(
                        r -> r.groupId(rule.groupId()).securityGroupRuleIds(rule.securityGroupRuleId())),
                () -> ec2.authorizeSecurityGroupIngress(
                        r -> r.groupId(rule.groupId()).ipPermissions(permission.build())));
    }

    private Stream<Piece> routes(List<RouteTable> tables) {
        return tables.stream().flatMap(table -> table.routes().stream()
                .filter(route -> !"local".equals(route.gatewayId()))
                .map(route -> route(table, route)));
    }

    private Piece route(RouteTable table, Route route) {
        return new Piece(
                "route: " + name(table.tags()) + " to the internet",
                () -> ec2.deleteRoute(
                        r -> r.routeTableId(table.routeTableId()).destinationCidrBlock(route.destinationCidrBlock())),
                () -> ec2.createRoute(r -> r.routeTableId(table.routeTableId())
                        .destinationCidrBlock(route.destinationCidrBlock())
                        .gatewayId(route.gatewayId())
                        .natGatewayId(successors.getOrDefault(route.natGatewayId(), route.natGatewayId()))));
    }

    private Stream<Piece> associations(List<RouteTable> tables) {
        Map<String, String> subnets = ec2.describeSubnets(r -> r.filters(owned)).subnets().stream()
                .collect(Collectors.toMap(Subnet::subnetId, subnet -> name(subnet.tags())));
        return tables.stream().flatMap(table -> table.associations().stream()
                .filter(association -> association.subnetId() != null)
                .map(association ->
                        association(table.routeTableId(), association, subnets.get(association.subnetId()))));
    }

    private Piece association(String tableId, RouteTableAssociation association, String subnet) {
        return new Piece(
                "route table of the subnet " + subnet,
                () -> ec2.disassociateRouteTable(r -> r.associationId(association.routeTableAssociationId())),
                () -> ec2.associateRouteTable(r -> r.routeTableId(tableId).subnetId(association.subnetId())));
    }

    private Stream<Piece> natGateways(List<RouteTable> tables) {
        return ec2.describeNatGateways(r -> r.filter(owned)).natGateways().stream()
                .filter(gateway -> gateway.state() == NatGatewayState.AVAILABLE)
                .map(gateway -> new Piece(
                        "NAT gateway " + name(gateway.tags()),
                        () -> ec2.deleteNatGateway(r -> r.natGatewayId(gateway.natGatewayId())),
                        () -> replace(gateway, tables)));
    }

    /** A gateway that was deleted never comes back: another one takes over its address and the routes to it. */
    private void replace(NatGateway gone, List<RouteTable> tables) {
        String made = ec2.createNatGateway(r -> r.subnetId(gone.subnetId())
                        .allocationId(gone.natGatewayAddresses().getFirst().allocationId()))
                .natGateway()
                .natGatewayId();
        successors.put(gone.natGatewayId(), made);
        tables.forEach(table -> table.routes().stream()
                .filter(route -> gone.natGatewayId().equals(route.natGatewayId()))
                .forEach(route -> ec2.replaceRoute(r -> r.routeTableId(table.routeTableId())
                        .destinationCidrBlock(route.destinationCidrBlock())
                        .natGatewayId(made))));
    }

    private Stream<Piece> internetGateways() {
        return ec2.describeInternetGateways(r -> r.filters(owned)).internetGateways().stream()
                .map(this::internetGateway);
    }

    private Piece internetGateway(InternetGateway gateway) {
        String vpc = gateway.attachments().getFirst().vpcId();
        return new Piece(
                "internet gateway",
                () -> ec2.detachInternetGateway(r -> r.vpcId(vpc).internetGatewayId(gateway.internetGatewayId())),
                () -> ec2.attachInternetGateway(r -> r.vpcId(vpc).internetGatewayId(gateway.internetGatewayId())));
    }
}
