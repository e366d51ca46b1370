package dev.provision.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.provision.config.Environment;
import dev.provision.graph.Poller;
import dev.provision.graph.Readiness;
import dev.provision.graph.Sleeper;
import dev.provision.graph.StepKey;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.ConnectivityType;
import software.amazon.awssdk.services.ec2.model.NatGateway;
import software.amazon.awssdk.services.ec2.model.NatGatewayState;
import software.amazon.awssdk.services.ec2.model.RouteTable;
import software.amazon.awssdk.services.ec2.model.SecurityGroup;
import software.amazon.awssdk.services.ec2.model.Subnet;
import software.amazon.awssdk.services.ec2.model.VpcEndpointType;

/**
 * Tasks that have no way out do not start: doctor names the hop that blocks it, and the command that it gives opens it again. With
 * the {@code aws} command line, which runs these commands.
 */
@SuppressWarnings("unchecked") // the SDK has varargs of generic consumers
@Timeout(180)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class WayOutDoctorTest {
    private static final String EVERYWHERE = TheirAcls.EVERYWHERE;
    private static final String NONE_STARTS =
            ": tasks get neither image nor secrets and write no log, so that none starts";
    private Account account;
    private Environment environment;
    private Ec2Client ec2;
    private Patient patient;
    private TheirAcls acls;

    @BeforeAll
    void up(@TempDir Path folder) {
        patient = Patient.in(folder);
        account = patient.account();
        environment = account.environment("dev", Account.FARGATE);
        account.up(environment);
        ec2 = account.client(Ec2Client.builder());
        acls = new TheirAcls(ec2);
    }

    @AfterAll
    void close() {
        if (patient != null) {
            patient.close();
        }
    }

    private List<String> doctor() {
        return patient.doctor();
    }

    private void mend() {
        patient.mend();
    }

    private String reasonOfOneMore() {
        return patient.reasonOfOneMore();
    }

    private void tasksDoNotStart() {
        patient.tasksDoNotStart();
    }

    /** Out of the tasks' subnets, into and out of those of the NAT gateways, and the answers all the way back. */
    @ParameterizedTest
    @CsvSource({
        "private, true,  443,   0.0.0.0/0,   tcp 443 out to 0.0.0.0/0",
        "public,  false, 443,   10.0.0.0/16, tcp 443 in from 10.0.0.0/16",
        "public,  true,  443,   0.0.0.0/0,   tcp 443 out to 0.0.0.0/0",
        "public,  false, 30000, 0.0.0.0/0,   tcp 30000 in from 0.0.0.0/0",
        "public,  true,  40000, 10.0.0.0/16, tcp 40000 out to 10.0.0.0/16",
        "private, false, 40000, 0.0.0.0/0,   tcp 40000 in from 0.0.0.0/0"
    })
    void anAclOnTheWay(String kind, boolean egress, int port, String block, String words) {
        String acl = acls.of(kind);
        acls.deny(acl, 80, egress, port, port, block);
        tasksDoNotStart();
        assertThat(doctor()).anySatisfy(line -> assertThat(line)
                .matches("BAD  network ACL of subnet-[0-9a-f]+: rule 80 of " + acl + " denies " + words + NONE_STARTS
                        + "; change it, or aws ec2 delete-network-acl-entry .* --rule-number 80 --.*"));
        mend();
    }

    @Test
    void fewAddressesThatTasksDoNotReachAreNoted() {
        String acl = acls.of("private");
        acls.deny(acl, 80, true, 443, 443, "198.51.100.0/24");
        assertThat(doctor()).isEmpty();
        assertThat(account.told())
                .contains("rule 80 of " + acl + " denies tcp 443 out to 198.51.100.0/24, and so keeps tasks from these;"
                        + " they do not start if addresses of AWS are among them");
        acls.delete(acl, 80, true);
    }

    @Test
    void theirSecurityGroup() {
        SecurityGroup group = ec2.describeSecurityGroups(
                        r -> r.filters(f -> f.name("group-name").values("demo-dev-fargate")))
                .securityGroups()
                .getFirst();
        ec2.revokeSecurityGroupEgress(r -> r.groupId(group.groupId()).ipPermissions(group.ipPermissionsEgress()));
        tasksDoNotStart();
        assertThat(doctor()).singleElement().satisfies(line -> assertThat(line)
                .startsWith("BAD  security group of the tasks: demo-dev-fargate (" + group.groupId()
                        + ") has no rule that lets out tcp 443 to 0.0.0.0/0" + NONE_STARTS));
        mend();
    }

    /** A service's name leads to its endpoint in all of the VPC, whatever else the routes lead to. */
    @Test
    void anEndpointThatLetsNobodyIn() {
        Subnet subnet = ec2.describeSubnets(
                        r -> r.filters(f -> f.name("tag:Name").values("demo-dev-private-a")))
                .subnets()
                .getFirst();
        String closed = ec2.createSecurityGroup(
                        r -> r.vpcId(subnet.vpcId()).groupName("closed").description("of an endpoint"))
                .groupId();
        String endpoint = ec2.createVpcEndpoint(r -> r.vpcId(subnet.vpcId())
                        .vpcEndpointType(VpcEndpointType.INTERFACE)
                        .serviceName("com.amazonaws.eu-west-2.ecr.api")
                        .securityGroupIds(closed)
                        .subnetIds(subnet.subnetId()))
                .vpcEndpoint()
                .vpcEndpointId();
        tasksDoNotStart();
        assertThat(doctor()).singleElement().satisfies(line -> assertThat(line)
                .startsWith("BAD  VPC endpoint for ecr.api: the name of the service leads to it, not to the internet, "
                        + endpoint + " is there, but closed (" + closed
                        + ") has no rule that lets in tcp 443 from demo-dev-fargate"));
        mend();
        ec2.deleteVpcEndpoints(r -> r.vpcEndpointIds(endpoint));
        ec2.deleteSecurityGroup(r -> r.groupId(closed));
    }

    private RouteTable table(String name) {
        return ec2.describeRouteTables(r -> r.filters(f -> f.name("tag:Name").values("demo-dev-" + name)))
                .routeTables()
                .getFirst();
    }

    /** Where the packets to the internet go that a route table is asked about. */
    private String target(String table) {
        return table(table).routes().stream()
                .filter(route -> EVERYWHERE.equals(route.destinationCidrBlock()))
                .map(route -> route.natGatewayId() == null ? route.gatewayId() : route.natGatewayId())
                .findFirst()
                .orElse("nowhere");
    }

    private void deleteRoute(String table) {
        ec2.deleteRoute(r -> r.routeTableId(table(table).routeTableId()).destinationCidrBlock(EVERYWHERE));
    }

    @Test
    void aRouteIsMissing() {
        String before = target("private-a");
        deleteRoute("private-a");
        String table = table("private-a").routeTableId();
        assertThat(doctor()).singleElement().satisfies(line -> assertThat(line)
                .matches(
                        "BAD  way out of subnet-[0-9a-f]+: " + table + " has no route 0.0.0.0/0" + NONE_STARTS + "; .*")
                .endsWith("aws ec2 create-route --route-table-id " + table
                        + " --destination-cidr-block 0.0.0.0/0 --nat-gateway-id " + before));
        deleteRoute("private-b");
        tasksDoNotStart();
        mend();
        assertThat(target("private-a")).isEqualTo(before);
    }

    @Test
    void aRouteLeadsToTheInternetGateway() {
        String gateway = target("public");
        for (String table : List.of("private-a", "private-b")) {
            ec2.replaceRoute(r -> r.routeTableId(table(table).routeTableId())
                    .destinationCidrBlock(EVERYWHERE)
                    .gatewayId(gateway));
        }
        tasksDoNotStart();
        assertThat(doctor()).hasSize(2).allSatisfy(line -> assertThat(line)
                .contains("leads to " + gateway + ", which carries nothing for tasks without a public address"
                        + NONE_STARTS + "; aws ec2 replace-route "));
        mend();
    }

    /** An appliance of somebody else may lead on from there. */
    @Test
    void aRouteLeadsElsewhere() {
        String elsewhere = ec2.describeNetworkInterfaces().networkInterfaces().stream()
                .filter(face -> face.description().startsWith("ELB"))
                .findFirst()
                .orElseThrow()
                .networkInterfaceId();
        ec2.replaceRoute(r -> r.routeTableId(table("private-b").routeTableId())
                .destinationCidrBlock(EVERYWHERE)
                .networkInterfaceId(elsewhere));
        assertThat(doctor()).isEmpty();
        assertThat(account.told()).contains("0.0.0.0/0 goes to " + elsewhere + ", beyond which nothing is looked at");
        account.up(environment);
        assertThat(target("private-b")).startsWith("nat-");
    }

    @Test
    void theNatGatewaysSubnetHasNoWayOn() {
        String gateway = target("public");
        deleteRoute("public");
        tasksDoNotStart();
        assertThat(doctor())
                .filteredOn(line -> line.startsWith("BAD  way out of "))
                .hasSize(2)
                .allSatisfy(line -> assertThat(line)
                        .contains(table("public").routeTableId() + " of subnet-")
                        .contains(", where that is, has no active route 0.0.0.0/0 to an internet gateway" + NONE_STARTS)
                        .endsWith("aws ec2 create-route --route-table-id "
                                + table("public").routeTableId()
                                + " --destination-cidr-block 0.0.0.0/0 --gateway-id " + gateway));
        mend();
    }

    private NatGateway natGateway(String id) {
        return ec2.describeNatGateways(r -> r.natGatewayIds(id)).natGateways().getFirst();
    }

    private void await(String natGateway, NatGatewayState state) {
        Poller.brisk(Clock.systemUTC(), Sleeper.system())
                .await(
                        new StepKey("nat-gateway", "one"),
                        Duration.ofMinutes(1),
                        () -> natGateway(natGateway).state() == state
                                ? Readiness.ready()
                                : Readiness.pending("not yet"),
                        reason -> {});
    }

    @Test
    void aNatGatewayIsAPrivateOne() {
        String before = target("private-a");
        String isolated = ec2.createNatGateway(
                        r -> r.subnetId(natGateway(before).subnetId()).connectivityType(ConnectivityType.PRIVATE))
                .natGateway()
                .natGatewayId();
        await(isolated, NatGatewayState.AVAILABLE);
        for (String table : List.of("private-a", "private-b")) {
            ec2.replaceRoute(r -> r.routeTableId(table(table).routeTableId())
                    .destinationCidrBlock(EVERYWHERE)
                    .natGatewayId(isolated));
        }
        tasksDoNotStart();
        assertThat(doctor()).hasSize(2).allSatisfy(line -> assertThat(line)
                .contains("0.0.0.0/0 goes to " + isolated + ", which is a private one, without an Elastic IP"
                        + NONE_STARTS));
        mend();
        assertThat(target("private-a")).isEqualTo(before);
        ec2.deleteNatGateway(r -> r.natGatewayId(isolated));
    }

    @Test
    void theNatGatewaysAreGone() {
        String deleted = target("private-a");
        ec2.deleteNatGateway(r -> r.natGatewayId(deleted));
        await(deleted, NatGatewayState.DELETED);
        assertThat(doctor()).singleElement().satisfies(line -> assertThat(line)
                .contains("the route 0.0.0.0/0 of " + table("private-a").routeTableId() + " leads to " + deleted
                        + ", which is not there any more" + NONE_STARTS)
                .endsWith("; aws ec2 replace-route --route-table-id "
                        + table("private-a").routeTableId()
                        + " --destination-cidr-block 0.0.0.0/0 --nat-gateway-id " + target("private-b")));
        mend();
        String last = target("private-b");
        ec2.deleteNatGateway(r -> r.natGatewayId(last));
        await(last, NatGatewayState.DELETED);
        tasksDoNotStart();
        assertThat(doctor()).hasSize(2).allSatisfy(line -> assertThat(line)
                .matches(".*; no NAT gateway of vpc-[0-9a-f]+ is available; up makes the environment's own again"));
        account.up(environment);
        assertThat(doctor()).isEmpty();
        assertThat(reasonOfOneMore()).isEmpty();
    }
}
