package dev.provision.localcloud.ec2;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ec2.model.Route;
import software.amazon.awssdk.services.ec2.model.RouteOrigin;
import software.amazon.awssdk.services.ec2.model.RouteState;
import software.amazon.awssdk.services.ec2.model.RouteTable;

/** The routes that gateway endpoints put into route tables: from a prefix list to the endpoint. */
final class EndpointRoutes {
    private final Model model;

    EndpointRoutes(Model model) {
        this.model = model;
    }

    /** The tables that lead to an endpoint. */
    List<String> tables(String endpointId) {
        return model.routeTables()
                .where(table -> table.routes().stream().anyMatch(route -> leads(route, endpointId)))
                .map(RouteTable::routeTableId)
                .toList();
    }

    private static boolean leads(Route route, String endpointId) {
        return endpointId.equals(route.gatewayId());
    }

    /**
     * Refuses tables of other VPCs and those that lead to another endpoint for the same addresses.
     *
     * @param endpointId whose routes do not matter
     */
    void check(String endpointId, String vpcId, String prefixList, List<String> tableIds) {
        tableIds.stream().map(this::table).forEach(table -> {
            if (!table.vpcId().equals(vpcId)) {
                throw Refusal.of(
                        "InvalidParameter",
                        "Route table " + table.routeTableId() + " and network " + vpcId
                                + " belong to different networks");
            }
            if (table.routes().stream()
                    .anyMatch(route ->
                            Objects.equals(route.destinationPrefixListId(), prefixList) && !leads(route, endpointId))) {
                throw Refusal.of(
                        "RouteAlreadyExists",
                        "route table " + table.routeTableId() + " already has a route with destination-prefix-list-id "
                                + prefixList);
            }
        });
    }

    /** Endpoints spell the code otherwise than all others do (errors.go of Terraform's provider). */
    private RouteTable table(String id) {
        return model.routeTables()
                .find(id)
                .orElseThrow(() ->
                        Refusal.of("InvalidRouteTableId.NotFound", "The routeTable ID '" + id + "' does not exist"));
    }

    void add(String endpointId, String prefixList, List<String> tableIds) {
        Route route = Route.builder()
                .destinationPrefixListId(prefixList)
                .gatewayId(endpointId)
                .origin(RouteOrigin.CREATE_ROUTE)
                .state(RouteState.ACTIVE)
                .build();
        tableIds.stream()
                .distinct()
                .filter(id -> !tables(endpointId).contains(id))
                .map(this::table)
                .forEach(table -> put(table, Stream.concat(table.routes().stream(), Stream.of(route))));
    }

    void remove(String endpointId, List<String> tableIds) {
        tableIds.stream()
                .map(this::table)
                .forEach(table -> put(table, table.routes().stream().filter(route -> !leads(route, endpointId))));
    }

    private void put(RouteTable table, Stream<Route> routes) {
        model.routeTables().put(table.toBuilder().routes(routes.toList()).build());
    }
}
