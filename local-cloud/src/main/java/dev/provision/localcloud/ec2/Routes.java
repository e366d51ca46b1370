package dev.provision.localcloud.ec2;

import dev.provision.localcloud.network.Cidr;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ec2.model.CreateRouteRequest;
import software.amazon.awssdk.services.ec2.model.CreateRouteResponse;
import software.amazon.awssdk.services.ec2.model.DeleteRouteRequest;
import software.amazon.awssdk.services.ec2.model.DeleteRouteResponse;
import software.amazon.awssdk.services.ec2.model.Ec2Request;
import software.amazon.awssdk.services.ec2.model.NatGatewayState;
import software.amazon.awssdk.services.ec2.model.NetworkInterface;
import software.amazon.awssdk.services.ec2.model.ReplaceRouteRequest;
import software.amazon.awssdk.services.ec2.model.ReplaceRouteResponse;
import software.amazon.awssdk.services.ec2.model.Route;
import software.amazon.awssdk.services.ec2.model.RouteOrigin;
import software.amazon.awssdk.services.ec2.model.RouteState;
import software.amazon.awssdk.services.ec2.model.RouteTable;
import software.amazon.awssdk.services.ec2.model.Vpc;

/** The routes of route tables. */
public final class Routes implements Operations {
    private static final String LOCAL = "local";
    private static final Set<NatGatewayState> NAT_GONE = Set.of(NatGatewayState.DELETED, NatGatewayState.FAILED);
    private static final List<String> TARGETS = List.of(
            "GatewayId",
            "NatGatewayId",
            "NetworkInterfaceId",
            "InstanceId",
            "VpcPeeringConnectionId",
            "EgressOnlyInternetGatewayId",
            "TransitGatewayId",
            "LocalGatewayId",
            "CarrierGatewayId",
            "VpcEndpointId",
            "CoreNetworkArn");
    private final Model model;
    private final Ec2Quotas quotas;

    Routes(Model model, Ec2Quotas quotas) {
        this.model = model;
        this.quotas = quotas;
    }

    /** The route that every table of a VPC has and nobody can remove. */
    static Route local(Vpc vpc) {
        return Route.builder()
                .destinationCidrBlock(vpc.cidrBlock())
                .gatewayId(LOCAL)
                .origin(RouteOrigin.CREATE_ROUTE_TABLE)
                .state(RouteState.ACTIVE)
                .build();
    }

    public CreateRouteResponse createRoute(CreateRouteRequest request) {
        Refusal.dryRun(request);
        RouteTable table = model.routeTables().get(request.routeTableId());
        Route route = route(request, table);
        if (find(table, destination(route)).isPresent()) {
            throw Refusal.of(
                    "RouteAlreadyExists", "The route identified by " + destination(route) + " already exists.");
        }
        if (table.routes().size() > quotas.routesPerTable()) {
            throw Refusal.of("RouteLimitExceeded", "The maximum number of routes has been reached.");
        }
        change(table, routes -> Stream.concat(routes, Stream.of(route)));
        return CreateRouteResponse.builder().returnValue(true).build();
    }

    public ReplaceRouteResponse replaceRoute(ReplaceRouteRequest request) {
        Refusal.dryRun(request);
        RouteTable table = model.routeTables().get(request.routeTableId());
        Route route = route(request, table);
        Route old = find(table, destination(route))
                .orElseThrow(() -> Refusal.invalid("There is no route defined for '" + destination(route)
                        + "' in the route table. Use CreateRoute instead."));
        keep(old, table, "replace");
        change(table, routes -> routes.map(each -> each.equals(old) ? route : each));
        return ReplaceRouteResponse.builder().build();
    }

    public DeleteRouteResponse deleteRoute(DeleteRouteRequest request) {
        Refusal.dryRun(request);
        RouteTable table = model.routeTables().get(request.routeTableId());
        String destination = destination(aim(request));
        Route old = find(table, destination)
                .orElseThrow(() -> Refusal.of(
                        "InvalidRoute.NotFound",
                        "no route with destination-cidr-block " + destination + " in route table "
                                + table.routeTableId()));
        keep(old, table, "remove");
        change(table, routes -> routes.filter(each -> !each.equals(old)));
        return DeleteRouteResponse.builder().build();
    }

    private static void keep(Route route, RouteTable table, String verb) {
        if (route.destinationPrefixListId() != null) {
            throw Refusal.invalid("cannot " + verb + " VPC endpoint route " + route.destinationPrefixListId()
                    + " in route table " + table.routeTableId());
        }
        if (LOCAL.equals(route.gatewayId())) {
            throw Refusal.invalid("cannot " + verb + " local route " + route.destinationCidrBlock() + " in route table "
                    + table.routeTableId());
        }
    }

    private void change(RouteTable table, UnaryOperator<Stream<Route>> change) {
        model.routeTables()
                .put(table.toBuilder()
                        .routes(change.apply(table.routes().stream()).toList())
                        .build());
    }

    private static Optional<Route> find(RouteTable table, String destination) {
        return table.routes().stream()
                .filter(route -> destination(route).equals(destination))
                .findFirst();
    }

    private static String destination(Route route) {
        return Stream.of(
                        route.destinationCidrBlock(), route.destinationIpv6CidrBlock(), route.destinationPrefixListId())
                .filter(Objects::nonNull)
                .findFirst()
                .orElseThrow();
    }

    /** CreateRoute and ReplaceRoute have the same fields but no common type. */
    private Route route(Ec2Request request, RouteTable table) {
        Route destination = aim(request);
        if (destination.destinationPrefixListId() != null) {
            throw Refusal.unsupported("routes to prefix lists but those of gateway endpoints");
        }
        List<String> given =
                TARGETS.stream().filter(name -> text(request, name).isPresent()).toList();
        if (given.size() != 1) {
            throw Refusal.of(
                    given.isEmpty() ? "MissingParameter" : "InvalidParameterCombination",
                    "The request must contain exactly one of " + String.join(", ", TARGETS) + ".");
        }
        String target = text(request, given.getFirst()).orElseThrow();
        Route.Builder route =
                destination.toBuilder().origin(RouteOrigin.CREATE_ROUTE).state(RouteState.ACTIVE);
        return switch (given.getFirst()) {
            case "GatewayId" ->
                route.gatewayId(gateway(target, table, destination)).build();
            case "NatGatewayId" -> route.natGatewayId(nat(target, table)).build();
            case "NetworkInterfaceId" ->
                route.networkInterfaceId(face(target, table)).build();
            default -> throw Refusal.unsupported("routes by " + given.getFirst());
        };
    }

    private static Route aim(Ec2Request request) {
        Optional<String> list = text(request, "DestinationPrefixListId");
        if (list.isPresent()) {
            return Route.builder().destinationPrefixListId(list.get()).build();
        }
        Optional<String> ipv6 = text(request, "DestinationIpv6CidrBlock");
        if (ipv6.isPresent()) {
            return Route.builder().destinationIpv6CidrBlock(ipv6.get()).build();
        }
        String block = text(request, "DestinationCidrBlock").orElseThrow(() -> Refusal.missing("destinationCidrBlock"));
        return Cidr.parse(block)
                .map(cidr ->
                        Route.builder().destinationCidrBlock(cidr.toString()).build())
                .orElseThrow(() -> Refusal.invalid("destinationCidrBlock", block, "This is not a valid CIDR block."));
    }

    private static Optional<String> text(Ec2Request request, String field) {
        return request.getValueForField(field, String.class);
    }

    private String gateway(String id, RouteTable table, Route route) {
        if (!Kind.INTERNET_GATEWAY.owns(id)) {
            throw Refusal.of("InvalidGatewayID.NotFound", "The gateway ID '" + id + "' does not exist");
        }
        if (!InternetGateways.attached(model.internetGateways().get(id), table.vpcId())) {
            throw apart(table, "network gateway", id);
        }
        Cidr network = Cidr.of(model.vpcs().get(table.vpcId()).vpc().cidrBlock());
        String block = route.destinationCidrBlock();
        if (block != null && network.contains(Cidr.of(block)) && !network.equals(Cidr.of(block))) {
            throw Refusal.invalid("The destination CIDR block " + block
                    + " is equal to or more specific than one of this VPC's CIDR blocks. This route can target only an"
                    + " interface or an instance.");
        }
        return id;
    }

    private String nat(String id, RouteTable table) {
        String vpcId = model.natGateways()
                .find(id)
                .filter(gateway -> !NAT_GONE.contains(gateway.state()))
                .orElseThrow(() ->
                        Refusal.of("InvalidNatGatewayID.NotFound", "The natGateway ID '" + id + "' does not exist"))
                .vpcId();
        if (!vpcId.equals(table.vpcId())) {
            throw apart(table, "nat gateway", id);
        }
        return id;
    }

    private String face(String id, RouteTable table) {
        NetworkInterface face = model.interfaces().get(id);
        if (!face.vpcId().equals(table.vpcId())) {
            throw apart(table, "interface", id);
        }
        return id;
    }

    private static RuntimeException apart(RouteTable table, String what, String id) {
        return Refusal.invalid(
                "route table " + table.routeTableId() + " and " + what + " " + id + " belong to different networks");
    }

    /** With the state it has now: a route whose target is gone is a blackhole. */
    Route shown(Route route, String vpcId) {
        boolean alive = LOCAL.equals(route.gatewayId())
                || Optional.ofNullable(route.gatewayId())
                        .flatMap(model.internetGateways()::find)
                        .filter(gateway -> InternetGateways.attached(gateway, vpcId))
                        .isPresent()
                || Optional.ofNullable(route.natGatewayId())
                        .flatMap(model.natGateways()::find)
                        .filter(gateway -> !NAT_GONE.contains(gateway.state()))
                        .isPresent()
                || Optional.ofNullable(route.gatewayId())
                        .filter(model.endpoints()::has)
                        .isPresent()
                || Optional.ofNullable(route.networkInterfaceId())
                        .flatMap(model.interfaces()::find)
                        .filter(face -> face.attachment() != null)
                        .isPresent();
        return route.toBuilder()
                .state(alive ? RouteState.ACTIVE : RouteState.BLACKHOLE)
                .build();
    }
}
