package dev.provision.localcloud;

import java.util.List;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Filter;

/**
 * A network that the internet reaches, made through the wire.
 *
 * @param subnets ids, in two zones
 * @param group the id of a security group that lets in any TCP
 */
public record PublicNetwork(List<String> subnets, String group) {
    /** @param cidr of the VPC, a /16, without its last two numbers: {@code 10.0} */
    public static PublicNetwork in(Ec2Client ec2, String cidr) {
        String vpc = ec2.createVpc(v -> v.cidrBlock(cidr + ".0.0/16")).vpc().vpcId();
        String gateway = ec2.createInternetGateway().internetGateway().internetGatewayId();
        ec2.attachInternetGateway(g -> g.vpcId(vpc).internetGatewayId(gateway));
        Filter ofVpc = Filter.builder().name("vpc-id").values(vpc).build();
        String table = ec2.describeRouteTables(t -> t.filters(ofVpc))
                .routeTables()
                .getFirst()
                .routeTableId();
        ec2.createRoute(
                r -> r.routeTableId(table).destinationCidrBlock("0.0.0.0/0").gatewayId(gateway));
        List<String> subnets = IntStream.rangeClosed(1, 2)
                .mapToObj(zone -> ec2.createSubnet(s -> s.vpcId(vpc)
                                .cidrBlock(cidr + "." + zone + ".0/24")
                                .availabilityZone("eu-west-2" + (char) ('a' + zone - 1)))
                        .subnet()
                        .subnetId())
                .toList();
        String group = ec2.createSecurityGroup(
                        g -> g.vpcId(vpc).groupName("all").description("all"))
                .groupId();
        ec2.authorizeSecurityGroupIngress(g ->
                g.groupId(group).ipProtocol("tcp").fromPort(0).toPort(65535).cidrIp("0.0.0.0/0"));
        return new PublicNetwork(subnets, group);
    }
}
