package dev.provision.aws.network;

import dev.provision.aws.Api;
import dev.provision.aws.Inventory;
import dev.provision.aws.Owner;
import dev.provision.aws.Tagged;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Address;
import software.amazon.awssdk.services.ec2.model.AvailabilityZone;
import software.amazon.awssdk.services.ec2.model.InternetGateway;
import software.amazon.awssdk.services.ec2.model.NatGateway;
import software.amazon.awssdk.services.ec2.model.NatGatewayState;
import software.amazon.awssdk.services.ec2.model.RouteTable;
import software.amazon.awssdk.services.ec2.model.SecurityGroup;
import software.amazon.awssdk.services.ec2.model.Subnet;
import software.amazon.awssdk.services.ec2.model.Vpc;

/**
 * What an environment has in EC2, one describe per kind.
 *
 * @param zones the names of the region's availability zones, in their order
 */
public record NetworkInventories(
        Inventory<Tagged<Vpc>> vpcs,
        Inventory<Tagged<Subnet>> subnets,
        Inventory<Tagged<InternetGateway>> internetGateways,
        Inventory<Tagged<Address>> addresses,
        Inventory<Tagged<NatGateway>> natGateways,
        Inventory<Tagged<RouteTable>> routeTables,
        Inventory<Tagged<SecurityGroup>> securityGroups,
        Inventory<String> zones) {

    public static NetworkInventories of(Api<Ec2Client> ec2, Owner owner) {
        return new NetworkInventories(
                new Inventory<>(() ->
                        ec2.call(c -> c.describeVpcsPaginator(r -> r.filters(Ec2Tags.owned(owner))).vpcs().stream()
                                .map(m -> new Tagged<>(m, Ec2Tags.map(m.tags())))
                                .toList())),
                new Inventory<>(() -> ec2.call(
                        c -> c.describeSubnetsPaginator(r -> r.filters(Ec2Tags.owned(owner))).subnets().stream()
                                .map(m -> new Tagged<>(m, Ec2Tags.map(m.tags())))
                                .toList())),
                new Inventory<>(
                        () -> ec2.call(c -> c
                                .describeInternetGatewaysPaginator(r -> r.filters(Ec2Tags.owned(owner)))
                                .internetGateways()
                                .stream()
                                .map(m -> new Tagged<>(m, Ec2Tags.map(m.tags())))
                                .toList())),
                new Inventory<>(() ->
                        ec2.call(c -> c.describeAddresses(r -> r.filters(Ec2Tags.owned(owner))).addresses().stream()
                                .map(m -> new Tagged<>(m, Ec2Tags.map(m.tags())))
                                .toList())),
                new Inventory<>(() -> natGateways(ec2, owner)),
                new Inventory<>(() -> ec2.call(
                        c -> c.describeRouteTablesPaginator(r -> r.filters(Ec2Tags.owned(owner))).routeTables().stream()
                                .map(m -> new Tagged<>(m, Ec2Tags.map(m.tags())))
                                .toList())),
                new Inventory<>(() -> ec2.call(c ->
                        c
                                .describeSecurityGroupsPaginator(r -> r.filters(Ec2Tags.owned(owner)))
                                .securityGroups()
                                .stream()
                                .map(m -> new Tagged<>(m, Ec2Tags.map(m.tags())))
                                .toList())),
                new Inventory<>(() -> zones(ec2)));
    }

    /** A deleted NAT gateway is described for about an hour more: vpc-nat-gateway in the VPC guide. */
    private static List<Tagged<NatGateway>> natGateways(Api<Ec2Client> ec2, Owner owner) {
        return ec2.call(c -> c.describeNatGatewaysPaginator(r -> r.filter(Ec2Tags.owned(owner))).natGateways().stream()
                .filter(nat -> nat.state() != NatGatewayState.DELETED)
                .map(m -> new Tagged<>(m, Ec2Tags.map(m.tags())))
                .toList());
    }

    private static List<String> zones(Api<Ec2Client> ec2) {
        return ec2.call(c -> c
                .describeAvailabilityZones(r -> r.filters(
                        Ec2Tags.filter("state", "available"), Ec2Tags.filter("zone-type", "availability-zone")))
                .availabilityZones()
                .stream()
                .map(AvailabilityZone::zoneName)
                .sorted()
                .toList());
    }

    /** Everything there is, as of now: kind and id. */
    public List<String> resources() {
        return Stream.of(
                        ids("vpc", vpcs, Vpc::vpcId),
                        ids("subnet", subnets, Subnet::subnetId),
                        ids("internet gateway", internetGateways, InternetGateway::internetGatewayId),
                        ids("elastic IP", addresses, Address::allocationId),
                        ids("NAT gateway", natGateways, NatGateway::natGatewayId),
                        ids("route table", routeTables, RouteTable::routeTableId),
                        ids("security group", securityGroups, SecurityGroup::groupId))
                .flatMap(kind -> kind)
                .toList();
    }

    /** The IAM actions that {@link #resources} uses. */
    public static Set<String> actions() {
        return Set.of(
                "ec2:DescribeAddresses",
                "ec2:DescribeInternetGateways",
                "ec2:DescribeNatGateways",
                "ec2:DescribeRouteTables",
                "ec2:DescribeSecurityGroups",
                "ec2:DescribeSubnets",
                "ec2:DescribeVpcs");
    }

    private static <M> Stream<String> ids(String kind, Inventory<Tagged<M>> inventory, Function<M, String> id) {
        return inventory.fresh().stream().map(found -> kind + " " + id.apply(found.model()));
    }
}
