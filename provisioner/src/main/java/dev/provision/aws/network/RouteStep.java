package dev.provision.aws.network;

import dev.provision.aws.Api;
import dev.provision.aws.AwsStep;
import dev.provision.aws.Changes;
import dev.provision.aws.Inventory;
import dev.provision.aws.Tagged;
import dev.provision.graph.Change;
import dev.provision.graph.Ref;
import dev.provision.graph.StepKey;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Route;
import software.amazon.awssdk.services.ec2.model.RouteState;
import software.amazon.awssdk.services.ec2.model.RouteTable;

/** The route for everything outside the VPC. */
public final class RouteStep extends AwsStep<RouteStep.Live> {
    private static final String EVERYWHERE = "0.0.0.0/0";
    private final Ref<RouteTableStep.Live> table;
    private final RouteTarget target;
    private final Api<Ec2Client> ec2;
    private final Inventory<Tagged<RouteTable>> tables;

    public RouteStep(
            StepKey key,
            Ref<RouteTableStep.Live> table,
            RouteTarget target,
            Api<Ec2Client> ec2,
            Inventory<Tagged<RouteTable>> tables) {
        super(key, "ec2", Set.of(table.key(), target.key()));
        this.table = table;
        this.target = target;
        this.ec2 = ec2;
        this.tables = tables;
    }

    /**
     * A route that exists.
     *
     * @param target the id of the gateway it leads to
     * @param state a route whose gateway is gone is a black hole
     */
    public record Live(RouteTableId table, String target, RouteState state) {}

    @Override
    public Optional<Live> find() {
        return table.live()
                .flatMap(live -> tables.first(
                        t -> t.model().routeTableId().equals(live.id().value())))
                .flatMap(found -> found.model().routes().stream()
                        .filter(route -> EVERYWHERE.equals(route.destinationCidrBlock()))
                        .findFirst()
                        .map(route -> new Live(
                                new RouteTableId(found.model().routeTableId()), target(route), route.state())));
    }

    private static String target(Route route) {
        return Stream.of(
                        Optional.ofNullable(route.natGatewayId()),
                        Optional.ofNullable(route.gatewayId()),
                        Optional.ofNullable(route.networkInterfaceId()))
                .flatMap(Optional::stream)
                .findFirst()
                .orElse("");
    }

    @Override
    protected Changes comparison(Live live) {
        return new Changes()
                .known("target", live.target(), target.id())
                .field("state", live.state(), RouteState.ACTIVE);
    }

    @Override
    public Live create() {
        String tableId = table.require().id().value();
        String targetId = targetId();
        ec2.settle(c -> c.createRoute(r -> {
            r.routeTableId(tableId).destinationCidrBlock(EVERYWHERE);
            switch (target) {
                case RouteTarget.Internet _ -> r.gatewayId(targetId);
                case RouteTarget.Nat _ -> r.natGatewayId(targetId);
            }
        }));
        tables.stale();
        return new Live(table.require().id(), targetId, RouteState.ACTIVE);
    }

    @Override
    public Live converge(Live live, List<Change> changes) {
        String targetId = targetId();
        ec2.settle(c -> c.replaceRoute(r -> {
            r.routeTableId(live.table().value()).destinationCidrBlock(EVERYWHERE);
            switch (target) {
                case RouteTarget.Internet _ -> r.gatewayId(targetId);
                case RouteTarget.Nat _ -> r.natGatewayId(targetId);
            }
        }));
        tables.stale();
        return new Live(live.table(), targetId, RouteState.ACTIVE);
    }

    private String targetId() {
        return target.id().orElseThrow(() -> new IllegalStateException(key() + ": " + target.key() + " is not live"));
    }

    @Override
    public void delete(Live live) {
        ec2.delete(c -> c.deleteRoute(r -> r.routeTableId(live.table().value()).destinationCidrBlock(EVERYWHERE)));
        tables.stale();
    }

    @Override
    public Set<String> actions() {
        return Set.of("ec2:CreateRoute", "ec2:DeleteRoute", "ec2:DescribeRouteTables", "ec2:ReplaceRoute");
    }
}
