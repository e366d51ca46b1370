package dev.provision.localcloud.ec2;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.provision.localcloud.Clients;
import dev.provision.localcloud.LocalCloud;
import dev.provision.localcloud.Options;
import dev.provision.localcloud.state.Quota;
import dev.provision.localcloud.state.Quotas;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.NatGateway;
import software.amazon.awssdk.services.ec2.model.RouteTable;
import software.amazon.awssdk.services.ec2.model.SecurityGroup;

/** A local cloud with room for many VPCs and the SDK's client to it. */
final class Ec2World implements AutoCloseable {
    private static final int PLENTY = 100;
    private final LocalCloud cloud;
    private final Ec2Client client;

    private Ec2World(Quotas quotas) {
        cloud = LocalCloud.start(Options.forTests().withQuotas(quotas));
        client = Clients.of(Ec2Client.builder(), cloud.endpoint());
    }

    static Ec2World roomy() {
        return new Ec2World(Quotas.usual()
                .with(Quota.VPCS, PLENTY)
                .with(Quota.INTERNET_GATEWAYS, PLENTY)
                .with(Quota.ADDRESSES, PLENTY));
    }

    static Ec2World withQuotasOfAws() {
        return with(Quotas.usual());
    }

    static Ec2World with(Quotas quotas) {
        return new Ec2World(quotas);
    }

    LocalCloud cloud() {
        return cloud;
    }

    Ec2Client ec2() {
        return client;
    }

    String vpc() {
        return client.createVpc(vpc -> vpc.cidrBlock("10.0.0.0/16")).vpc().vpcId();
    }

    String subnet(String vpcId, String cidr) {
        return client.createSubnet(subnet -> subnet.vpcId(vpcId).cidrBlock(cidr))
                .subnet()
                .subnetId();
    }

    /** An internet gateway that is attached to the VPC. */
    String gateway(String vpcId) {
        String id = client.createInternetGateway().internetGateway().internetGatewayId();
        client.attachInternetGateway(attach -> attach.vpcId(vpcId).internetGatewayId(id));
        return id;
    }

    String address() {
        return client.allocateAddress().allocationId();
    }

    String group(String vpcId, String name) {
        return client.createSecurityGroup(
                        group -> group.vpcId(vpcId).groupName(name).description(name))
                .groupId();
    }

    SecurityGroup showGroup(String groupId) {
        return client.describeSecurityGroups(groups -> groups.groupIds(groupId))
                .securityGroups()
                .getFirst();
    }

    RouteTable showTable(String tableId) {
        return client.describeRouteTables(tables -> tables.routeTableIds(tableId))
                .routeTables()
                .getFirst();
    }

    RouteTable mainTable(String vpcId) {
        return client.describeRouteTables(
                        tables -> tables.filters(filter("vpc-id", vpcId), filter("association.main", "true")))
                .routeTables()
                .getFirst();
    }

    NatGateway showNat(String natId) {
        return client.describeNatGateways(gateways -> gateways.natGatewayIds(natId))
                .natGateways()
                .getFirst();
    }

    static Filter filter(String name, String... values) {
        return Filter.builder().name(name).values(values).build();
    }

    /** The error code with which a call is refused. */
    static String refusal(ThrowingCallable call) {
        Ec2Exception refused = catchThrowableOfType(Ec2Exception.class, call);
        return refused == null ? "accepted" : refused.awsErrorDetails().errorCode();
    }

    @Override
    public void close() {
        client.close();
        cloud.close();
    }
}
