package dev.provision.stack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.provision.TheirNetwork;
import dev.provision.config.Environment;
import dev.provision.graph.ProvisionException;
import dev.provision.graph.RunResult;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.NatGatewayState;
import software.amazon.awssdk.services.ec2.model.NetworkInterface;
import software.amazon.awssdk.services.ec2.model.Subnet;

/** The kinds of network that can be asked for, in a local cloud. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(120)
final class NetworkTest {
    private Cloudlet cloudlet;
    private Ec2Client ec2;

    @BeforeAll
    void start(@TempDir Path folder) {
        cloudlet = Cloudlet.start(folder);
        ec2 = cloudlet.client(Ec2Client.builder());
    }

    @AfterAll
    void stop() {
        ec2.close();
        cloudlet.close();
    }

    private static Filter filter(String name, String... values) {
        return Filter.builder().name(name).values(values).build();
    }

    private List<String> gateways(String env) {
        return ec2.describeNatGateways(r -> r.filter(filter("tag:provision:env", env))).natGateways().stream()
                .filter(nat -> nat.state() != NatGatewayState.DELETED)
                .map(nat -> nat.natGatewayId())
                .toList();
    }

    private long addresses(String env) {
        return ec2.describeAddresses(r -> r.filters(filter("tag:provision:env", env)))
                .addresses()
                .size();
    }

    private static String failure(RunResult result) {
        try {
            result.orThrow();
            return "";
        } catch (ProvisionException failed) {
            return String.valueOf(failed.getMessage());
        }
    }

    private Environment ways(String natGateways, String containers) {
        return cloudlet.environment(
                "ways",
                "network: { cidr: 10.8.0.0/16, availabilityZones: 3, natGateways: " + natGateways + " }",
                containers);
    }

    @Test
    void theNumberOfWaysOutCanChange() {
        cloudlet.up(ways("perAz", Cloudlet.LAMBDA)).orThrow();
        assertThat(gateways("ways")).hasSize(3);

        cloudlet.up(ways("single", Cloudlet.LAMBDA)).orThrow();
        assertThat(gateways("ways")).hasSize(1);
        assertThat(addresses("ways")).isEqualTo(1);
        assertThat(ec2.describeRouteTables(r -> r.filters(
                                filter("route.nat-gateway-id", gateways("ways").getFirst())))
                        .routeTables())
                .hasSize(3);

        Environment none = ways("none", Cloudlet.LAMBDA);
        cloudlet.up(none).orThrow();
        assertThat(gateways("ways")).isEmpty();
        assertThat(addresses("ways")).isZero();
        assertThat(cloudlet.up(none).orThrow().changed()).isFalse();
        aSubnetThatIsStillInUseIsTakenBack(none);
        cloudlet.teardown(none).orThrow();
        assertThat(cloudlet.stack(none).sweep()).isEmpty();
    }

    /** The version that was published first uses its subnets for as long as it exists. */
    private void aSubnetThatIsStillInUseIsTakenBack(Environment none) {
        String before = privateSubnet();
        cloudlet.up(cloudlet.environment(
                        "ways",
                        "network: { cidr: 10.8.0.0/16, availabilityZones: 3, natGateways: none,"
                                + " privateSubnets: [10.8.10.0/24, 10.8.11.0/24, 10.8.40.0/24] }",
                        Cloudlet.LAMBDA))
                .orThrow();
        assertThat(privateSubnet()).isNotEqualTo(before);
        cloudlet.up(none).orThrow();
        assertThat(privateSubnet()).isEqualTo(before);
    }

    private String privateSubnet() {
        return ec2.describeSubnets(r -> r.filters(
                        filter("tag:provision:env", "ways"), filter("tag:provision:resource", "subnet/private-c")))
                .subnets()
                .getFirst()
                .subnetId();
    }

    @Test
    void tasksHavePublicAddressesWhereThereIsNoOtherWayOut() {
        Environment bare = cloudlet.environment("bare", "network: { natGateways: none }", Cloudlet.FARGATE);
        cloudlet.up(bare).orThrow();
        List<String> open =
                ec2.describeSubnets(r -> r.filters(filter("tag:Name", "demo-bare-public-*"))).subnets().stream()
                        .map(Subnet::subnetId)
                        .toList();
        assertThat(open).hasSize(2);
        assertThat(tasks(bare)).isNotEmpty().allSatisfy(task -> {
            assertThat(open).contains(task.subnetId());
            assertThat(task.association().publicIp()).isNotEmpty();
        });
        assertThat(cloudlet.up(bare).orThrow().changed()).isFalse();
        cloudlet.teardown(bare).orThrow();
    }

    private List<NetworkInterface> tasks(Environment environment) {
        String group = ec2.describeSecurityGroups(
                        r -> r.filters(filter("group-name", environment.prefix() + "-fargate")))
                .securityGroups()
                .getFirst()
                .groupId();
        return ec2.describeNetworkInterfaces(r -> r.filters(filter("group-id", group)))
                .networkInterfaces();
    }

    private static String settings(TheirNetwork theirs, List<String> open, List<String> closed) {
        return "deployment: { " + theirs.yaml(open, closed) + " }";
    }

    private void withEndpointsTheyNeedNoWayToTheInternet(TheirNetwork theirs) {
        theirs.endpoints();
        Environment closed = cloudlet.environment(
                "brought",
                settings(theirs, List.of(theirs.openA(), theirs.openB()), List.of(theirs.closedA(), theirs.closedB())));
        cloudlet.up(closed).orThrow();
        assertThat(tasks(closed)).isNotEmpty();
        assertThat(cloudlet.stack(closed).doctor(Instant.now()).wayIn())
                .filteredOn(hop -> hop.check().startsWith("way out of"))
                .hasSize(2)
                .allSatisfy(hop -> assertThat(hop.detail())
                        .startsWith("VPC endpoints lead to all that tasks need: ecr.api (vpce-"));
        cloudlet.teardown(closed).orThrow();
        theirs.noEndpoints();
    }

    @Test
    void anExistingNetworkIsCheckedAndUsedButNeverChanged() {
        TheirNetwork theirs = new TheirNetwork(ec2);
        Consumer<String> fails = why -> assertThat(failure(cloudlet.up(cloudlet.environment(
                        "brought",
                        settings(theirs, List.of(theirs.openA(), theirs.openB()), List.of(theirs.closedA()))))))
                .contains(why);
        fails.accept("is named as public, and its route table has no active route 0.0.0.0/0 to an internet gateway");
        theirs.open();
        fails.accept("is named as private, and its route table has no active route 0.0.0.0/0");
        fails.accept("add one to a NAT gateway, or VPC endpoints for ecr.api, ecr.dkr, s3, logs");
        withEndpointsTheyNeedNoWayToTheInternet(theirs);
        theirs.closed();
        assertThat(failure(cloudlet.up(cloudlet.environment(
                        "brought",
                        settings(theirs, List.of(theirs.openA(), theirs.closedB()), List.of(theirs.openB()))))))
                .contains("subnet " + theirs.closedB() + " of VPC " + theirs.vpc() + " is named as public")
                .contains("subnet " + theirs.openB() + " of VPC " + theirs.vpc()
                        + " is named as private, and its route 0.0.0.0/0 goes to " + theirs.internet());
        assertThat(failure(cloudlet.up(cloudlet.environment(
                        "brought",
                        settings(
                                theirs,
                                List.of(theirs.openA(), "subnet-0123456789abcdef0"),
                                List.of(theirs.closedA()))))))
                .contains("there is no subnet subnet-0123456789abcdef0 of VPC " + theirs.vpc());

        String before = theirs.everything();
        Environment brought = cloudlet.environment(
                "brought",
                settings(theirs, List.of(theirs.openA(), theirs.openB()), List.of(theirs.closedA(), theirs.closedB())));
        cloudlet.up(brought).orThrow();
        assertThat(tasks(brought)).isNotEmpty().allSatisfy(task -> assertThat(task.vpcId())
                .isEqualTo(theirs.vpc()));
        assertThat(cloudlet.up(brought).orThrow().changed()).isFalse();
        cloudlet.teardown(brought).orThrow();
        assertThat(cloudlet.stack(brought).sweep()).isEmpty();
        assertThat(theirs.everything()).isEqualTo(before);
    }
}
