package dev.provision.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.provision.aws.AwsConnection;
import dev.provision.config.Environment;
import dev.provision.graph.Change;
import dev.provision.graph.Outcome;
import dev.provision.graph.StepKey;
import dev.provision.localcloud.wire.RequestLog;
import dev.provision.report.PlanView;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroupTuple;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.AliasConfiguration;
import software.amazon.awssdk.services.resourcegroupstaggingapi.ResourceGroupsTaggingApiClient;

/** Each setting of a resource changes it in place: the plan says which field, up does it, and nothing is left to do. */
@Timeout(120)
@SuppressWarnings("unchecked") // the SDK has varargs of generic consumers
final class FieldsTest {
    private static final String SETTINGS =
            "tags: { team: %s }\nlogRetention: %d\ndeployment: { awsAlb: { idleTimeout: %d } }\n";
    private static final String LAMBDA = """
              lambda:
                routing: { pathPattern: %s, pathHealthCheck: /lambda/health }
                compute:
                  type: awsLambda
                  awsIam: { customPolicy: [{ Effect: Allow, Action: "%s", Resource: "*" }] }
                  awsLambda: { memory: 512, timeout: 30, reservedConcurrency: %d }
            """;
    private static final String FARGATE = """
              fargate:
                routing: { pathPattern: /fargate/*, pathHealthCheck: /fargate/health }
                compute:
                  type: awsFargateEcs
                  awsFargateEcs:
                    minInstances: 1
                    maxInstances: %d
                    autoScaling: { policy: %s, targetCpuUtilization: %d, targetMemoryUtilization: %d }
            """;

    /** A field of a step, what it is and what it will be; of a text that is long, a part of it. */
    private record Row(String step, String field, String before, String after) {}

    private static final List<Row> EXPECTED = List.of(
            new Row("vpc/main", "tags.team", "red", "blue"),
            new Row("subnet/private-b", "tags.team", "red", "blue"),
            new Row("internet-gateway/main", "tags.team", "red", "blue"),
            new Row("elastic-ip/nat-a", "tags.team", "red", "blue"),
            new Row("nat-gateway/a", "tags.team", "red", "blue"),
            new Row("route-table/public", "tags.team", "red", "blue"),
            new Row("security-group/alb", "tags.team", "red", "blue"),
            new Row("role/fargate-task", "tags.team", "red", "blue"),
            new Row("load-balancer/main", "tags.team", "red", "blue"),
            new Row("target-group/lambda-blue", "tags.team", "red", "blue"),
            new Row("listener-rule/fargate", "tags.team", "red", "blue"),
            new Row("function/lambda", "tags.team", "red", "blue"),
            new Row("cluster/main", "tags.team", "red", "blue"),
            new Row("service/fargate-blue", "tags.team", "red", "blue"),
            new Row("tags/main", "log-group/lambda.team", "red", "blue"),
            new Row("tags/main", "listener/http.team", "red", "blue"),
            new Row("tags/main", "repository/main.team", "red", "blue"),
            new Row("tags/main", "security-group-rules/alb.team", "red", "blue"),
            new Row("tags/main", "alarm/fargate-blue-cpu-out.team", "red", "blue"),
            new Row("tags/main", "health-alarm/latency.team", "red", "blue"),
            new Row("tags/main", "scalable-target/fargate-blue.team", "red", "blue"),
            new Row("log-group/lambda", "retention_in_days", "14", "30"),
            new Row("log-group/fargate", "retention_in_days", "14", "30"),
            new Row("load-balancer/main", "attributes.idle_timeout.timeout_seconds", "60", "61"),
            new Row("listener-rule/lambda", "path_patterns", "/lambda/*", "/lambda/h*"),
            new Row("role/lambda-function", "inline_policy.provision", "s3:GetObject", "s3:PutObject"),
            new Row("function/lambda", "reserved_concurrency", "20", "21"),
            new Row("scalable-target/fargate-blue", "max_capacity", "2", "3"),
            new Row("alarm/fargate-blue-cpu-out", "condition", "60", "61"),
            new Row("alarm/fargate-blue-memory-out", "condition", "70", "71"));

    /** The fields that are changed here of any step of a kind. */
    static Set<String> fields(String kind) {
        return EXPECTED.stream()
                .filter(row -> row.step().startsWith(kind + "/"))
                .map(Row::field)
                .collect(Collectors.toSet());
    }

    private static Environment before(Account account) {
        return account.environment(
                "dev",
                SETTINGS.formatted("red", 14, 60),
                List.of(LAMBDA.formatted("/lambda/*", "s3:GetObject", 20), FARGATE.formatted(2, "step", 60, 70)));
    }

    private static Environment after(Account account, String scaling) {
        return account.environment(
                "dev",
                SETTINGS.formatted("blue", 30, 61),
                List.of(LAMBDA.formatted("/lambda/h*", "s3:PutObject", 21), FARGATE.formatted(3, scaling, 61, 71)));
    }

    @Test
    void eachChangesInPlace(@TempDir Path folder) {
        assumeTrue(TinyImage.possible(), "there is no " + TinyImage.PERL);
        try (Account account = Account.open(folder)) {
            account.up(before(account));
            assertThat(account.planned(before(account)).monthlyBefore())
                    .as("what it costs is kept for the next plan")
                    .isPresent()
                    .isEqualTo(account.cost(before(account)).monthly());

            PlanView plan = account.plan(after(account, "step"));
            assertThat(plan.destructive()).isFalse();
            assertThat(EXPECTED).allSatisfy(row -> shown(plan, row));
            assertThat(plan.planned().values()).noneMatch(Outcome.Planned::drifted);
            account.up(after(account, "step"));
            nothingIsLeft(account.plan(after(account, "step")));

            // Another kind of scaling is other policies.
            PlanView tracking = account.plan(after(account, "target"));
            assertThat(action(tracking, "scaling-policy/fargate-blue-cpu-out")).isEqualTo(Outcome.Action.DELETE);
            assertThat(action(tracking, "alarm/fargate-blue-cpu-out")).isEqualTo(Outcome.Action.DELETE);
            assertThat(action(tracking, "scaling-policy/fargate-blue-cpu")).isEqualTo(Outcome.Action.CREATE);
            account.up(after(account, "target"));
            nothingIsLeft(account.plan(after(account, "target")));
            account.up(after(account, "step"));
            nothingIsLeft(account.plan(after(account, "step")));
            anImageAloneTouchesNothingButTheRelease(account);
            callsOfAnAliasGoToItsOwnVersionOnly(account);
            tagsThatOthersChangedAreSaidToBeTheirs(account);
        }
    }

    private static void anImageAloneTouchesNothingButTheRelease(Account account) {
        long before = account.cloud().requests().last();
        account.image("two");
        assertThat(action(account.plan(after(account, "step")), "function/lambda"))
                .isEqualTo(Outcome.Action.CHANGE);
        account.up(after(account, "step"));
        Set<String> services = account.cloud().requests().since(before).stream()
                .filter(RequestLog.Entry::mutating)
                .map(request -> request.service() + ":" + request.operation())
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(services)
                .contains("lambda:PublishVersion", "ecs:RegisterTaskDefinition", "elasticloadbalancing:ModifyRule")
                .noneMatch(call -> call.matches("(ec2|iam|logs|acm|route53|tagging):.*"))
                .doesNotContain(
                        "elasticloadbalancing:ModifyListener",
                        "elasticloadbalancing:ModifyLoadBalancerAttributes",
                        "ecr:SetRepositoryPolicy",
                        "ecs:CreateCluster");
    }

    private static void callsOfAnAliasGoToItsOwnVersionOnly(Account account) {
        LambdaClient lambda = AwsConnection.at(account.cloud().endpoint(), "eu-west-2", duration -> {})
                .client(LambdaClient.builder());
        Supplier<List<AliasConfiguration>> aliases =
                () -> lambda.listAliases(a -> a.functionName("demo-dev-lambda")).aliases();
        assertThat(aliases.get()).hasSize(2).allMatch(alias -> alias.routingConfig() == null);
        AliasConfiguration serving = aliases.get().getLast();
        String other = aliases.get().getFirst().functionVersion();
        lambda.updateAlias(a -> a.functionName("demo-dev-lambda")
                .name(serving.name())
                .routingConfig(r -> r.additionalVersionWeights(Map.of(other, 0.5))));
        requestsGoToTheVersionBefore(account);
        PlanView plan = account.plan(after(account, "step"));
        assertThat(plan.planned().get(key("function-alias/lambda-green")).undoing())
                .containsExactly(Change.inPlace("additional_version_weights", "{" + other + "=0.5}", "{}"));
        assertThat(plan.planned().get(key("listener-rule/lambda")).undoing())
                .extracting(Change::field)
                .containsExactly("weights");
        account.up(after(account, "step"));
        assertThat(aliases.get()).allMatch(alias -> alias.routingConfig() == null);
        nothingIsLeft(account.plan(after(account, "step")));
    }

    private static void requestsGoToTheVersionBefore(Account account) {
        ElasticLoadBalancingV2Client elb = account.client(ElasticLoadBalancingV2Client.builder());
        String rule = account.client(ResourceGroupsTaggingApiClient.builder())
                .getResources(r -> r.tagFilters(f -> f.key("provision:resource").values("listener-rule/lambda")))
                .resourceTagMappingList()
                .getFirst()
                .resourceARN();
        List<TargetGroupTuple> turned = elb
                .describeRules(r -> r.ruleArns(rule))
                .rules()
                .getFirst()
                .actions()
                .getFirst()
                .forwardConfig()
                .targetGroups()
                .stream()
                .map(group -> group.toBuilder().weight(100 - group.weight()).build())
                .toList();
        elb.modifyRule(r -> r.ruleArn(rule).actions(a -> a.type("forward").forwardConfig(f -> f.targetGroups(turned))));
    }

    private static void tagsThatOthersChangedAreSaidToBeTheirs(Account account) {
        Map<String, String> steps = Steps.of(account, after(account, "step")).byArn();
        Set<String> tagged = Set.of("log-group/lambda", "security-group-rules/alb", "alarm/fargate-green-cpu-out");
        List<String> arns = steps.keySet().stream()
                .filter(arn -> tagged.contains(steps.get(arn)))
                .toList();
        assertThat(arns).as("a security group has several rules").hasSizeGreaterThan(tagged.size());
        assertThat(account.client(ResourceGroupsTaggingApiClient.builder())
                        .tagResources(r -> r.resourceARNList(arns).tags(Map.of("team", "others")))
                        .failedResourcesMap())
                .isEmpty();
        assertThat(account.plan(after(account, "step"))
                        .planned()
                        .get(key("tags/main"))
                        .undoing())
                .extracting(Change::field)
                .containsExactlyInAnyOrderElementsOf(
                        tagged.stream().map(step -> step + ".team").toList());
        account.up(after(account, "step"));
        nothingIsLeft(account.plan(after(account, "step")));
        assertThat(Steps.of(account, after(account, "step")).teams()).doesNotContainValue("others");
    }

    private static void nothingIsLeft(PlanView plan) {
        assertThat(plan.changed()).as(plan.toString()).isFalse();
    }

    private static void shown(PlanView plan, Row row) {
        assertThat(plan.planned().get(key(row.step())).changes()).anySatisfy(change -> {
            assertThat(change.field()).isEqualTo(row.field());
            assertThat(change.oldValue()).contains(row.before());
            assertThat(change.newValue()).contains(row.after());
        });
    }

    private static Outcome.Action action(PlanView plan, String step) {
        return plan.planned().get(key(step)).action();
    }

    private static StepKey key(String text) {
        return StepKey.parse(text).orElseThrow();
    }
}
