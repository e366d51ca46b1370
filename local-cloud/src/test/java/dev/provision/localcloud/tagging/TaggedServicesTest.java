package dev.provision.localcloud.tagging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.provision.localcloud.Clients;
import dev.provision.localcloud.LocalCloud;
import dev.provision.localcloud.Options;
import dev.provision.localcloud.iam.IdentityPolicy;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.acm.AcmClient;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.SecurityGroupRule;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.resourcegroupstaggingapi.ResourceGroupsTaggingApiClient;
import software.amazon.awssdk.services.resourcegroupstaggingapi.model.ResourceTagMapping;
import software.amazon.awssdk.services.sns.SnsClient;

/** What services themselves make of the tagging API. */
@SuppressWarnings("unchecked") // the SDK has varargs of generic consumers
class TaggedServicesTest {
    private static final String EC2 = "arn:aws:ec2:eu-west-2:000000000000:";

    private static String rule(Ec2Client ec2) {
        String vpc = ec2.createVpc(v -> v.cidrBlock("10.0.0.0/16")).vpc().vpcId();
        String group = ec2.createSecurityGroup(
                        g -> g.groupName("web").description("web").vpcId(vpc))
                .groupId();
        return ec2
                .authorizeSecurityGroupIngress(r -> r.groupId(group).ipPermissions(p -> p.ipProtocol("tcp")
                        .fromPort(80)
                        .toPort(80)
                        .ipRanges(range -> range.cidrIp("0.0.0.0/0"))))
                .securityGroupRules()
                .stream()
                .map(SecurityGroupRule::securityGroupRuleId)
                .collect(Collectors.joining());
    }

    private static List<String> listed(ResourceGroupsTaggingApiClient tagging) {
        return tagging
                .getResources(r -> r.tagFilters(f -> f.key("team").values("blue")))
                .resourceTagMappingList()
                .stream()
                .map(ResourceTagMapping::resourceARN)
                .toList();
    }

    @Test
    void what_a_service_lists_can_be_tagged_and_untagged() {
        try (LocalCloud cloud = LocalCloud.start(Options.forTests());
                Ec2Client ec2 = Clients.of(Ec2Client.builder(), cloud.endpoint());
                EcsClient ecs = Clients.of(EcsClient.builder(), cloud.endpoint());
                SnsClient sns = Clients.of(SnsClient.builder(), cloud.endpoint());
                AcmClient acm = Clients.of(AcmClient.builder(), cloud.endpoint());
                ElasticLoadBalancingV2Client elb =
                        Clients.of(ElasticLoadBalancingV2Client.builder(), cloud.endpoint());
                ResourceGroupsTaggingApiClient tagging =
                        Clients.of(ResourceGroupsTaggingApiClient.builder(), cloud.endpoint())) {
            List<String> arns = List.of(
                    EC2 + "security-group-rule/" + rule(ec2),
                    ecs.createCluster(c -> c.clusterName("main")).cluster().clusterArn(),
                    sns.createTopic(t -> t.name("alarms")).topicArn(),
                    acm.requestCertificate(c -> c.domainName("example.com")).certificateArn(),
                    elb.createTargetGroup(
                                    g -> g.name("web").targetType("lambda").tags(t -> t.key("a")
                                            .value("b")))
                            .targetGroups()
                            .getFirst()
                            .targetGroupArn());
            String gone = EC2 + "security-group-rule/sgr-0123456789abcdef0";
            String mistaken = arns.getFirst().replace("security-group-rule/", "subnet/");
            assertThat(tagging.tagResources(r -> r.resourceARNList(gone, mistaken, arns.get(0), arns.get(1))
                                    .tags(Map.of("team", "blue")))
                            .failedResourcesMap())
                    .containsOnlyKeys(gone, mistaken);
            tagging.tagResources(r -> r.resourceARNList(arns).tags(Map.of("team", "blue")));
            assertThat(listed(tagging)).containsExactlyInAnyOrderElementsOf(arns);
            assertThat(tagging.untagResources(r -> r.resourceARNList(arns).tagKeys("team"))
                            .failedResourcesMap())
                    .isEmpty();
            assertThat(listed(tagging)).isEmpty();
        }
    }

    /** "In addition to the tag:TagResources permission [...]": API_TagResources. */
    @Test
    void who_tags_needs_the_right_of_the_service_too() {
        IdentityPolicy policy = IdentityPolicy.read("""
                {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Resource": "*", "Action": [
                  "tag:*", "logs:CreateLogGroup", "logs:TagResource", "logs:UntagResource", "ec2:CreateTags"]}]}""");
        try (LocalCloud cloud = LocalCloud.start(Options.forTests().withCallerPolicy(policy));
                CloudWatchLogsClient logs = Clients.of(CloudWatchLogsClient.builder(), cloud.endpoint());
                ResourceGroupsTaggingApiClient tagging =
                        Clients.of(ResourceGroupsTaggingApiClient.builder(), cloud.endpoint())) {
            logs.createLogGroup(g -> g.logGroupName("web"));
            String group = "arn:aws:logs:eu-west-2:000000000000:log-group:web";
            tagging.tagResources(r -> r.resourceARNList(group).tags(Map.of("team", "blue")));
            assertThat(listed(tagging)).containsExactly(group);
            tagging.untagResources(r -> r.resourceARNList(group).tagKeys("team"));
            String alarm = "arn:aws:cloudwatch:eu-west-2:000000000000:alarm:high";
            assertThatThrownBy(() ->
                            tagging.tagResources(r -> r.resourceARNList(alarm).tags(Map.of("team", "blue"))))
                    .hasMessageContaining("cloudwatch:TagResource on resource: " + alarm);
            String vpc = EC2 + "vpc/vpc-0123456789abcdef0";
            assertThatThrownBy(() ->
                            tagging.untagResources(r -> r.resourceARNList(vpc).tagKeys("team")))
                    .hasMessageContaining("ec2:DeleteTags on resource: " + vpc);
        }
    }
}
