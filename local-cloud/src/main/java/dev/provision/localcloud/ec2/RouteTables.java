package dev.provision.localcloud.ec2;

import dev.provision.localcloud.state.Ids;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ec2.model.AssociateRouteTableRequest;
import software.amazon.awssdk.services.ec2.model.AssociateRouteTableResponse;
import software.amazon.awssdk.services.ec2.model.CreateRouteTableRequest;
import software.amazon.awssdk.services.ec2.model.CreateRouteTableResponse;
import software.amazon.awssdk.services.ec2.model.DeleteRouteTableRequest;
import software.amazon.awssdk.services.ec2.model.DeleteRouteTableResponse;
import software.amazon.awssdk.services.ec2.model.DescribeRouteTablesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeRouteTablesResponse;
import software.amazon.awssdk.services.ec2.model.DisassociateRouteTableRequest;
import software.amazon.awssdk.services.ec2.model.DisassociateRouteTableResponse;
import software.amazon.awssdk.services.ec2.model.ReplaceRouteTableAssociationRequest;
import software.amazon.awssdk.services.ec2.model.ReplaceRouteTableAssociationResponse;
import software.amazon.awssdk.services.ec2.model.Route;
import software.amazon.awssdk.services.ec2.model.RouteTable;
import software.amazon.awssdk.services.ec2.model.RouteTableAssociation;
import software.amazon.awssdk.services.ec2.model.Subnet;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.ec2.model.Vpc;

/** Route tables and which subnets they are associated with. */
public final class RouteTables implements Operations {
    private final Model model;
    private final Ec2Quotas quotas;
    private final Routes routes;
    private final Filters<RouteTable> filters = new Filters<>(RouteTable::tags)
            .on("route-table-id", RouteTable::routeTableId)
            .on("vpc-id", RouteTable::vpcId)
            .on("owner-id", RouteTable::ownerId)
            .any("association.route-table-association-id", table -> table.associations().stream()
                    .map(RouteTableAssociation::routeTableAssociationId))
            .any("association.route-table-id", table -> table.associations().stream()
                    .map(RouteTableAssociation::routeTableId))
            .any("association.subnet-id", table -> table.associations().stream().map(RouteTableAssociation::subnetId))
            .any("association.gateway-id", table -> table.associations().stream()
                    .map(RouteTableAssociation::gatewayId))
            .any("association.main", table -> table.associations().stream()
                    .map(association -> association.main().toString()))
            .any("route.destination-cidr-block", table -> table.routes().stream()
                    .map(Route::destinationCidrBlock))
            .any("route.destination-ipv6-cidr-block", table -> table.routes().stream()
                    .map(Route::destinationIpv6CidrBlock))
            .any("route.destination-prefix-list-id", table -> table.routes().stream()
                    .map(Route::destinationPrefixListId))
            .any("route.gateway-id", table -> table.routes().stream().map(Route::gatewayId))
            .any("route.nat-gateway-id", table -> table.routes().stream().map(Route::natGatewayId))
            .any("route.instance-id", table -> table.routes().stream().map(Route::instanceId))
            .any("route.transit-gateway-id", table -> table.routes().stream().map(Route::transitGatewayId))
            .any("route.vpc-peering-connection-id", table -> table.routes().stream()
                    .map(Route::vpcPeeringConnectionId))
            .any("route.origin", table -> table.routes().stream().map(Route::originAsString))
            .any("route.state", table -> table.routes().stream().map(Route::stateAsString));

    RouteTables(Model model, Ec2Quotas quotas, Routes routes) {
        this.model = model;
        this.quotas = quotas;
        this.routes = routes;
    }

    /** The main table that every VPC is born with. */
    void createMain(Vpc vpc) {
        RouteTable table = blank(vpc);
        model.routeTables()
                .put(table.toBuilder()
                        .associations(
                                association(table.routeTableId()).main(true).build())
                        .build());
    }

    private RouteTable blank(Vpc vpc) {
        return RouteTable.builder()
                .routeTableId(Kind.ROUTE_TABLE.newId())
                .vpcId(vpc.vpcId())
                .ownerId(model.account().id())
                .associations(List.of())
                .propagatingVgws(List.of())
                .routes(Routes.local(vpc))
                .build();
    }

    private static RouteTableAssociation.Builder association(String tableId) {
        return RouteTableAssociation.builder()
                .routeTableAssociationId(Ids.ec2("rtbassoc"))
                .routeTableId(tableId)
                .main(false)
                .associationState(state -> state.state("associated"));
    }

    public CreateRouteTableResponse createRouteTable(CreateRouteTableRequest request) {
        Refusal.dryRun(request);
        RouteTable table = model.tokens()
                .earlier(request)
                .flatMap(model.routeTables()::find)
                .orElseGet(() -> create(request));
        return CreateRouteTableResponse.builder()
                .clientToken(request.clientToken())
                .routeTable(shown(table))
                .build();
    }

    private RouteTable create(CreateRouteTableRequest request) {
        List<Tag> tags = Tags.requested(request.tagSpecifications(), Kind.ROUTE_TABLE);
        Vpc vpc = model.vpcs().get(request.vpcId()).vpc();
        Refusal.quota(
                model.routeTables().count(each -> each.vpcId().equals(vpc.vpcId())),
                quotas.routeTablesPerVpc(),
                "RouteTableLimitExceeded",
                "route tables");
        RouteTable table = blank(vpc);
        model.routeTables().put(table);
        model.tags().add(table.routeTableId(), tags);
        model.tokens().remember(request, table.routeTableId());
        return table;
    }

    public DeleteRouteTableResponse deleteRouteTable(DeleteRouteTableRequest request) {
        Refusal.dryRun(request);
        RouteTable table = model.routeTables().get(request.routeTableId());
        if (!table.associations().isEmpty()) {
            throw Refusal.dependency(
                    "The routeTable '" + table.routeTableId() + "' has dependencies and cannot be deleted.");
        }
        model.routeTables().remove(table.routeTableId());
        return DeleteRouteTableResponse.builder().build();
    }

    public DescribeRouteTablesResponse describeRouteTables(DescribeRouteTablesRequest request) {
        Refusal.dryRun(request);
        Page<RouteTable> page = Page.of(
                model.routeTables()
                        .named(request.routeTableIds())
                        .map(this::shown)
                        .filter(filters.matching(request.filters()))
                        .toList(),
                request,
                table -> model.routeTables().rank(table.routeTableId()));
        return DescribeRouteTablesResponse.builder()
                .routeTables(page.items())
                .nextToken(page.nextToken())
                .build();
    }

    public AssociateRouteTableResponse associateRouteTable(AssociateRouteTableRequest request) {
        Refusal.dryRun(request);
        RouteTable table = model.routeTables().get(request.routeTableId());
        if (request.gatewayId() != null) {
            throw Refusal.unsupported("edge associations of gateways");
        }
        Subnet subnet = model.subnets().get(request.subnetId());
        sameNetwork(table, subnet);
        Optional<RouteTableAssociation> present = explicit(subnet.subnetId());
        if (present.filter(each -> !each.routeTableId().equals(table.routeTableId()))
                .isPresent()) {
            throw Refusal.of(
                    "Resource.AlreadyAssociated",
                    "the specified association for route table " + table.routeTableId()
                            + " conflicts with an existing association");
        }
        RouteTableAssociation association = present.orElseGet(() -> link(
                table,
                association(table.routeTableId()).subnetId(subnet.subnetId()).build()));
        return AssociateRouteTableResponse.builder()
                .associationId(association.routeTableAssociationId())
                .associationState(association.associationState())
                .build();
    }

    private static void sameNetwork(RouteTable table, Subnet subnet) {
        if (!table.vpcId().equals(subnet.vpcId())) {
            throw Refusal.invalid("Route table " + table.routeTableId() + " and subnet " + subnet.subnetId()
                    + " belong to different networks");
        }
    }

    private RouteTableAssociation link(RouteTable table, RouteTableAssociation association) {
        model.routeTables()
                .put(table.toBuilder()
                        .associations(Stream.concat(table.associations().stream(), Stream.of(association))
                                .toList())
                        .build());
        return association;
    }

    private void unlink(Predicate<RouteTableAssociation> which) {
        model.routeTables()
                .where(table -> table.associations().stream().anyMatch(which))
                .forEach(table -> model.routeTables()
                        .put(table.toBuilder()
                                .associations(table.associations().stream()
                                        .filter(which.negate())
                                        .toList())
                                .build()));
    }

    public DisassociateRouteTableResponse disassociateRouteTable(DisassociateRouteTableRequest request) {
        Refusal.dryRun(request);
        RouteTableAssociation association = existing(request.associationId());
        if (association.main()) {
            throw Refusal.invalid(
                    "cannot disassociate the main route table association " + association.routeTableAssociationId());
        }
        unlink(association::equals);
        return DisassociateRouteTableResponse.builder().build();
    }

    /** Also the way to give a VPC another main table. */
    public ReplaceRouteTableAssociationResponse replaceRouteTableAssociation(
            ReplaceRouteTableAssociationRequest request) {
        Refusal.dryRun(request);
        RouteTableAssociation old = existing(request.associationId());
        RouteTable from = model.routeTables().get(old.routeTableId());
        RouteTable to = model.routeTables().get(request.routeTableId());
        if (!from.vpcId().equals(to.vpcId())) {
            throw Refusal.invalid("Route table " + to.routeTableId() + " and network " + from.vpcId()
                    + " belong to different networks");
        }
        unlink(old::equals);
        RouteTableAssociation association = link(
                model.routeTables().get(to.routeTableId()),
                association(to.routeTableId())
                        .main(old.main())
                        .subnetId(old.subnetId())
                        .build());
        return ReplaceRouteTableAssociationResponse.builder()
                .newAssociationId(association.routeTableAssociationId())
                .associationState(association.associationState())
                .build();
    }

    private RouteTableAssociation existing(String id) {
        Refusal.required(id, "associationId");
        return associations()
                .filter(each -> each.routeTableAssociationId().equals(id))
                .findFirst()
                .orElseThrow(() ->
                        Refusal.of("InvalidAssociationID.NotFound", "The association ID '" + id + "' does not exist"));
    }

    private Stream<RouteTableAssociation> associations() {
        return model.routeTables().stream().flatMap(table -> table.associations().stream());
    }

    private Optional<RouteTableAssociation> explicit(String subnetId) {
        return associations().filter(each -> subnetId.equals(each.subnetId())).findFirst();
    }

    /** The table that a subnet's packets follow: the one associated with it, otherwise its VPC's main one. */
    RouteTable effective(Subnet subnet) {
        return explicit(subnet.subnetId())
                .or(() -> associations()
                        .filter(RouteTableAssociation::main)
                        .filter(each -> model.routeTables()
                                .get(each.routeTableId())
                                .vpcId()
                                .equals(subnet.vpcId()))
                        .findFirst())
                .map(each -> model.routeTables().get(each.routeTableId()))
                .orElseThrow();
    }

    /** The subnet is being deleted. */
    void forget(String subnetId) {
        unlink(each -> subnetId.equals(each.subnetId()));
    }

    private RouteTable shown(RouteTable table) {
        return table.toBuilder()
                .routes(table.routes().stream()
                        .map(route -> routes.shown(route, table.vpcId()))
                        .toList())
                .tags(model.tags().of(table.routeTableId()))
                .build();
    }
}
