package dev.provision;

import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.VpcEndpoint;
import software.amazon.awssdk.services.ec2.model.VpcEndpointType;

/** A network that somebody else made, with a public and a private subnet in each of two zones; without any route at first. */
public final class TheirNetwork {
    private final Ec2Client ec2;
    private final String vpc;
    private final String internet;
    private final String openA;
    private final String openB;
    private final String closedA;
    private final String closedB;

    /** Makes it in {@code eu-west-2}. */
    public TheirNetwork(Ec2Client ec2) {
        this.ec2 = ec2;
        this.vpc = ec2.createVpc(r -> r.cidrBlock("10.9.0.0/16")).vpc().vpcId();
        this.internet = ec2.createInternetGateway().internetGateway().internetGatewayId();
        this.openA = subnet("10.9.1.0/24", "eu-west-2a");
        this.openB = subnet("10.9.2.0/24", "eu-west-2b");
        this.closedA = subnet("10.9.3.0/24", "eu-west-2a");
        this.closedB = subnet("10.9.4.0/24", "eu-west-2b");
    }

    private String subnet(String cidr, String zone) {
        return ec2.createSubnet(r -> r.vpcId(vpc).cidrBlock(cidr).availabilityZone(zone))
                .subnet()
                .subnetId();
    }

    private String table(String... subnets) {
        String table = ec2.createRouteTable(r -> r.vpcId(vpc)).routeTable().routeTableId();
        for (String subnet : subnets) {
            ec2.associateRouteTable(r -> r.routeTableId(table).subnetId(subnet));
        }
        return table;
    }

    /** Gives the public subnets their way to the internet. */
    public void open() {
        ec2.attachInternetGateway(r -> r.vpcId(vpc).internetGatewayId(internet));
        String table = table(openA, openB);
        ec2.createRoute(
                r -> r.routeTableId(table).destinationCidrBlock("0.0.0.0/0").gatewayId(internet));
    }

    /** Gives the private subnets their way out. */
    public void closed() {
        String address = ec2.allocateAddress(r -> {}).allocationId();
        String nat = ec2.createNatGateway(r -> r.subnetId(openA).allocationId(address))
                .natGateway()
                .natGatewayId();
        String table = table(closedA, closedB);
        ec2.createRoute(
                r -> r.routeTableId(table).destinationCidrBlock("0.0.0.0/0").natGatewayId(nat));
    }

    /** Gives the private subnets a way to all that tasks need, without one to the internet. */
    public void endpoints() {
        ec2.modifyVpcAttribute(r -> r.vpcId(vpc).enableDnsHostnames(on -> on.value(true)));
        String group = ec2.createSecurityGroup(
                        r -> r.vpcId(vpc).groupName("endpoints").description("from all of the VPC"))
                .groupId();
        ec2.authorizeSecurityGroupIngress(r ->
                r.groupId(group).ipProtocol("tcp").fromPort(443).toPort(443).cidrIp("10.9.0.0/16"));
        for (String service : List.of("ecr.api", "ecr.dkr", "logs")) {
            ec2.createVpcEndpoint(r -> r.vpcId(vpc)
                    .vpcEndpointType(VpcEndpointType.INTERFACE)
                    .serviceName("com.amazonaws.eu-west-2." + service)
                    .securityGroupIds(group)
                    .subnetIds(closedA, closedB));
        }
        String table = table(closedA, closedB);
        ec2.createVpcEndpoint(
                r -> r.vpcId(vpc).serviceName("com.amazonaws.eu-west-2.s3").routeTableIds(table));
    }

    public void noEndpoints() {
        ec2.deleteVpcEndpoints(r -> r.vpcEndpointIds(ec2.describeVpcEndpoints().vpcEndpoints().stream()
                .filter(endpoint -> endpoint.vpcId().equals(vpc))
                .map(VpcEndpoint::vpcEndpointId)
                .toList()));
        ec2.describeRouteTables().routeTables().stream()
                .flatMap(table -> table.associations().stream())
                .filter(association -> Stream.of(closedA, closedB).anyMatch(id -> id.equals(association.subnetId())))
                .forEach(association ->
                        ec2.disassociateRouteTable(r -> r.associationId(association.routeTableAssociationId())));
    }

    public String vpc() {
        return vpc;
    }

    /** The internet gateway. */
    public String internet() {
        return internet;
    }

    public String openA() {
        return openA;
    }

    public String openB() {
        return openB;
    }

    public String closedA() {
        return closedA;
    }

    public String closedB() {
        return closedB;
    }

    /** The key of the configuration that brings it, with these subnets. */
    public String yaml(List<String> open, List<String> closed) {
        return "awsVpc: { id: " + vpc + ", publicSubnets: " + open + ", privateSubnets: " + closed + " }";
    }

    /** See {@link #yaml(List, List)}; with all its subnets. */
    public String yaml() {
        return yaml(List.of(openA, openB), List.of(closedA, closedB));
    }

    /** Everything about it that could be changed. */
    public String everything() {
        TreeMap<String, Object> all = new TreeMap<>();
        all.put("vpc", ec2.describeVpcs(r -> r.vpcIds(vpc)).vpcs());
        all.put(
                "subnets",
                ec2.describeSubnets(r -> r.subnetIds(openA, openB, closedA, closedB))
                        .subnets());
        all.put(
                "tables",
                ec2.describeRouteTables(r -> r.filters(filter("vpc-id", vpc))).routeTables());
        all.put(
                "groups",
                ec2.describeSecurityGroups(r -> r.filters(filter("vpc-id", vpc), filter("group-name", "default")))
                        .securityGroups());
        return all.toString().replaceAll("AvailableIpAddressCount=\\d+", "");
    }

    private static Filter filter(String name, String value) {
        return Filter.builder().name(name).values(value).build();
    }
}
