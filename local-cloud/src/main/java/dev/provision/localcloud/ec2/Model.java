package dev.provision.localcloud.ec2;

import dev.provision.localcloud.state.Account;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import software.amazon.awssdk.services.ec2.model.Address;
import software.amazon.awssdk.services.ec2.model.DhcpOptions;
import software.amazon.awssdk.services.ec2.model.InternetGateway;
import software.amazon.awssdk.services.ec2.model.NatGateway;
import software.amazon.awssdk.services.ec2.model.NetworkAcl;
import software.amazon.awssdk.services.ec2.model.NetworkInterface;
import software.amazon.awssdk.services.ec2.model.RouteTable;
import software.amazon.awssdk.services.ec2.model.SecurityGroup;
import software.amazon.awssdk.services.ec2.model.SecurityGroupRule;
import software.amazon.awssdk.services.ec2.model.Subnet;
import software.amazon.awssdk.services.ec2.model.VpcEndpoint;

/**
 * Everything there is, one table per kind. Rows are the SDK's own immutable objects, without their tags and without what is
 * computed when they are shown (free addresses, blackholes).
 */
record Model(
        Account account,
        Tags tags,
        ClientTokens tokens,
        Table<VpcEntry> vpcs,
        Table<Subnet> subnets,
        Table<InternetGateway> internetGateways,
        Table<Address> addresses,
        Table<NatGateway> natGateways,
        Table<RouteTable> routeTables,
        Table<SecurityGroup> groups,
        Table<SecurityGroupRule> rules,
        Table<NetworkInterface> interfaces,
        Table<NetworkAcl> networkAcls,
        Table<VpcEndpoint> endpoints,
        Table<DhcpOptions> dhcpOptions) {

    /** @param now tells when something is made */
    static Model empty(Account account, Supplier<Instant> now) {
        Tags tags = new Tags();
        return new Model(
                account,
                tags,
                new ClientTokens(),
                new Table<>(Kind.VPC, VpcEntry::id, tags, now),
                new Table<>(Kind.SUBNET, Subnet::subnetId, tags, now),
                new Table<>(Kind.INTERNET_GATEWAY, InternetGateway::internetGatewayId, tags, now),
                new Table<>(Kind.ADDRESS, Address::allocationId, tags, now),
                new Table<>(Kind.NAT_GATEWAY, NatGateway::natGatewayId, tags, now),
                new Table<>(Kind.ROUTE_TABLE, RouteTable::routeTableId, tags, now),
                new Table<>(Kind.SECURITY_GROUP, SecurityGroup::groupId, tags, now),
                new Table<>(Kind.SECURITY_GROUP_RULE, SecurityGroupRule::securityGroupRuleId, tags, now),
                new Table<>(Kind.NETWORK_INTERFACE, NetworkInterface::networkInterfaceId, tags, now),
                new Table<>(Kind.NETWORK_ACL, NetworkAcl::networkAclId, tags, now),
                new Table<>(Kind.VPC_ENDPOINT, VpcEndpoint::vpcEndpointId, tags, now),
                new Table<>(Kind.DHCP_OPTIONS, DhcpOptions::dhcpOptionsId, tags, now));
    }

    List<Table<?>> tables() {
        return List.of(
                vpcs,
                subnets,
                internetGateways,
                addresses,
                natGateways,
                routeTables,
                groups,
                rules,
                interfaces,
                networkAcls,
                endpoints,
                dhcpOptions);
    }
}
