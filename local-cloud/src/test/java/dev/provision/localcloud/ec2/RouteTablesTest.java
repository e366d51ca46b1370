package dev.provision.localcloud.ec2;

import static dev.provision.localcloud.ec2.Ec2World.filter;
import static dev.provision.localcloud.ec2.Ec2World.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.RouteTableAssociation;

class RouteTablesTest {
    private static final String EVERYWHERE = "0.0.0.0/0";
    private static Ec2World world;
    private static Ec2Client ec2;
    private String vpc;
    private String gateway;
    private String subnet;
    private String table;

    @BeforeAll
    static void start() {
        world = Ec2World.roomy();
        ec2 = world.ec2();
    }

    @AfterAll
    static void stop() {
        world.close();
    }

    @BeforeEach
    void network() {
        vpc = world.vpc();
        gateway = world.gateway(vpc);
        subnet = world.subnet(vpc, "10.0.1.0/24");
        table = ec2.createRouteTable(make -> make.vpcId(vpc)).routeTable().routeTableId();
    }

    private void routeOut() {
        ec2.createRoute(make ->
                make.routeTableId(table).destinationCidrBlock(EVERYWHERE).gatewayId(gateway));
    }

    private String state() {
        return world.showTable(table).routes().getLast().stateAsString();
    }

    @Test
    void routesAreAddedReplacedAndRemoved() {
        routeOut();
        assertThat(refusal(this::routeOut)).isEqualTo("RouteAlreadyExists");
        String face = ec2.createNetworkInterface(make -> make.subnetId(subnet))
                .networkInterface()
                .networkInterfaceId();
        ec2.replaceRoute(change ->
                change.routeTableId(table).destinationCidrBlock(EVERYWHERE).networkInterfaceId(face));
        assertThat(world.showTable(table).routes().getLast().networkInterfaceId())
                .isEqualTo(face);
        ec2.deleteRoute(gone -> gone.routeTableId(table).destinationCidrBlock(EVERYWHERE));
        assertThat(refusal(
                        () -> ec2.deleteRoute(gone -> gone.routeTableId(table).destinationCidrBlock(EVERYWHERE))))
                .isEqualTo("InvalidRoute.NotFound");
        assertThat(refusal(() -> ec2.replaceRoute(change -> change.routeTableId(table)
                        .destinationCidrBlock(EVERYWHERE)
                        .gatewayId(gateway))))
                .isEqualTo("InvalidParameterValue");
        assertThat(refusal(
                        () -> ec2.deleteRoute(gone -> gone.routeTableId(table).destinationCidrBlock("10.0.0.0/16"))))
                .isEqualTo("InvalidParameterValue");
    }

    @Test
    void targetsMustBeThere() {
        String elsewhere = world.gateway(world.vpc());
        assertThat(refusal(() -> ec2.createRoute(make -> make.routeTableId(table)
                        .destinationCidrBlock(EVERYWHERE)
                        .gatewayId(elsewhere))))
                .isEqualTo("InvalidParameterValue");
        assertThat(refusal(() -> ec2.createRoute(make -> make.routeTableId(table)
                        .destinationCidrBlock(EVERYWHERE)
                        .natGatewayId("nat-0123456789abcdef0"))))
                .isEqualTo("InvalidNatGatewayID.NotFound");
        assertThat(refusal(() -> ec2.createRoute(make -> make.routeTableId(table)
                        .destinationCidrBlock(EVERYWHERE)
                        .gatewayId("igw-0123456789abcdef0"))))
                .isEqualTo("InvalidInternetGatewayID.NotFound");
        assertThat(refusal(
                        () -> ec2.createRoute(make -> make.routeTableId(table).destinationCidrBlock(EVERYWHERE))))
                .isEqualTo("MissingParameter");
        assertThat(refusal(() -> ec2.createRoute(make -> make.routeTableId(table)
                        .destinationCidrBlock("10.0.9.0/24")
                        .gatewayId(gateway))))
                .isEqualTo("InvalidParameterValue");
    }

    @Test
    void aRouteTurnsIntoABlackholeWithItsTarget() {
        String allocation = world.address();
        String nat = ec2.createNatGateway(make -> make.subnetId(subnet).allocationId(allocation))
                .natGateway()
                .natGatewayId();
        ec2.createRoute(make ->
                make.routeTableId(table).destinationCidrBlock(EVERYWHERE).natGatewayId(nat));
        assertThat(state()).isEqualTo("active");
        ec2.deleteNatGateway(gone -> gone.natGatewayId(nat));
        assertThat(state()).isEqualTo("blackhole");

        ec2.replaceRoute(change ->
                change.routeTableId(table).destinationCidrBlock(EVERYWHERE).gatewayId(gateway));
        assertThat(state()).isEqualTo("active");
        ec2.detachInternetGateway(detach -> detach.vpcId(vpc).internetGatewayId(gateway));
        assertThat(state()).isEqualTo("blackhole");
    }

    @Test
    void aSubnetFollowsOneTable() {
        String association = ec2.associateRouteTable(
                        link -> link.routeTableId(table).subnetId(subnet))
                .associationId();
        assertThat(ec2.associateRouteTable(link -> link.routeTableId(table).subnetId(subnet))
                        .associationId())
                .isEqualTo(association);
        String other =
                ec2.createRouteTable(make -> make.vpcId(vpc)).routeTable().routeTableId();
        assertThat(refusal(() ->
                        ec2.associateRouteTable(link -> link.routeTableId(other).subnetId(subnet))))
                .isEqualTo("Resource.AlreadyAssociated");
        assertThat(refusal(() -> ec2.deleteRouteTable(gone -> gone.routeTableId(table))))
                .isEqualTo("DependencyViolation");

        String moved = ec2.replaceRouteTableAssociation(
                        change -> change.associationId(association).routeTableId(other))
                .newAssociationId();
        assertThat(ec2.describeRouteTables(tables -> tables.filters(filter("association.subnet-id", subnet)))
                        .routeTables())
                .singleElement()
                .satisfies(found -> assertThat(found.routeTableId()).isEqualTo(other));
        ec2.deleteRouteTable(gone -> gone.routeTableId(table));
        ec2.disassociateRouteTable(cut -> cut.associationId(moved));
        assertThat(refusal(() -> ec2.disassociateRouteTable(cut -> cut.associationId(moved))))
                .isEqualTo("InvalidAssociationID.NotFound");
    }

    @Test
    void aVpcCanGetAnotherMainTable() {
        RouteTableAssociation main = world.mainTable(vpc).associations().getFirst();
        assertThat(refusal(() -> ec2.disassociateRouteTable(cut -> cut.associationId(main.routeTableAssociationId()))))
                .isEqualTo("InvalidParameterValue");
        ec2.replaceRouteTableAssociation(
                change -> change.associationId(main.routeTableAssociationId()).routeTableId(table));
        assertThat(world.mainTable(vpc).routeTableId()).isEqualTo(table);
        ec2.deleteRouteTable(gone -> gone.routeTableId(main.routeTableId()));
    }

    @Test
    void aClientTokenMakesOneTable() {
        String first = ec2.createRouteTable(make -> make.vpcId(vpc).clientToken("one"))
                .routeTable()
                .routeTableId();
        assertThat(ec2.createRouteTable(make -> make.vpcId(vpc).clientToken("one"))
                        .routeTable()
                        .routeTableId())
                .isEqualTo(first);
    }
}
