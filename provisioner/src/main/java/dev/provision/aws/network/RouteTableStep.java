package dev.provision.aws.network;

import dev.provision.aws.Api;
import dev.provision.aws.Changes;
import dev.provision.aws.Inventory;
import dev.provision.aws.Owner;
import dev.provision.aws.Tagged;
import dev.provision.graph.Change;
import dev.provision.graph.Ref;
import dev.provision.graph.StepKey;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.RouteTable;

/** A route table; its routes and associations are steps of their own. */
public final class RouteTableStep extends Ec2Step<RouteTable, RouteTableStep.Live> {
    private final Ref<VpcStep.Live> vpc;

    public RouteTableStep(
            StepKey key,
            Ref<VpcStep.Live> vpc,
            Owner owner,
            Api<Ec2Client> ec2,
            Inventory<Tagged<RouteTable>> routeTables) {
        super(key, needs(vpc), owner, ec2, routeTables);
        this.vpc = vpc;
    }

    /** A route table that exists. */
    public record Live(RouteTableId id, VpcId vpc, Map<String, String> tags) {}

    @Override
    Live live(Tagged<RouteTable> described) {
        return new Live(
                new RouteTableId(described.model().routeTableId()),
                new VpcId(described.model().vpcId()),
                described.tags());
    }

    @Override
    ResourceType type() {
        return ResourceType.ROUTE_TABLE;
    }

    @Override
    protected Changes comparison(Live live) {
        return changedTags(live.tags())
                .fixedKnown("vpc_id", live.vpc(), vpc.live().map(VpcStep.Live::id));
    }

    @Override
    public Live create() {
        String token = UUID.randomUUID().toString();
        Live made = ec2().createOnce(
                        this::look,
                        c -> live(new Tagged<>(
                                c.createRouteTable(
                                                r -> r.vpcId(vpc.require().id().value())
                                                        .clientToken(token)
                                                        .tagSpecifications(onCreate()))
                                        .routeTable(),
                                wantedTags())));
        stale();
        return made;
    }

    @Override
    public Live converge(Live live, List<Change> changes) {
        putTags(live.id().value());
        stale();
        return new Live(live.id(), live.vpc(), wantedTags());
    }

    @Override
    public void delete(Live live) {
        ec2().delete(c -> c.deleteRouteTable(r -> r.routeTableId(live.id().value())));
        stale();
    }

    @Override
    public Set<String> actions() {
        return ec2Actions("CreateRouteTable", "DeleteRouteTable", "DescribeRouteTables");
    }
}
