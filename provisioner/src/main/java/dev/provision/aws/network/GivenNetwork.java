package dev.provision.aws.network;

import dev.provision.aws.Api;
import dev.provision.aws.Inventory;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.Route;
import software.amazon.awssdk.services.ec2.model.RouteState;
import software.amazon.awssdk.services.ec2.model.RouteTable;
import software.amazon.awssdk.services.ec2.model.Subnet;
import software.amazon.awssdk.services.ec2.model.VpcEndpoint;

/** Subnets and route tables of a VPC that exists already: what is asked of them before they are used. Changes nothing. */
public final class GivenNetwork {
    private static final String EVERYWHERE = "0.0.0.0/0";
    private final Inventory<Subnet> subnets;
    private final Inventory<RouteTable> tables;
    private final Inventory<VpcEndpoint> endpoints;

    GivenNetwork(Api<Ec2Client> ec2, VpcId vpc) {
        Filter ours = Ec2Tags.filter("vpc-id", vpc.value());
        this.subnets =
                new Inventory<>(() -> ec2.call(c -> c.describeSubnetsPaginator(r -> r.filters(ours)).subnets().stream()
                        .toList()));
        this.tables = new Inventory<>(
                () -> ec2.call(c -> c.describeRouteTablesPaginator(r -> r.filters(ours)).routeTables().stream()
                        .toList()));
        this.endpoints = new Inventory<>(
                () -> ec2.call(c -> c.describeVpcEndpointsPaginator(r -> r.filters(ours)).vpcEndpoints().stream()
                        .toList()));
    }

    public static GivenNetwork of(Api<Ec2Client> ec2, VpcId vpc) {
        return new GivenNetwork(ec2, vpc);
    }

    Optional<Subnet> subnet(SubnetId id) {
        return subnets.first(subnet -> subnet.subnetId().equals(id.value()));
    }

    /** The addresses of a subnet, such as {@code 10.0.1.0/24}; empty if it is none of this VPC. */
    public Optional<String> range(SubnetId id) {
        return subnet(id).map(Subnet::cidrBlock);
    }

    /** Asks again: somebody may be mending what was missing. */
    void stale() {
        subnets.stale();
        tables.stale();
        endpoints.stale();
    }

    /** The availability zone of a subnet; empty if it is none of this VPC. */
    public Optional<String> zone(SubnetId id) {
        return subnet(id).map(Subnet::availabilityZone);
    }

    /** Where a subnet's packets to the internet go: the id of a gateway; empty where they go nowhere. */
    public Optional<String> wayOut(SubnetId id) {
        return internetRoute(id).filter(InternetRoute::active).map(InternetRoute::target);
    }

    /**
     * The route for all addresses that no other route is about.
     *
     * @param target the id of a gateway
     * @param active whether the target is there
     */
    public record InternetRoute(String target, boolean active) {}

    /** That of a subnet's route table, if it has one. */
    public Optional<InternetRoute> internetRoute(SubnetId id) {
        return table(id).flatMap(table -> table.routes().stream()
                .filter(route -> EVERYWHERE.equals(route.destinationCidrBlock()))
                .findFirst()
                .map(route -> new InternetRoute(target(route), route.state() == RouteState.ACTIVE)));
    }

    /** The prefix list whose addresses a subnet's packets reach by a VPC endpoint; empty where no route leads there. */
    public Optional<String> prefixListTo(SubnetId id, String endpointId) {
        return table(id).flatMap(table -> table.routes().stream()
                .filter(route -> endpointId.equals(route.gatewayId()) && route.state() == RouteState.ACTIVE)
                .flatMap(route -> Stream.ofNullable(route.destinationPrefixListId()))
                .findFirst());
    }

    /** Whether a VPC endpoint leads from a subnet to a service of AWS, such as {@code ecr.api}, for whom its groups let in. */
    boolean leadsTo(String service, SubnetId id) {
        return endpoints.all().stream()
                .filter(endpoint -> endpoint.serviceName().endsWith("." + service))
                .anyMatch(endpoint -> prefixListTo(id, endpoint.vpcEndpointId()).isPresent()
                        || (endpoint.stateAsString().equalsIgnoreCase("available")
                                && Boolean.TRUE.equals(endpoint.privateDnsEnabled())));
    }

    /** The id of a subnet's route table. */
    public Optional<String> tableOf(SubnetId id) {
        return table(id).map(RouteTable::routeTableId);
    }

    /** The table that a subnet is associated with, or else the VPC's main one. */
    private Optional<RouteTable> table(SubnetId id) {
        List<RouteTable> all = tables.all();
        return all.stream()
                .filter(table ->
                        table.associations().stream().anyMatch(a -> id.value().equals(a.subnetId())))
                .findFirst()
                .or(() -> all.stream()
                        .filter(table -> table.associations().stream().anyMatch(a -> Boolean.TRUE.equals(a.main())))
                        .findFirst());
    }

    private static String target(Route route) {
        return Stream.of(
                        route.gatewayId(),
                        route.natGatewayId(),
                        route.transitGatewayId(),
                        route.networkInterfaceId(),
                        route.instanceId(),
                        route.vpcPeeringConnectionId())
                .filter(id -> id != null && !id.isEmpty())
                .findFirst()
                .orElse("another target");
    }
}
