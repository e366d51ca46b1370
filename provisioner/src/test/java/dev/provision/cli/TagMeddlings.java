package dev.provision.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.services.acm.AcmClient;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.resourcegroupstaggingapi.ResourceGroupsTaggingApiClient;
import software.amazon.awssdk.services.resourcegroupstaggingapi.model.FailureInfo;
import software.amazon.awssdk.services.sns.SnsClient;

/** What others may do with tags; with those of some services as only the service itself offers it on a local cloud. */
@SuppressWarnings("unchecked") // the SDK has varargs of generic consumers
final class TagMeddlings {
    /** Compares the tags of several kinds. */
    static final String STEP = "tags/main";

    static final String TEAM = "team";
    private static final String THEIRS = "others";

    /** Whose tags one step compares for all. */
    private static final Set<String> TOGETHER = Set.of(
            "alarm",
            "health-alarm",
            "listener",
            "log-group",
            "parameter",
            "repository",
            "scalable-target",
            "security-group-rules");

    private final Account account;
    private final Steps steps;
    private final boolean configured;

    /** @param configured whether there is to be such a tag, and not only one that was to be earlier */
    TagMeddlings(Account account, Steps steps, boolean configured) {
        this.configured = configured;
        this.account = account;
        this.steps = steps;
    }

    List<Meddling> all() {
        List<Meddling> all = new ArrayList<>();
        steps.teams().keySet().stream().filter(arn -> !arn.contains(":task/")).forEach(arn -> {
            String step = steps.byArn().getOrDefault(arn, "");
            Set<String> shown = configured ? shown(step) : Set.of();
            String what = arn.split(":", 6)[2];
            all.add(new Meddling("tag changed in " + what, step, shown, () -> change(what, arn)));
            all.add(new Meddling("tag removed in " + what, step, shown, () -> remove(what, arn)));
        });
        return all;
    }

    private static Set<String> shown(String step) {
        String kind = step.replaceFirst("/.*", "");
        return Set.of(TOGETHER.contains(kind) ? STEP : step);
    }

    private static String id(String arn) {
        return arn.substring(arn.lastIndexOf('/') + 1);
    }

    private void change(String service, String arn) {
        switch (service) {
            case "ec2" ->
                account.client(Ec2Client.builder()).createTags(r -> r.resources(id(arn))
                        .tags(t -> t.key(TEAM).value(THEIRS)));
            case "elasticloadbalancing" ->
                account.client(ElasticLoadBalancingV2Client.builder())
                        .addTags(r -> r.resourceArns(arn).tags(t -> t.key(TEAM).value(THEIRS)));
            case "ecs" ->
                account.client(EcsClient.builder()).tagResource(r -> r.resourceArn(arn)
                        .tags(t -> t.key(TEAM).value(THEIRS)));
            case "lambda" ->
                account.client(LambdaClient.builder())
                        .tagResource(r -> r.resource(arn).tags(Map.of(TEAM, THEIRS)));
            case "acm" ->
                account.client(AcmClient.builder()).addTagsToCertificate(r -> r.certificateArn(arn)
                        .tags(t -> t.key(TEAM).value(THEIRS)));
            case "sns" ->
                account.client(SnsClient.builder()).tagResource(r -> r.resourceArn(arn)
                        .tags(t -> t.key(TEAM).value(THEIRS)));
            default ->
                done(account.client(ResourceGroupsTaggingApiClient.builder())
                        .tagResources(r -> r.resourceARNList(arn).tags(Map.of(TEAM, THEIRS)))
                        .failedResourcesMap());
        }
    }

    private void remove(String service, String arn) {
        switch (service) {
            case "ec2" ->
                account.client(Ec2Client.builder())
                        .deleteTags(r -> r.resources(id(arn)).tags(t -> t.key(TEAM)));
            case "elasticloadbalancing" ->
                account.client(ElasticLoadBalancingV2Client.builder())
                        .removeTags(r -> r.resourceArns(arn).tagKeys(TEAM));
            case "ecs" ->
                account.client(EcsClient.builder())
                        .untagResource(r -> r.resourceArn(arn).tagKeys(TEAM));
            case "lambda" ->
                account.client(LambdaClient.builder())
                        .untagResource(r -> r.resource(arn).tagKeys(TEAM));
            case "acm" ->
                account.client(AcmClient.builder())
                        .removeTagsFromCertificate(r -> r.certificateArn(arn).tags(t -> t.key(TEAM)));
            case "sns" ->
                account.client(SnsClient.builder())
                        .untagResource(r -> r.resourceArn(arn).tagKeys(TEAM));
            default ->
                done(account.client(ResourceGroupsTaggingApiClient.builder())
                        .untagResources(r -> r.resourceARNList(arn).tagKeys(TEAM))
                        .failedResourcesMap());
        }
    }

    private static void done(Map<String, FailureInfo> failed) {
        if (!failed.isEmpty()) {
            throw new IllegalStateException(failed.toString());
        }
    }
}
