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
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.RouteTable;

/** Makes a subnet use a route table. */
public final class RouteTableAssociationStep extends AwsStep<RouteTableAssociationStep.Live> {
    private final Ref<RouteTableStep.Live> table;
    private final Ref<SubnetStep.Live> subnet;
    private final Api<Ec2Client> ec2;
    private final Inventory<Tagged<RouteTable>> tables;

    public RouteTableAssociationStep(
            StepKey key,
            Ref<RouteTableStep.Live> table,
            Ref<SubnetStep.Live> subnet,
            Api<Ec2Client> ec2,
            Inventory<Tagged<RouteTable>> tables) {
        super(key, "ec2", needs(table, subnet));
        this.table = table;
        this.subnet = subnet;
        this.ec2 = ec2;
        this.tables = tables;
    }

    /** @param id the id of the association, which changes with the table */
    public record Live(String id, RouteTableId table, SubnetId subnet) {}

    @Override
    public Optional<Live> find() {
        return subnet.live().flatMap(wanted -> tables.all().stream()
                .flatMap(t -> t.model().associations().stream())
                .filter(a -> wanted.id().value().equals(a.subnetId()))
                .findFirst()
                .map(a -> new Live(a.routeTableAssociationId(), new RouteTableId(a.routeTableId()), wanted.id())));
    }

    @Override
    protected Changes comparison(Live live) {
        return new Changes().known("route_table_id", live.table(), table.live().map(RouteTableStep.Live::id));
    }

    @Override
    public Live create() {
        String id = ec2.settle(c -> c.associateRouteTable(
                        r -> r.routeTableId(table.require().id().value())
                                .subnetId(subnet.require().id().value())))
                .associationId();
        tables.stale();
        return new Live(id, table.require().id(), subnet.require().id());
    }

    @Override
    public Live converge(Live live, List<Change> changes) {
        String id = ec2.settle(c -> c.replaceRouteTableAssociation(r -> r.associationId(live.id())
                        .routeTableId(table.require().id().value())))
                .newAssociationId();
        tables.stale();
        return new Live(id, table.require().id(), live.subnet());
    }

    @Override
    public void delete(Live live) {
        ec2.delete(c -> c.disassociateRouteTable(r -> r.associationId(live.id())));
        tables.stale();
    }

    @Override
    public Set<String> actions() {
        return Set.of(
                "ec2:AssociateRouteTable",
                "ec2:DescribeRouteTables",
                "ec2:DisassociateRouteTable",
                "ec2:ReplaceRouteTableAssociation");
    }
}
