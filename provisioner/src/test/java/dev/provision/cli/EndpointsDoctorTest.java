package dev.provision.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.provision.localcloud.fault.Injection;
import dev.provision.localcloud.wire.AwsError;
import dev.provision.localcloud.wire.Fault;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.CreateVpcEndpointRequest;
import software.amazon.awssdk.services.ec2.model.NatGateway;
import software.amazon.awssdk.services.ec2.model.RouteTable;
import software.amazon.awssdk.services.ec2.model.SecurityGroup;
import software.amazon.awssdk.services.ec2.model.Subnet;
import software.amazon.awssdk.services.ec2.model.VpcEndpoint;
import software.amazon.awssdk.services.ec2.model.VpcEndpointType;

/**
 * A network without NAT gateways, as companies have it that reach AWS by VPC endpoints: doctor says which of them are missing, and
 * tasks start once its commands were run. With the {@code aws} command line, which runs them.
 */
@SuppressWarnings("unchecked") // the SDK has varargs of generic consumers
@Timeout(180)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class EndpointsDoctorTest {
    private Account account;
    private Ec2Client ec2;
    private Patient patient;
    private TheirAcls acls;
    private String vpc;
    private String theirs;

    @BeforeAll
    void up(@TempDir Path folder) {
        patient = Patient.in(folder);
        account = patient.account();
        account.up(account.environment("dev", Account.FARGATE));
        ec2 = account.client(Ec2Client.builder());
        acls = new TheirAcls(ec2);
        assertThat(patient.doctor()).isEmpty();
        vpc = subnets("private").getFirst().vpcId();
        for (NatGateway nat : ec2.describeNatGateways().natGateways()) {
            ec2.deleteNatGateway(r -> r.natGatewayId(nat.natGatewayId()));
        }
        for (String table : tables()) {
            ec2.deleteRoute(r -> r.routeTableId(table).destinationCidrBlock(TheirAcls.EVERYWHERE));
        }
        theirs = ec2.createSecurityGroup(r -> r.vpcId(vpc).groupName("theirs").description("of endpoints"))
                .groupId();
    }

    @AfterEach
    void noEndpoints() {
        List<String> all = endpoints().stream().map(VpcEndpoint::vpcEndpointId).toList();
        if (!all.isEmpty()) {
            ec2.deleteVpcEndpoints(r -> r.vpcEndpointIds(all));
        }
        SecurityGroup group = group("theirs");
        if (!group.ipPermissions().isEmpty()) {
            ec2.revokeSecurityGroupIngress(r -> r.groupId(theirs).ipPermissions(group.ipPermissions()));
        }
    }

    @AfterAll
    void close() {
        if (patient != null) {
            patient.close();
        }
    }

    private long asked(long since) {
        return account.cloud().requests().since(since).stream()
                .filter(call -> call.operation().equals("DescribeVpcEndpoints"))
                .count();
    }

    private List<VpcEndpoint> endpoints() {
        return ec2.describeVpcEndpoints().vpcEndpoints();
    }

    private List<Subnet> subnets(String kind) {
        return ec2.describeSubnets(r -> r.filters(f -> f.name("tag:Name").values("demo-dev-" + kind + "-*")))
                .subnets();
    }

    private List<String> tables() {
        return ec2
                .describeRouteTables(r -> r.filters(f -> f.name("tag:Name").values("demo-dev-private-*")))
                .routeTables()
                .stream()
                .map(RouteTable::routeTableId)
                .toList();
    }

    private SecurityGroup group(String name) {
        return ec2.describeSecurityGroups(
                        r -> r.filters(f -> f.name("group-name").values(name)))
                .securityGroups()
                .getFirst();
    }

    private String made(Consumer<CreateVpcEndpointRequest.Builder> endpoint) {
        return ec2.createVpcEndpoint(endpoint.andThen(r -> r.vpcId(vpc)))
                .vpcEndpoint()
                .vpcEndpointId();
    }

    private String byInterface(String service, String kind) {
        return made(r -> r.vpcEndpointType(VpcEndpointType.INTERFACE)
                .serviceName("com.amazonaws.eu-west-2." + service)
                .securityGroupIds(theirs)
                .subnetIds(subnets(kind).stream().map(Subnet::subnetId).toList()));
    }

    private String s3() {
        return made(r -> r.serviceName("com.amazonaws.eu-west-2.s3").routeTableIds(tables()));
    }

    private void letIn() {
        ec2.authorizeSecurityGroupIngress(r -> r.groupId(theirs).ipPermissions(p -> p.ipProtocol("tcp")
                .fromPort(443)
                .toPort(443)
                .userIdGroupPairs(g -> g.groupId(group("demo-dev-fargate").groupId()))));
    }

    private String told() {
        int before = account.told().length();
        account.run("doctor", "--env", "dev");
        return account.told().substring(before);
    }

    /** With S3's alone, which costs nothing and is everywhere, nobody means to do without a NAT gateway. */
    @Test
    void withoutEndpointsForAnythingButS3TheWayToTheInternetIsMissing() {
        s3();
        patient.tasksDoNotStart();
        long before = account.cloud().requests().last();
        assertThat(patient.doctor()).hasSize(2).allSatisfy(line -> assertThat(line)
                .matches(
                        "BAD  way out of subnet-[0-9a-f]+: rtb-[0-9a-f]+ has no route 0.0.0.0/0: tasks get neither image nor"
                                + " secrets and write no log, so that none starts; no NAT gateway of " + vpc
                                + " is available; up makes the environment's own again"));
        assertThat(asked(before)).isEqualTo(1);
    }

    @Test
    void eachEndpointThatIsMissingOrClosedIsNamedWithItsCommand() {
        String ecr = byInterface("ecr.api", "private");
        patient.tasksDoNotStart();
        String group = group("demo-dev-fargate").groupId();
        List<String> bad = patient.doctor();
        assertThat(bad)
                .filteredOn(line -> line.contains("way out of"))
                .hasSize(2)
                .allSatisfy(line -> assertThat(line)
                        .contains(
                                " has no route 0.0.0.0/0, and VPC endpoints lead to nothing, not to ecr.api, ecr.dkr, s3, logs:")
                        .endsWith("so that none starts"));
        assertThat(bad)
                .contains("BAD  VPC endpoint for ecr.api: " + ecr + " is there, but theirs (" + theirs
                        + ") has no rule that lets in tcp 443 from demo-dev-fargate (" + group
                        + "); aws ec2 authorize-security-group-ingress --group-id " + theirs
                        + " --protocol tcp --port 443 --source-group " + group)
                .anySatisfy(line -> assertThat(line)
                        .startsWith(
                                "BAD  VPC endpoint for s3: " + vpc + " has none; aws ec2 create-vpc-endpoint --vpc-id "
                                        + vpc + " --service-name com.amazonaws.eu-west-2.s3 --vpc-endpoint-type Gateway"
                                        + " --route-table-ids ")
                        .contains(tables()))
                .anySatisfy(line -> assertThat(line)
                        .startsWith("BAD  VPC endpoint for logs: " + vpc + " has none; aws ec2 create-vpc-endpoint")
                        .contains("--vpc-endpoint-type Interface --private-dns-enabled --subnet-ids ")
                        .endsWith(" --security-group-ids " + theirs))
                .hasSize(6);
        patient.mend();
        assertThat(endpoints()).hasSize(4);
        assertThat(told())
                .containsPattern(
                        "ok   way out of subnet-[0-9a-f]+: VPC endpoints lead to all that tasks need: ecr.api \\(" + ecr
                                + "\\), ecr.dkr \\(vpce-[0-9a-f]+\\), s3 \\(vpce-[0-9a-f]+\\), logs \\(");
    }

    @Test
    void whatIsThereAndServesNobodyIsNamed() {
        letIn();
        String ecr = byInterface("ecr.api", "private");
        String dkr = byInterface("ecr.dkr", "private");
        byInterface("logs", "private");
        String s3 = s3();
        assertThat(patient.doctor()).isEmpty();
        ec2.modifyVpcEndpoint(r -> r.vpcEndpointId(ecr).privateDnsEnabled(false));
        ec2.modifyVpcEndpoint(r -> r.vpcEndpointId(s3).removeRouteTableIds(tables()));
        ec2.modifyVpcEndpoint(r -> r.vpcEndpointId(dkr)
                .removeSubnetIds(
                        subnets("private").stream().map(Subnet::subnetId).toList()));
        patient.tasksDoNotStart();
        assertThat(patient.doctor())
                .contains("BAD  VPC endpoint for ecr.api: the name of the service does not lead to " + ecr
                        + "; aws ec2 modify-vpc-endpoint --vpc-endpoint-id " + ecr + " --private-dns-enabled")
                .anySatisfy(line -> assertThat(line)
                        .contains("VPC endpoint for s3: " + tables().getFirst() + " of subnet-")
                        .contains(" has no route to " + s3 + "; aws ec2 modify-vpc-endpoint --vpc-endpoint-id " + s3
                                + " --add-route-table-ids "))
                .anySatisfy(line -> assertThat(line)
                        .contains(
                                "VPC endpoint for ecr.dkr: " + dkr + " is in no subnet; aws ec2 modify-vpc-endpoint"));
        patient.mend();
    }

    /** S3 by an interface too: nothing goes to the internet then. */
    @Test
    void neitherGroupNorAclsNeedToLetAnythingOutToTheInternet() {
        letIn();
        List.of("ecr.api", "ecr.dkr", "s3", "logs").forEach(service -> byInterface(service, "public"));
        SecurityGroup group = group("demo-dev-fargate");
        ec2.revokeSecurityGroupEgress(r -> r.groupId(group.groupId()).ipPermissions(group.ipPermissionsEgress()));
        String acl = acls.of("private");
        acls.deny(acl, 80, true, 443, 443, "52.0.0.0/6");
        patient.tasksDoNotStart();
        assertThat(patient.doctor()).singleElement().satisfies(line -> assertThat(line)
                .contains("has no rule that lets out tcp 443 to 0.0.0.0/0"));
        ec2.authorizeSecurityGroupEgress(r -> r.groupId(group.groupId())
                .ipPermissions(
                        p -> p.ipProtocol("tcp").fromPort(443).toPort(443).userIdGroupPairs(g -> g.groupId(theirs))));
        assertThat(patient.doctor()).isEmpty();
        assertThat(patient.reasonOfOneMore()).isEmpty();
        acls.deny(acl, 81, true, 443, 443, "10.0.0.0/16");
        patient.tasksDoNotStart();
        assertThat(patient.doctor()).isNotEmpty().allSatisfy(line -> assertThat(line)
                .contains("rule 81 of " + acl + " denies tcp 443 out to 10.0.0.0/16: tasks get neither image"));
        patient.mend();
        acls.delete(acl, 80, true);
        ec2.revokeSecurityGroupEgress(r -> r.groupId(group.groupId())
                .ipPermissions(group("demo-dev-fargate").ipPermissionsEgress()));
        ec2.authorizeSecurityGroupEgress(r -> r.groupId(group.groupId()).ipPermissions(group.ipPermissionsEgress()));
    }

    @Test
    void whoMayNotAskIsToldSoAndTheOtherHopsAllTheSame() {
        account.faults()
                .inject(new Injection(
                        "ec2",
                        "DescribeVpcEndpoints",
                        1,
                        new Fault.Refusal(AwsError.badRequest("UnauthorizedOperation", "not you"))));
        assertThat(told())
                .contains("note VPC endpoints: not looked at, not allowed: ec2:DescribeVpcEndpoints")
                .contains("is available; up makes the environment's own again")
                .contains("target group demo-dev-fargate-blue: ");
    }
}
