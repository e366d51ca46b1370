package dev.provision.localcloud.ec2;

import static dev.provision.localcloud.ec2.Ec2World.filter;
import static dev.provision.localcloud.ec2.Ec2World.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import dev.provision.localcloud.state.Quota;
import dev.provision.localcloud.state.Quotas;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.CreateNetworkAclEntryRequest;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.NetworkAcl;
import software.amazon.awssdk.services.ec2.model.NetworkAclEntry;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.RuleAction;
import software.amazon.awssdk.services.ec2.model.Tag;

@SuppressWarnings("unchecked") // the SDK has varargs of generic consumers
class NetworkAclsTest {
    private static Ec2World world;
    private static Ec2Client ec2;
    private String vpc;
    private String subnet;
    private String acl;

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
        subnet = world.subnet(vpc, "10.0.1.0/24");
        acl = ec2.createNetworkAcl(make -> make.vpcId(vpc)).networkAcl().networkAclId();
    }

    private static NetworkAcl shown(String id) {
        return ec2.describeNetworkAcls(acls -> acls.networkAclIds(id))
                .networkAcls()
                .getFirst();
    }

    private List<String> found(Filter... filters) {
        return ec2.describeNetworkAcls(acls -> acls.filters(filters)).networkAcls().stream()
                .map(NetworkAcl::networkAclId)
                .toList();
    }

    private String defaultAcl() {
        return found(filter("vpc-id", vpc), filter("default", "true")).getFirst();
    }

    private String association() {
        return ec2
                .describeNetworkAcls(acls -> acls.filters(filter("association.subnet-id", subnet)))
                .networkAcls()
                .getFirst()
                .associations()
                .stream()
                .filter(each -> each.subnetId().equals(subnet))
                .findFirst()
                .orElseThrow()
                .networkAclAssociationId();
    }

    private static Consumer<CreateNetworkAclEntryRequest.Builder> web(String acl, int number) {
        return rule -> rule.networkAclId(acl)
                .ruleNumber(number)
                .egress(false)
                .protocol("6")
                .portRange(range -> range.from(80).to(81))
                .ruleAction(RuleAction.ALLOW)
                .cidrBlock("100.68.0.18/18");
    }

    private static String refused(Consumer<CreateNetworkAclEntryRequest.Builder> rule) {
        return refusal(() -> ec2.createNetworkAclEntry(rule));
    }

    @Test
    void aNewOneLetsNothingPass() {
        NetworkAcl made = shown(acl);
        assertThat(made.isDefault()).isFalse();
        assertThat(made.vpcId()).isEqualTo(vpc);
        assertThat(made.ownerId()).isEqualTo("000000000000");
        assertThat(made.associations()).isEmpty();
        assertThat(made.entries())
                .hasSize(2)
                .allMatch(entry -> entry.ruleNumber() == 32767
                        && entry.ruleAction() == RuleAction.DENY
                        && entry.protocol().equals("-1")
                        && entry.cidrBlock().equals("0.0.0.0/0"))
                .extracting(NetworkAclEntry::egress)
                .containsExactly(true, false);
    }

    @Test
    void rulesAreMadeReplacedAndRemoved() {
        ec2.createNetworkAclEntry(web(acl, 200));
        ec2.createNetworkAclEntry(web(acl, 100).andThen(rule -> rule.egress(true)));
        assertThat(shown(acl).entries())
                .extracting(NetworkAclEntry::ruleNumber)
                .containsExactly(100, 32767, 200, 32767);
        assertThat(shown(acl).entries().get(2)).satisfies(entry -> {
            assertThat(entry.cidrBlock()).isEqualTo("100.68.0.0/18");
            assertThat(entry.protocol()).isEqualTo("6");
            assertThat(entry.portRange().from()).isEqualTo(80);
            assertThat(entry.portRange().to()).isEqualTo(81);
        });
        ec2.createNetworkAclEntry(web(acl, 200));
        assertThat(refused(web(acl, 200).andThen(rule -> rule.ruleAction(RuleAction.DENY))))
                .isEqualTo("NetworkAclEntryAlreadyExists");
        ec2.createNetworkAclEntry(
                web(acl, 200).andThen(rule -> rule.egress(true).ruleAction(RuleAction.DENY)));

        ec2.replaceNetworkAclEntry(change -> change.networkAclId(acl)
                .ruleNumber(200)
                .egress(false)
                .protocol("-1")
                .portRange(range -> range.from(0).to(0))
                .ruleAction(RuleAction.DENY)
                .cidrBlock("10.0.0.0/8"));
        assertThat(shown(acl).entries().get(3)).satisfies(entry -> {
            assertThat(entry.ruleAction()).isEqualTo(RuleAction.DENY);
            assertThat(entry.portRange()).isNull();
        });
        ec2.deleteNetworkAclEntry(gone -> gone.networkAclId(acl).ruleNumber(200).egress(false));
        assertThat(shown(acl).entries()).hasSize(4);
        assertThat(refusal(() -> ec2.deleteNetworkAclEntry(
                        gone -> gone.networkAclId(acl).ruleNumber(200).egress(false))))
                .isEqualTo("InvalidNetworkAclEntry.NotFound");
        assertThat(refusal(() -> ec2.replaceNetworkAclEntry(change -> change.networkAclId(acl)
                        .ruleNumber(300)
                        .egress(false)
                        .protocol("-1")
                        .ruleAction(RuleAction.DENY)
                        .cidrBlock("10.0.0.0/8"))))
                .isEqualTo("InvalidNetworkAclEntry.NotFound");
        assertThat(refusal(() -> ec2.deleteNetworkAclEntry(
                        gone -> gone.networkAclId(acl).ruleNumber(32767).egress(false))))
                .isEqualTo("InvalidParameterValue");
    }

    @Test
    void rulesThatAwsRefuses() {
        assertThat(refused(web(acl, 0))).isEqualTo("InvalidParameterValue");
        assertThat(refused(web(acl, 32767))).isEqualTo("InvalidParameterValue");
        assertThat(refused(web("acl-0123456789abcdef0", 1))).isEqualTo("InvalidNetworkAclID.NotFound");
        assertThat(refused(web("nothing", 1))).isEqualTo("InvalidNetworkAclId.Malformed");
        assertThat(refused(web(acl, 1).andThen(rule -> rule.ruleNumber(null)))).isEqualTo("MissingParameter");
        assertThat(refused(web(acl, 1).andThen(rule -> rule.egress(null)))).isEqualTo("MissingParameter");
        assertThat(refused(web(acl, 1).andThen(rule -> rule.protocol(null)))).isEqualTo("MissingParameter");
        assertThat(refused(web(acl, 1).andThen(rule -> rule.cidrBlock(null)))).isEqualTo("MissingParameter");
        assertThat(refused(web(acl, 1).andThen(rule -> rule.cidrBlock("ten")))).isEqualTo("InvalidParameterValue");
        assertThat(refused(web(acl, 1).andThen(rule -> rule.ipv6CidrBlock("::/0"))))
                .isEqualTo("InvalidParameterCombination");
        assertThat(refused(web(acl, 1).andThen(rule -> rule.ruleAction("maybe"))))
                .isEqualTo("InvalidParameterValue");
    }

    @ParameterizedTest
    @CsvSource({"tcp", "256", "-2", "six"})
    void protocolsAreNumbers(String protocol) {
        assertThat(refused(web(acl, 1).andThen(rule -> rule.protocol(protocol))))
                .isEqualTo("InvalidParameterValue");
    }

    @ParameterizedTest
    @CsvSource({
        "81, 80, InvalidParameterValue",
        "-1, 80, InvalidParameterValue",
        "80, 65536, InvalidParameterValue",
        "80, , MissingParameter"
    })
    void portsAreARange(int from, Integer to, String code) {
        assertThat(refused(web(acl, 1)
                        .andThen(
                                rule -> rule.portRange(range -> range.from(from).to(to)))))
                .isEqualTo(code);
    }

    @Test
    void icmpHasTypesInsteadOfPorts() {
        assertThat(refused(web(acl, 1).andThen(rule -> rule.protocol("1")))).isEqualTo("MissingParameter");
        ec2.createNetworkAclEntry(web(acl, 1).andThen(rule -> rule.protocol("1")
                .icmpTypeCode(icmp -> icmp.type(8).code(-1))));
        assertThat(shown(acl).entries().get(1)).satisfies(entry -> {
            assertThat(entry.portRange()).isNull();
            assertThat(entry.icmpTypeCode().type()).isEqualTo(8);
        });
        assertThat(found(filter("entry.icmp.type", "8"), filter("entry.icmp.code", "-1")))
                .containsExactly(acl);
    }

    @Test
    void isFoundByItsRules() {
        ec2.createNetworkAclEntry(web(acl, 217));
        ec2.createNetworkAclEntry(
                web(acl, 218).andThen(rule -> rule.cidrBlock(null).ipv6CidrBlock("2001:DB8::/32")));
        assertThat(found(filter("entry.cidr", "100.68.0.0/18"), filter("vpc-id", vpc)))
                .containsExactly(acl);
        assertThat(found(filter("entry.ipv6-cidr", "2001:db8::/32"))).containsExactly(acl);
        assertThat(found(filter("entry.protocol", "tcp"), filter("vpc-id", vpc)))
                .containsExactly(acl);
        assertThat(found(filter("entry.protocol", "6"), filter("vpc-id", vpc))).containsExactly(acl);
        assertThat(found(filter("entry.port-range.from", "80"), filter("vpc-id", vpc)))
                .containsExactly(acl);
        assertThat(found(filter("entry.port-range.to", "80"), filter("vpc-id", vpc)))
                .isEmpty();
        assertThat(found(filter("entry.rule-number", "217"))).containsExactly(acl);
        assertThat(found(filter("entry.rule-action", "allow"), filter("vpc-id", vpc)))
                .containsExactly(defaultAcl(), acl);
        assertThat(found(filter("entry.egress", "true"), filter("vpc-id", vpc))).hasSize(2);
    }

    @Test
    void aSubnetIsUnderExactlyOne() {
        String first = association();
        assertThat(refusal(() -> ec2.deleteNetworkAcl(gone -> gone.networkAclId(defaultAcl()))))
                .isEqualTo("InvalidParameterValue");
        String second = ec2.replaceNetworkAclAssociation(
                        change -> change.associationId(first).networkAclId(acl))
                .newAssociationId();
        assertThat(second).isNotEqualTo(first).isEqualTo(association());
        assertThat(shown(defaultAcl()).associations()).isEmpty();
        assertThat(found(filter("association.association-id", second))).containsExactly(acl);
        assertThat(found(filter("association.network-acl-id", acl))).containsExactly(acl);
        assertThat(refusal(() -> ec2.replaceNetworkAclAssociation(
                        change -> change.associationId(first).networkAclId(acl))))
                .isEqualTo("InvalidAssociationID.NotFound");
        String elsewhere = ec2.createNetworkAcl(make -> make.vpcId(world.vpc()))
                .networkAcl()
                .networkAclId();
        assertThat(refusal(() -> ec2.replaceNetworkAclAssociation(
                        change -> change.associationId(second).networkAclId(elsewhere))))
                .isEqualTo("InvalidParameterValue");
        assertThat(refusal(() -> ec2.deleteNetworkAcl(gone -> gone.networkAclId(acl))))
                .isEqualTo("DependencyViolation");
        ec2.deleteSubnet(gone -> gone.subnetId(subnet));
        assertThat(shown(acl).associations()).isEmpty();
        assertThat(refusal(() -> ec2.deleteVpc(gone -> gone.vpcId(vpc)))).isEqualTo("DependencyViolation");
        ec2.deleteNetworkAcl(gone -> gone.networkAclId(acl));
        assertThat(refusal(() -> ec2.deleteNetworkAcl(gone -> gone.networkAclId(acl))))
                .isEqualTo("InvalidNetworkAclID.NotFound");
        ec2.deleteVpc(gone -> gone.vpcId(vpc));
        assertThat(found(filter("vpc-id", vpc))).isEmpty();
    }

    @Test
    void isTaggedAndMadeOnce() {
        NetworkAcl made = ec2.createNetworkAcl(
                        make -> make.vpcId(vpc).clientToken("one").tagSpecifications(tags -> tags.resourceType(
                                        ResourceType.NETWORK_ACL)
                                .tags(tag -> tag.key("Name").value("edge"))))
                .networkAcl();
        assertThat(made.tags())
                .containsExactly(Tag.builder().key("Name").value("edge").build());
        assertThat(ec2.createNetworkAcl(
                                make -> make.vpcId(vpc).clientToken("one").tagSpecifications(tags -> tags.resourceType(
                                                ResourceType.NETWORK_ACL)
                                        .tags(tag -> tag.key("Name").value("edge"))))
                        .networkAcl()
                        .networkAclId())
                .isEqualTo(made.networkAclId());
        assertThat(refusal(() -> ec2.createNetworkAcl(make -> make.vpcId(vpc).clientToken("one"))))
                .isEqualTo("IdempotentParameterMismatch");
        assertThat(refusal(() -> ec2.createNetworkAcl(
                        make -> make.vpcId(vpc).tagSpecifications(tags -> tags.resourceType(ResourceType.VPC)
                                .tags(tag -> tag.key("Name").value("edge"))))))
                .isEqualTo("InvalidParameterValue");
        ec2.createTags(
                change -> change.resources(acl).tags(tag -> tag.key("Name").value("other")));
        assertThat(found(filter("tag:Name", "other"))).containsExactly(acl);
        ec2.deleteTags(change -> change.resources(acl).tags(tag -> tag.key("Name")));
        assertThat(found(filter("tag:Name", "other"))).isEmpty();
    }

    @Test
    void aDryRunChangesNothing() {
        assertThat(List.of(
                        refusal(() ->
                                ec2.createNetworkAcl(make -> make.vpcId(vpc).dryRun(true))),
                        refused(web(acl, 1).andThen(rule -> rule.dryRun(true))),
                        refusal(() -> ec2.replaceNetworkAclEntry(
                                change -> change.networkAclId(acl).dryRun(true))),
                        refusal(() -> ec2.deleteNetworkAclEntry(
                                gone -> gone.networkAclId(acl).dryRun(true))),
                        refusal(() -> ec2.replaceNetworkAclAssociation(change -> change.associationId(association())
                                .networkAclId(acl)
                                .dryRun(true))),
                        refusal(() -> ec2.deleteNetworkAcl(
                                gone -> gone.networkAclId(acl).dryRun(true)))))
                .containsOnly("DryRunOperation");
        assertThat(shown(acl).entries()).hasSize(2);
        assertThat(found(filter("vpc-id", vpc))).hasSize(2);
    }

    @Test
    void thereIsOnlyRoomForSoMany() {
        Quotas few = Quotas.usual().with(Quota.NETWORK_ACLS_PER_VPC, 2).with(Quota.RULES_PER_NETWORK_ACL, 3);
        try (Ec2World small = Ec2World.with(few)) {
            String id = small.vpc();
            String made = small.ec2()
                    .createNetworkAcl(make -> make.vpcId(id))
                    .networkAcl()
                    .networkAclId();
            assertThat(refusal(() -> small.ec2().createNetworkAcl(make -> make.vpcId(id))))
                    .isEqualTo("NetworkAclLimitExceeded");
            // The rule that denies the rest is one of the three, and IPv6 has three of its own.
            small.ec2().createNetworkAclEntry(web(made, 1));
            small.ec2().createNetworkAclEntry(web(made, 2));
            assertThat(refusal(() -> small.ec2().createNetworkAclEntry(web(made, 3))))
                    .isEqualTo("NetworkAclEntryLimitExceeded");
            small.ec2().createNetworkAclEntry(web(made, 3).andThen(rule -> rule.egress(true)));
            small.ec2().createNetworkAclEntry(web(made, 4).andThen(rule -> rule.cidrBlock(null)
                    .ipv6CidrBlock("::/0")));
        }
    }
}
