package dev.provision.localcloud.ec2;

import static dev.provision.localcloud.ec2.Architecture.EVERYWHERE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.provision.localcloud.network.Verdict;
import dev.provision.localcloud.network.Verdict.Blocked;
import dev.provision.localcloud.time.Latency;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.ec2.model.AuthorizeSecurityGroupEgressRequest;
import software.amazon.awssdk.services.ec2.model.CreateNetworkAclEntryRequest;
import software.amazon.awssdk.services.ec2.model.CreateRouteRequest;
import software.amazon.awssdk.services.ec2.model.CreateSecurityGroupRequest;
import software.amazon.awssdk.services.ec2.model.CreateVpcEndpointRequest;
import software.amazon.awssdk.services.ec2.model.DeleteRouteRequest;
import software.amazon.awssdk.services.ec2.model.DescribeNetworkAclsRequest;
import software.amazon.awssdk.services.ec2.model.IpPermission;
import software.amazon.awssdk.services.ec2.model.IpRange;
import software.amazon.awssdk.services.ec2.model.ModifyVpcAttributeRequest;
import software.amazon.awssdk.services.ec2.model.ModifyVpcEndpointRequest;
import software.amazon.awssdk.services.ec2.model.RevokeSecurityGroupEgressRequest;
import software.amazon.awssdk.services.ec2.model.RuleAction;
import software.amazon.awssdk.services.ec2.model.VpcEndpointType;

/** The ways of a task to AWS's services by VPC endpoints, in a subnet that has no other way out. */
class EndpointPathsTest {
    private Architecture built;
    private String group;

    @BeforeEach
    void build() {
        start(Latency.INSTANT);
    }

    private void start(Latency latency) {
        built = new Architecture(latency);
        built.part(Vpcs.class)
                .modifyVpcAttribute(ModifyVpcAttributeRequest.builder()
                        .vpcId(built.vpc())
                        .enableDnsHostnames(on -> on.value(true))
                        .build());
        built.part(Routes.class)
                .deleteRoute(DeleteRouteRequest.builder()
                        .routeTableId(built.privateTable())
                        .destinationCidrBlock(EVERYWHERE)
                        .build());
        group = built.part(SecurityGroups.class)
                .createSecurityGroup(CreateSecurityGroupRequest.builder()
                        .vpcId(built.vpc())
                        .groupName("endpoint")
                        .description("endpoint")
                        .build())
                .groupId();
    }

    @AfterEach
    void close() {
        built.close();
    }

    private Verdict way(String service) {
        return built.paths().toService(built.task().id(), service);
    }

    private String made(Consumer<CreateVpcEndpointRequest.Builder> more) {
        CreateVpcEndpointRequest.Builder request =
                CreateVpcEndpointRequest.builder().vpcId(built.vpc());
        more.accept(request);
        return built.part(VpcEndpoints.class)
                .createVpcEndpoint(request.build())
                .vpcEndpoint()
                .vpcEndpointId();
    }

    /** In the public subnet: it serves all of the VPC. */
    private String byInterface(String service, Consumer<CreateVpcEndpointRequest.Builder> more) {
        return made(
                ((Consumer<CreateVpcEndpointRequest.Builder>) make -> make.vpcEndpointType(VpcEndpointType.INTERFACE)
                                .serviceName("com.amazonaws.eu-west-2." + service)
                                .subnetIds(built.alb().subnetId())
                                .securityGroupIds(group))
                        .andThen(more));
    }

    private String s3(String... tables) {
        return made(make -> make.serviceName("com.amazonaws.eu-west-2.s3").routeTableIds(tables));
    }

    private void modify(String id, Consumer<ModifyVpcEndpointRequest.Builder> change) {
        ModifyVpcEndpointRequest.Builder request =
                ModifyVpcEndpointRequest.builder().vpcEndpointId(id);
        change.accept(request);
        var _ = built.part(VpcEndpoints.class).modifyVpcEndpoint(request.build());
    }

    private void letIn() {
        built.ingress(
                group,
                Architecture.tcp(443)
                        .userIdGroupPairs(Architecture.pair(built.taskGroup()))
                        .build());
    }

    /** The task's group lets out nothing but this. */
    private void egress(IpPermission permission) {
        SecurityGroupRules rules = built.part(SecurityGroupRules.class);
        rules.revokeSecurityGroupEgress(RevokeSecurityGroupEgressRequest.builder()
                .groupId(built.taskGroup())
                .ipPermissions(
                        Architecture.tcp(443).ipRanges(Architecture.range()).build())
                .build());
        rules.authorizeSecurityGroupEgress(AuthorizeSecurityGroupEgressRequest.builder()
                .groupId(built.taskGroup())
                .ipPermissions(permission)
                .build());
    }

    private static IpPermission https(String block) {
        return Architecture.tcp(443)
                .ipRanges(IpRange.builder().cidrIp(block).build())
                .build();
    }

    private static void blocked(Verdict verdict, String... words) {
        assertThat(verdict).isInstanceOfSatisfying(Blocked.class, blocked -> assertThat(blocked.reason())
                .contains(words)
                .endsWith("."));
    }

    @Test
    void anInterfaceEndpointServesItsServiceInAllOfTheVpc() {
        letIn();
        byInterface("ecr.api", make -> {});
        assertThat(way("ecr.api").allowed()).isTrue();
        blocked(way("ecr.dkr"), "has no route to the internet");
        assertThat(built.paths().toInternet(built.task().id(), 443).allowed()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"10.0.10.0/24, true", "10.0.11.0/24, false"})
    void itsGroupsDecideWhoMayComeIn(String block, boolean allowed) {
        byInterface("logs", make -> {});
        blocked(way("logs"), "No inbound rule of security group " + group + " allows tcp 443 from ");
        built.ingress(group, https(block));
        assertThat(way("logs").allowed()).isEqualTo(allowed);
    }

    @ParameterizedTest
    @CsvSource({"10.0.1.0/24, true", "10.0.10.0/24, false"})
    void theTasksGroupDecidesWhatMayGoOut(String block, boolean allowed) {
        letIn();
        byInterface("logs", make -> {});
        egress(https(block));
        assertThat(way("logs").allowed()).isEqualTo(allowed);
    }

    @Test
    void withoutPrivateDnsNoNameLeadsThere() {
        letIn();
        String id = byInterface("ssm", make -> make.privateDnsEnabled(false));
        blocked(way("ssm"), "has no route to the internet");
        modify(id, change -> change.privateDnsEnabled(true));
        assertThat(way("ssm").allowed()).isTrue();
        modify(id, change -> change.removeSubnetIds(built.alb().subnetId()));
        blocked(way("ssm"), "VPC endpoint " + id + " has no interface");
    }

    /** The name leads there whatever other way there is: "Private DNS names" in the PrivateLink guide. */
    @Test
    void anEndpointThatLetsNobodyInBlocksInSpiteOfANatGateway() {
        try (Architecture whole = new Architecture(Latency.INSTANT)) {
            assertThat(whole.paths().toService(whole.task().id(), "logs").allowed())
                    .isTrue();
        }
        built.part(Routes.class)
                .createRoute(CreateRouteRequest.builder()
                        .routeTableId(built.privateTable())
                        .destinationCidrBlock(EVERYWHERE)
                        .natGatewayId(built.nat())
                        .build());
        assertThat(way("logs").allowed()).isTrue();
        byInterface("logs", make -> {});
        blocked(way("logs"), "No inbound rule");
        assertThat(way("ecr.api").allowed()).isTrue();
    }

    @Test
    void aGatewayEndpointServesTheTablesThatLeadThere() {
        String id = s3(built.publicTable());
        blocked(way("s3"), "has no route to the internet");
        modify(id, change -> change.addRouteTableIds(built.privateTable()));
        assertThat(way("s3")).isInstanceOfSatisfying(Verdict.Allowed.class, allowed -> assertThat(allowed.hop())
                .isEqualTo(id));
        blocked(way("ecr.dkr"), "has no route to the internet");
    }

    @ParameterizedTest
    @CsvSource({"52.95.148.0/22, true", "10.0.0.0/16, false"})
    void theTasksGroupDecidesWhatMayGoToAGateway(String block, boolean allowed) {
        s3(built.privateTable());
        egress(https(block));
        assertThat(way("s3").allowed()).isEqualTo(allowed);
    }

    @ParameterizedTest
    @CsvSource({
        "true,  443,   52.95.148.0/23, s3",
        "false, 40000, 52.0.0.0/8,     s3",
        "true,  443,   10.0.1.0/24,    ecr.api",
        "false, 40000, 10.0.1.0/24,    ecr.api"
    })
    void networkAclsBlockHereToo(boolean egress, int port, String block, String service) {
        letIn();
        s3(built.privateTable());
        byInterface("ecr.api", make -> {});
        assertThat(way(service).allowed()).isTrue();
        String acl = built.part(NetworkAcls.class)
                .describeNetworkAcls(DescribeNetworkAclsRequest.builder().build())
                .networkAcls()
                .getFirst()
                .networkAclId();
        built.part(NetworkAclRules.class)
                .createNetworkAclEntry(CreateNetworkAclEntryRequest.builder()
                        .networkAclId(acl)
                        .ruleNumber(90)
                        .egress(egress)
                        .protocol("6")
                        .portRange(range -> range.from(port).to(port))
                        .ruleAction(RuleAction.DENY)
                        .cidrBlock(block)
                        .build());
        blocked(way(service), "Rule 90 of network ACL " + acl);
    }

    @Test
    void itCarriesNothingBeforeItIsAvailable() {
        built.close();
        start(Latency.AWS);
        letIn();
        byInterface("ecr.api", make -> {});
        assertThat(way("ecr.api").allowed()).isFalse();
        built.time().advance(Duration.ofSeconds(60));
        assertThat(way("ecr.api").allowed()).isTrue();
        assertThat(List.of(way("logs"), way("s3"))).noneMatch(Verdict::allowed);
    }
}
