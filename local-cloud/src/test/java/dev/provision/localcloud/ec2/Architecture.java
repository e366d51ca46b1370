package dev.provision.localcloud.ec2;

import dev.provision.localcloud.network.NetworkInterfaces;
import dev.provision.localcloud.network.Reachability;
import dev.provision.localcloud.state.Account;
import dev.provision.localcloud.state.ControlPlane;
import dev.provision.localcloud.state.Quotas;
import dev.provision.localcloud.time.Latency;
import dev.provision.localcloud.time.ManualTime;
import java.time.Instant;
import java.util.List;
import software.amazon.awssdk.services.ec2.model.AllocateAddressRequest;
import software.amazon.awssdk.services.ec2.model.AssociateRouteTableRequest;
import software.amazon.awssdk.services.ec2.model.AttachInternetGatewayRequest;
import software.amazon.awssdk.services.ec2.model.AuthorizeSecurityGroupEgressRequest;
import software.amazon.awssdk.services.ec2.model.AuthorizeSecurityGroupIngressRequest;
import software.amazon.awssdk.services.ec2.model.CreateInternetGatewayRequest;
import software.amazon.awssdk.services.ec2.model.CreateNatGatewayRequest;
import software.amazon.awssdk.services.ec2.model.CreateRouteRequest;
import software.amazon.awssdk.services.ec2.model.CreateRouteTableRequest;
import software.amazon.awssdk.services.ec2.model.CreateSecurityGroupRequest;
import software.amazon.awssdk.services.ec2.model.CreateSubnetRequest;
import software.amazon.awssdk.services.ec2.model.CreateVpcRequest;
import software.amazon.awssdk.services.ec2.model.IpPermission;
import software.amazon.awssdk.services.ec2.model.IpRange;
import software.amazon.awssdk.services.ec2.model.RevokeSecurityGroupEgressRequest;
import software.amazon.awssdk.services.ec2.model.UserIdGroupPair;

/**
 * One zone of the architecture that the product deploys, built straight on EC2's operations: a public subnet with a load
 * balancer's interface and a NAT gateway, a private one with a task's interface, and exactly the rules between them.
 */
final class Architecture implements AutoCloseable {
    static final String EVERYWHERE = "0.0.0.0/0";
    private final ManualTime time = new ManualTime(Instant.parse("2025-12-11T10:30:45Z"));
    private final Ec2 ec2;
    private final String vpc;
    private final String gateway;
    private final String publicTable;
    private final String privateTable;
    private final String nat;
    private final String albGroup;
    private final String taskGroup;
    private final NetworkInterfaces.Attached alb;
    private final NetworkInterfaces.Attached task;

    Architecture(Latency latency) {
        Account account = new Account("000000000000", "eu-west-2");
        ec2 = new Ec2(account, time, latency, new ControlPlane(), Quotas.usual());
        vpc = part(Vpcs.class)
                .createVpc(CreateVpcRequest.builder().cidrBlock("10.0.0.0/16").build())
                .vpc()
                .vpcId();
        gateway = part(InternetGateways.class)
                .createInternetGateway(CreateInternetGatewayRequest.builder().build())
                .internetGateway()
                .internetGatewayId();
        part(InternetGateways.class)
                .attachInternetGateway(AttachInternetGatewayRequest.builder()
                        .vpcId(vpc)
                        .internetGatewayId(gateway)
                        .build());
        String publicSubnet = subnet("10.0.1.0/24");
        String privateSubnet = subnet("10.0.10.0/24");
        publicTable = table(publicSubnet);
        privateTable = table(privateSubnet);
        nat = part(NatGateways.class)
                .createNatGateway(CreateNatGatewayRequest.builder()
                        .subnetId(publicSubnet)
                        .allocationId(part(Addresses.class)
                                .allocateAddress(
                                        AllocateAddressRequest.builder().build())
                                .allocationId())
                        .build())
                .natGateway()
                .natGatewayId();
        CreateRouteRequest.Builder out = CreateRouteRequest.builder().destinationCidrBlock(EVERYWHERE);
        part(Routes.class)
                .createRoute(out.routeTableId(publicTable).gatewayId(gateway).build());
        part(Routes.class)
                .createRoute(out.routeTableId(privateTable)
                        .gatewayId(null)
                        .natGatewayId(nat)
                        .build());
        albGroup = group("alb");
        taskGroup = group("task");
        ingress(albGroup, tcp(80).ipRanges(range()).build());
        egress(albGroup, tcp(8080).userIdGroupPairs(pair(taskGroup)).build());
        ingress(taskGroup, tcp(8080).userIdGroupPairs(pair(albGroup)).build());
        egress(taskGroup, tcp(443).ipRanges(range()).build());
        alb = attach(publicSubnet, albGroup, "amazon-elb", true);
        task = attach(privateSubnet, taskGroup, "ecs", false);
    }

    /** The operations of one kind. */
    <T> T part(Class<T> type) {
        return ec2.services().stream()
                .filter(type::isInstance)
                .map(type::cast)
                .findFirst()
                .orElseThrow();
    }

    private String subnet(String cidr) {
        return part(Subnets.class)
                .createSubnet(
                        CreateSubnetRequest.builder().vpcId(vpc).cidrBlock(cidr).build())
                .subnet()
                .subnetId();
    }

    private String table(String subnet) {
        String table = part(RouteTables.class)
                .createRouteTable(CreateRouteTableRequest.builder().vpcId(vpc).build())
                .routeTable()
                .routeTableId();
        part(RouteTables.class)
                .associateRouteTable(AssociateRouteTableRequest.builder()
                        .routeTableId(table)
                        .subnetId(subnet)
                        .build());
        return table;
    }

    private String group(String name) {
        String id = part(SecurityGroups.class)
                .createSecurityGroup(CreateSecurityGroupRequest.builder()
                        .vpcId(vpc)
                        .groupName(name)
                        .description(name)
                        .build())
                .groupId();
        part(SecurityGroupRules.class)
                .revokeSecurityGroupEgress(RevokeSecurityGroupEgressRequest.builder()
                        .groupId(id)
                        .ipPermissions(IpPermission.builder()
                                .ipProtocol("-1")
                                .ipRanges(range())
                                .build())
                        .build());
        return id;
    }

    static IpPermission.Builder tcp(int port) {
        return IpPermission.builder().ipProtocol("tcp").fromPort(port).toPort(port);
    }

    static IpRange range() {
        return IpRange.builder().cidrIp(EVERYWHERE).build();
    }

    static UserIdGroupPair pair(String groupId) {
        return UserIdGroupPair.builder().groupId(groupId).build();
    }

    void ingress(String groupId, IpPermission permission) {
        part(SecurityGroupRules.class)
                .authorizeSecurityGroupIngress(AuthorizeSecurityGroupIngressRequest.builder()
                        .groupId(groupId)
                        .ipPermissions(permission)
                        .build());
    }

    private void egress(String groupId, IpPermission permission) {
        part(SecurityGroupRules.class)
                .authorizeSecurityGroupEgress(AuthorizeSecurityGroupEgressRequest.builder()
                        .groupId(groupId)
                        .ipPermissions(permission)
                        .build());
    }

    NetworkInterfaces.Attached attach(String subnet, String groupId, String requester, boolean publicIp) {
        return ec2.networkInterfaces()
                .attach(new NetworkInterfaces.Request(
                        subnet, List.of(groupId), requester + " interface", "interface", requester, publicIp));
    }

    Ec2 ec2() {
        return ec2;
    }

    ManualTime time() {
        return time;
    }

    Reachability paths() {
        return ec2.reachability();
    }

    String vpc() {
        return vpc;
    }

    String gateway() {
        return gateway;
    }

    String publicTable() {
        return publicTable;
    }

    String privateTable() {
        return privateTable;
    }

    String nat() {
        return nat;
    }

    String albGroup() {
        return albGroup;
    }

    String taskGroup() {
        return taskGroup;
    }

    NetworkInterfaces.Attached alb() {
        return alb;
    }

    NetworkInterfaces.Attached task() {
        return task;
    }

    @Override
    public void close() {
        ec2.close();
    }
}
