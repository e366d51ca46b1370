package dev.provision.localcloud.ec2;

import dev.provision.localcloud.network.Acl;
import dev.provision.localcloud.network.Cidr;
import dev.provision.localcloud.network.Topology;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ec2.model.GroupIdentifier;
import software.amazon.awssdk.services.ec2.model.NatGatewayAddress;
import software.amazon.awssdk.services.ec2.model.NetworkAcl;
import software.amazon.awssdk.services.ec2.model.NetworkAclEntry;
import software.amazon.awssdk.services.ec2.model.NetworkInterfaceAssociation;
import software.amazon.awssdk.services.ec2.model.RouteTable;
import software.amazon.awssdk.services.ec2.model.RuleAction;
import software.amazon.awssdk.services.ec2.model.SecurityGroupRule;
import software.amazon.awssdk.services.ec2.model.Subnet;

/** The model as packets meet it. */
final class NetworkTopology implements Topology {
    private static final String ALL = "-1";
    private static final String TCP = "6";
    private static final int LAST_PORT = 65_535;
    private final Model model;
    private final RouteTables routeTables;
    private final NetworkAcls acls;
    private final EndpointServices services;

    NetworkTopology(Model model, RouteTables routeTables, NetworkAcls acls, EndpointServices services) {
        this.model = model;
        this.routeTables = routeTables;
        this.acls = acls;
        this.services = services;
    }

    @Override
    public Optional<Endpoint> endpoint(String networkInterfaceId) {
        return model.interfaces()
                .find(networkInterfaceId)
                .map(face -> new Endpoint(
                        face.networkInterfaceId(),
                        face.vpcId(),
                        face.subnetId(),
                        face.privateIpAddress(),
                        Optional.ofNullable(face.association()).map(NetworkInterfaceAssociation::publicIp),
                        face.groups().stream().map(GroupIdentifier::groupId).toList()));
    }

    @Override
    public Routes routes(String subnetId) {
        RouteTable table = routeTables.effective(model.subnets().get(subnetId));
        return new Routes(
                table.routeTableId(),
                table.routes().stream()
                        .filter(route -> route.destinationCidrBlock() != null)
                        .map(route -> new Route(Cidr.of(route.destinationCidrBlock()), target(route)))
                        .toList());
    }

    private static String target(software.amazon.awssdk.services.ec2.model.Route route) {
        return Stream.of(route.gatewayId(), route.natGatewayId(), route.networkInterfaceId())
                .flatMap(Stream::ofNullable)
                .findFirst()
                .orElseThrow();
    }

    @Override
    public Acl acl(String subnetId) {
        NetworkAcl acl = acls.of(subnetId).orElseThrow();
        return new Acl(
                acl.networkAclId(),
                acl.entries().stream().flatMap(NetworkTopology::aclRule).toList());
    }

    /** Rules about IPv6 and about other protocols say nothing about TCP over IPv4. */
    private static Stream<Acl.Rule> aclRule(NetworkAclEntry entry) {
        boolean all = entry.protocol().equals(ALL);
        return entry.cidrBlock() != null && (all || entry.protocol().equals(TCP))
                ? Stream.of(new Acl.Rule(
                        entry.ruleNumber(),
                        entry.egress(),
                        entry.ruleAction() == RuleAction.ALLOW,
                        Cidr.of(entry.cidrBlock()),
                        all ? 0 : entry.portRange().from(),
                        all ? LAST_PORT : entry.portRange().to()))
                : Stream.empty();
    }

    @Override
    public List<Rule> rules(String groupId) {
        return model.rules()
                .where(rule -> rule.groupId().equals(groupId))
                .flatMap(rule -> peer(rule).stream()
                        .map(peer -> new Rule(
                                rule.securityGroupRuleId(),
                                rule.isEgress(),
                                rule.ipProtocol(),
                                rule.fromPort(),
                                rule.toPort(),
                                peer)))
                .toList();
    }

    /** IPv6 rules say nothing about IPv4 packets. */
    private static Optional<Peer> peer(SecurityGroupRule rule) {
        return Optional.ofNullable(rule.cidrIpv4())
                .<Peer>map(block -> new Peer.Block(Cidr.of(block)))
                .or(() -> Optional.ofNullable(rule.referencedGroupInfo()).map(info -> new Peer.Group(info.groupId())));
    }

    @Override
    public Optional<Nat> nat(String natGatewayId) {
        return model.natGateways()
                .find(natGatewayId)
                .map(gateway -> new Nat(
                        gateway.natGatewayId(),
                        gateway.stateAsString(),
                        gateway.vpcId(),
                        gateway.subnetId(),
                        gateway.natGatewayAddresses().stream()
                                .map(NatGatewayAddress::publicIp)
                                .flatMap(Stream::ofNullable)
                                .findFirst()));
    }

    @Override
    public Optional<Door> door(String subnetId, String service) {
        Subnet subnet = model.subnets().get(subnetId);
        String name = services.name(service);
        return model.endpoints()
                .where(endpoint -> endpoint.vpcId().equals(subnet.vpcId())
                        && endpoint.serviceName().equals(name)
                        && VpcEndpoints.named(endpoint))
                .findFirst()
                .<Door>map(endpoint -> new Door.Interfaces(endpoint.vpcEndpointId(), endpoint.networkInterfaceIds()))
                .or(() -> services.gateway(name).flatMap(to -> gateway(subnet, to)));
    }

    private Optional<Door> gateway(Subnet subnet, EndpointServices.Gateway to) {
        return routeTables.effective(subnet).routes().stream()
                .filter(route -> to.listId().equals(route.destinationPrefixListId()))
                .findFirst()
                .map(route -> new Door.Gateway(route.gatewayId(), to.address()));
    }

    @Override
    public boolean attached(String internetGatewayId, String vpcId) {
        return model.internetGateways()
                .find(internetGatewayId)
                .filter(gateway -> InternetGateways.attached(gateway, vpcId))
                .isPresent();
    }
}
