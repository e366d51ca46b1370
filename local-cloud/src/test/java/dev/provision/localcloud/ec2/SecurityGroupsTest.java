package dev.provision.localcloud.ec2;

import static dev.provision.localcloud.ec2.Ec2World.filter;
import static dev.provision.localcloud.ec2.Ec2World.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.IpPermission;
import software.amazon.awssdk.services.ec2.model.IpRange;
import software.amazon.awssdk.services.ec2.model.SecurityGroupRule;
import software.amazon.awssdk.services.ec2.model.SecurityGroupRuleDescription;
import software.amazon.awssdk.services.ec2.model.SecurityGroupRuleUpdate;
import software.amazon.awssdk.services.ec2.model.UserIdGroupPair;

class SecurityGroupsTest {
    private static Ec2World world;
    private static Ec2Client ec2;
    private String vpc;
    private String alb;
    private String task;

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
    void groups() {
        vpc = world.vpc();
        alb = world.group(vpc, "alb");
        task = world.group(vpc, "task");
    }

    private static IpPermission tcp(int port, String cidr) {
        return IpPermission.builder()
                .ipProtocol("tcp")
                .fromPort(port)
                .toPort(port)
                .ipRanges(IpRange.builder().cidrIp(cidr).build())
                .build();
    }

    private static IpPermission tcpFromGroup(int port, String groupId) {
        return IpPermission.builder()
                .ipProtocol("tcp")
                .fromPort(port)
                .toPort(port)
                .userIdGroupPairs(UserIdGroupPair.builder()
                        .groupId(groupId)
                        .description("peer")
                        .build())
                .build();
    }

    private List<SecurityGroupRule> allow(String group, IpPermission... permissions) {
        return ec2.authorizeSecurityGroupIngress(rules -> rules.groupId(group).ipPermissions(permissions))
                .securityGroupRules();
    }

    private static List<SecurityGroupRule> rules(String group) {
        return ec2.describeSecurityGroupRules(rules -> rules.filters(filter("group-id", group)))
                .securityGroupRules();
    }

    @Test
    void aNewGroupLetsEverythingOutUntilRevoked() {
        assertThat(world.showGroup(alb).ipPermissions()).isEmpty();
        IpPermission everything = world.showGroup(alb).ipPermissionsEgress().getFirst();
        assertThat(everything.ipProtocol()).isEqualTo("-1");
        assertThat(everything.fromPort()).isNull();
        assertThat(everything.ipRanges()).singleElement().satisfies(range -> assertThat(range.cidrIp())
                .isEqualTo("0.0.0.0/0"));
        ec2.revokeSecurityGroupEgress(revoke -> revoke.groupId(alb).ipPermissions(everything));
        assertThat(world.showGroup(alb).ipPermissionsEgress()).isEmpty();
        assertThat(refusal(() -> ec2.revokeSecurityGroupEgress(
                        revoke -> revoke.groupId(alb).ipPermissions(everything))))
                .isEqualTo("InvalidPermission.NotFound");
    }

    @Test
    void rulesShowAsPermissionsAndById() {
        List<SecurityGroupRule> made = allow(alb, tcp(80, "0.0.0.0/0"), tcp(443, "10.1.2.3/8"));
        assertThat(made).extracting(SecurityGroupRule::cidrIpv4).containsExactly("0.0.0.0/0", "10.0.0.0/8");
        allow(task, tcpFromGroup(8080, alb));
        assertThat(world.showGroup(task).ipPermissions()).singleElement().satisfies(permission -> {
            assertThat(permission.fromPort()).isEqualTo(8080);
            assertThat(permission.userIdGroupPairs()).singleElement().satisfies(pair -> {
                assertThat(pair.groupId()).isEqualTo(alb);
                assertThat(pair.description()).isEqualTo("peer");
            });
        });
        assertThat(rules(alb)).hasSize(3);
        ec2.revokeSecurityGroupIngress(revoke ->
                revoke.groupId(alb).securityGroupRuleIds(made.getFirst().securityGroupRuleId()));
        assertThat(world.showGroup(alb).ipPermissions()).hasSize(1);
        assertThat(refusal(() -> ec2.revokeSecurityGroupIngress(revoke ->
                        revoke.groupId(alb).securityGroupRuleIds(made.getFirst().securityGroupRuleId()))))
                .isEqualTo("InvalidSecurityGroupRuleId.NotFound");
    }

    @Test
    void aRuleExistsOnceAndARefusedCallAddsNothing() {
        allow(alb, tcp(80, "0.0.0.0/0"));
        assertThat(refusal(() -> allow(alb, tcp(81, "0.0.0.0/0"), tcp(80, "0.0.0.0/0"))))
                .isEqualTo("InvalidPermission.Duplicate");
        assertThat(refusal(() -> allow(alb, tcp(82, "0.0.0.0/0"), tcp(82, "0.0.0.0/0"))))
                .isEqualTo("InvalidPermission.Duplicate");
        assertThat(world.showGroup(alb).ipPermissions()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "tcp, 80, 80, 10.0.0.0/33, InvalidParameterValue",
        "tcp, 443, 80, 0.0.0.0/0, InvalidParameterValue",
        "tcp, , , 0.0.0.0/0, InvalidParameterValue",
        "tcp, 80, 70000, 0.0.0.0/0, InvalidParameterValue",
        "carrier-pigeon, 80, 80, 0.0.0.0/0, InvalidPermission.Malformed",
        ", 80, 80, 0.0.0.0/0, MissingParameter",
        "TCP, 80, 80, 0.0.0.0/0, accepted",
        "6, 80, 80, 0.0.0.0/0, accepted",
        "-1, , , 0.0.0.0/0, accepted",
        "icmp, -1, -1, 0.0.0.0/0, accepted"
    })
    void refusesRulesThatAwsRefuses(String protocol, Integer from, Integer to, String cidr, String code) {
        IpPermission permission = IpPermission.builder()
                .ipProtocol(protocol)
                .fromPort(from)
                .toPort(to)
                .ipRanges(IpRange.builder().cidrIp(cidr).build())
                .build();
        assertThat(refusal(() -> allow(alb, permission))).isEqualTo(code);
    }

    @Test
    void aGroupCannotNameOneOfAnotherVpc() {
        String stranger = world.group(world.vpc(), "stranger");
        assertThat(refusal(() -> allow(alb, tcpFromGroup(80, stranger)))).isEqualTo("InvalidGroup.NotFound");
        assertThat(refusal(() -> allow(alb, tcpFromGroup(80, "sg-0123456789abcdef0"))))
                .isEqualTo("InvalidGroup.NotFound");
    }

    @Test
    void isNotDeletedWhileAnotherNamesItOrAnInterfaceWearsIt() {
        allow(task, tcpFromGroup(8080, alb));
        assertThat(refusal(() -> ec2.deleteSecurityGroup(gone -> gone.groupId(alb))))
                .isEqualTo("DependencyViolation");
        ec2.revokeSecurityGroupIngress(revoke -> revoke.groupId(task).ipPermissions(tcpFromGroup(8080, alb)));

        String subnet = world.subnet(vpc, "10.0.1.0/24");
        String face = ec2.createNetworkInterface(make -> make.subnetId(subnet).groups(alb))
                .networkInterface()
                .networkInterfaceId();
        assertThat(refusal(() -> ec2.deleteSecurityGroup(gone -> gone.groupId(alb))))
                .isEqualTo("DependencyViolation");
        ec2.modifyNetworkInterfaceAttribute(
                change -> change.networkInterfaceId(face).groups(task));

        allow(alb, tcpFromGroup(80, alb));
        ec2.deleteSecurityGroup(gone -> gone.groupId(alb));
        assertThat(refusal(() -> world.showGroup(alb))).isEqualTo("InvalidGroup.NotFound");
        assertThat(rules(alb)).isEmpty();
    }

    @Test
    void theDefaultGroupStays() {
        String group = ec2.describeSecurityGroups(
                        groups -> groups.filters(filter("vpc-id", vpc), filter("group-name", "default")))
                .securityGroups()
                .getFirst()
                .groupId();
        assertThat(refusal(() -> ec2.deleteSecurityGroup(gone -> gone.groupId(group))))
                .isEqualTo("CannotDelete");
    }

    @Test
    void namesAreUniqueInAVpc() {
        assertThat(refusal(() -> world.group(vpc, "alb"))).isEqualTo("InvalidGroup.Duplicate");
        assertThat(refusal(() -> world.group(world.vpc(), "alb"))).isEqualTo("accepted");
        assertThat(refusal(() -> world.group(vpc, "sg-mine"))).isEqualTo("InvalidParameterValue");
        assertThat(refusal(() -> world.group(vpc, "default"))).isEqualTo("InvalidParameterValue");
        assertThat(refusal(() -> world.group(vpc, "café"))).isEqualTo("InvalidParameterValue");
        assertThat(refusal(() -> world.group(vpc, "x".repeat(256)))).isEqualTo("InvalidParameterValue");
        assertThat(refusal(() ->
                        ec2.createSecurityGroup(make -> make.groupName("lonely").description("lonely"))))
                .isEqualTo("VPCIdNotSpecified");
    }

    @Test
    void rulesAreModifiedInPlace() {
        SecurityGroupRule rule = allow(alb, tcp(80, "0.0.0.0/0")).getFirst();
        allow(alb, tcp(443, "0.0.0.0/0"));
        ec2.modifySecurityGroupRules(change -> change.groupId(alb).securityGroupRules(update(rule, 8443)));
        assertThat(ec2.describeSecurityGroupRules(rules -> rules.securityGroupRuleIds(rule.securityGroupRuleId()))
                        .securityGroupRules())
                .singleElement()
                .satisfies(changed -> {
                    assertThat(changed.fromPort()).isEqualTo(8443);
                    assertThat(changed.isEgress()).isFalse();
                });
        assertThat(refusal(() -> ec2.modifySecurityGroupRules(
                        change -> change.groupId(alb).securityGroupRules(update(rule, 443)))))
                .isEqualTo("InvalidPermission.Duplicate");
    }

    private static SecurityGroupRuleUpdate update(SecurityGroupRule rule, int port) {
        return SecurityGroupRuleUpdate.builder()
                .securityGroupRuleId(rule.securityGroupRuleId())
                .securityGroupRule(content -> content.ipProtocol("tcp")
                        .fromPort(port)
                        .toPort(port)
                        .cidrIpv4("0.0.0.0/0")
                        .description("changed"))
                .build();
    }

    @Test
    void descriptionsChangeByContentAndById() {
        SecurityGroupRule rule = allow(alb, tcp(80, "0.0.0.0/0")).getFirst();
        ec2.updateSecurityGroupRuleDescriptionsIngress(change -> change.groupId(alb)
                .ipPermissions(tcp(80, "0.0.0.0/0").toBuilder()
                        .ipRanges(IpRange.builder()
                                .cidrIp("0.0.0.0/0")
                                .description("by content")
                                .build())
                        .build()));
        assertThat(rules(alb)).extracting(SecurityGroupRule::description).contains("by content");
        ec2.updateSecurityGroupRuleDescriptionsIngress(change -> change.groupId(alb)
                .securityGroupRuleDescriptions(SecurityGroupRuleDescription.builder()
                        .securityGroupRuleId(rule.securityGroupRuleId())
                        .description("by id")
                        .build()));
        assertThat(rules(alb)).extracting(SecurityGroupRule::description).contains("by id");
    }

    @Test
    void aGroupHasSixtyRulesInADirection() {
        IpPermission[] sixty = IntStream.rangeClosed(1, 60)
                .mapToObj(port -> tcp(port, "0.0.0.0/0"))
                .toArray(IpPermission[]::new);
        allow(alb, sixty);
        assertThat(refusal(() -> allow(alb, tcp(61, "0.0.0.0/0")))).isEqualTo("RulesPerSecurityGroupLimitExceeded");
    }
}
