package dev.provision.aws.tagging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.provision.aws.AwsConnection;
import dev.provision.aws.Owner;
import dev.provision.aws.network.SecurityGroupRuleArns;
import dev.provision.graph.StepKey;
import dev.provision.localcloud.LocalCloud;
import dev.provision.localcloud.Options;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.SecurityGroupRule;
import software.amazon.awssdk.services.ec2.model.Tag;

/** A rule of a security group may be revoked, by its own step or by somebody else, after the tagging API listed it. */
@SuppressWarnings("unchecked") // the SDK has varargs of generic consumers
final class TagsStepTest {
    private static final StepKey RULES = new StepKey("security-group-rules", "alb");
    private static final Owner OWNER = new Owner("demo", "dev", Map.of("team", "blue"));

    private LocalCloud cloud;
    private AwsConnection connection;
    private Ec2Client ec2;
    private String group;

    @BeforeEach
    void start() {
        cloud = LocalCloud.start(Options.forTests());
        connection = AwsConnection.at(cloud.endpoint(), "eu-west-2", duration -> {});
        ec2 = connection.client(Ec2Client.builder());
        String vpc = ec2.createVpc(v -> v.cidrBlock("10.0.0.0/16")).vpc().vpcId();
        group = ec2.createSecurityGroup(
                        g -> g.groupName("web").description("web").vpcId(vpc))
                .groupId();
    }

    @AfterEach
    void stop() {
        cloud.close();
    }

    /** One whose tags are not as they are to be. */
    private String rule(int port) {
        List<Tag> tags = OWNER.tags(RULES).entrySet().stream()
                .map(tag -> Tag.builder()
                        .key(tag.getKey())
                        .value(tag.getKey().equals("team") ? "red" : tag.getValue())
                        .build())
                .toList();
        return ec2.authorizeSecurityGroupIngress(r -> r.groupId(group)
                        .ipPermissions(p -> p.ipProtocol("tcp")
                                .fromPort(port)
                                .toPort(port)
                                .ipRanges(range -> range.cidrIp("0.0.0.0/0")))
                        .tagSpecifications(
                                t -> t.resourceType("security-group-rule").tags(tags)))
                .securityGroupRules()
                .getFirst()
                .securityGroupRuleId();
    }

    private void revoke(String rule) {
        ec2.revokeSecurityGroupIngress(r -> r.groupId(group).securityGroupRuleIds(rule));
    }

    private String team(String rule) {
        SecurityGroupRule found = ec2.describeSecurityGroupRules(r -> r.securityGroupRuleIds(rule))
                .securityGroupRules()
                .getFirst();
        return found.tags().stream()
                .filter(tag -> tag.key().equals("team"))
                .map(Tag::value)
                .findFirst()
                .orElse("");
    }

    private TagsStep step() {
        return new TaggedResources(connection, OWNER, List.of(SecurityGroupRuleArns.check(connection)))
                .step(new StepKey("tags", "main"), Set.of(RULES));
    }

    @Test
    void whatWasRevokedBeforeItIsTaggedIsPassedOver() {
        String stays = rule(80);
        String goes = rule(443);
        TagsStep step = step();
        TagsStep.Live live = step.find().orElseThrow();
        assertThat(live.tags()).hasSize(2);
        assertThat(step.changes(live)).as("one for all rules of a group").hasSize(1);
        revoke(goes);
        step.converge(live, step.changes(live));
        assertThat(team(stays)).isEqualTo("blue");
    }

    @Test
    void whatIsListedAndGoneIsNoDifference() {
        String stays = rule(80);
        String goes = rule(443);
        TagsStep step = step();
        assertThat(step.find().orElseThrow().tags()).hasSize(2);
        revoke(goes);
        // The list is asked for once, so that this is still the one from before.
        assertThat(step.find().orElseThrow().tags().keySet()).singleElement().satisfies(found -> assertThat(found.id())
                .endsWith(stays));
    }
}
