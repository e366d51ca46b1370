package dev.provision.localcloud.elb;

import static dev.provision.localcloud.elb.ElbCloud.path;
import static dev.provision.localcloud.elb.LoadBalancersTest.refused;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Action;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ActionTypeEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Listener;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.QueryStringKeyValuePair;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RedirectActionStatusCodeEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Rule;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RuleCondition;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RulePriorityPair;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroup;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroupTuple;

/** Which rule a request meets, and what it does with it. */
@Timeout(60)
class RulesTest extends RulesFixture {
    @ParameterizedTest
    @CsvSource({
        "/lambda/*, /lambda/health, true",
        "/lambda/*, /lambda, false",
        "/lambda/*, /Lambda/health, false",
        "/lambda/*, /lambda/, true",
        "/img/*/pics, /img/a/b/pics, true",
        "/v?, /v1, true",
        "/v?, /v, false",
        "*, /anything, true",
        "/a, /a?b=/c, true",
    })
    void pathsMatchAsOnAws(String pattern, String asked, boolean matches) throws Exception {
        rule(1, says("yes"), path(pattern));
        assertThat(body(asked).equals("yes")).isEqualTo(matches);
    }

    private static RuleCondition regex(String field, String... expressions) {
        return RuleCondition.builder().field(field).regexValues(expressions).build();
    }

    @Test
    void regularExpressionsMatchWhereTheyAreFound() throws Exception {
        Rule versions = rule(1, says("version"), regex("path-pattern", "^/v[0-9]+/", "\\.old$"));
        rule(
                2,
                says("browser"),
                RuleCondition.builder()
                        .field("http-header")
                        .httpHeaderConfig(
                                header -> header.httpHeaderName("User-Agent").regexValues("(Fire|Water)fox"))
                        .build());
        rule(3, says("host"), regex("host-header", "^127\\.0\\.0\\.[1-9]$"), path("/host"));
        assertThat(versions.conditions().getFirst().pathPatternConfig().regexValues())
                .containsExactly("^/v[0-9]+/", "\\.old$");
        assertThat(body("/v12/a")).isEqualTo("version");
        assertThat(body("/x.old")).isEqualTo("version");
        assertThat(body("/x.older/v12/a")).doesNotContain("version");
        assertThat(body("/", "User-Agent", "Waterfox/1")).isEqualTo("browser");
        assertThat(body("/host")).isEqualTo("host");
        refused("ValidationError", () -> rule(4, says("x"), regex("path-pattern", "(")));
        refused("ValidationError", () -> rule(4, says("x"), regex("path-pattern", "(?=a)")));
        refused("ValidationError", () -> rule(4, says("x"), regex("path-pattern", "a".repeat(129))));
        refused("ValidationError", () -> rule(4, says("x"), regex("source-ip", "10.*")));
        refused(
                "ValidationError",
                () -> rule(4, says("x"), path("/a").toBuilder().regexValues("a").build()));
    }

    @Test
    void everyKindOfConditionDecides() throws Exception {
        rule(
                1,
                says("header"),
                RuleCondition.builder()
                        .field("http-header")
                        .httpHeaderConfig(
                                header -> header.httpHeaderName("X-Probe").values("gr?en*"))
                        .build());
        rule(
                2,
                says("query"),
                RuleCondition.builder()
                        .field("query-string")
                        .queryStringConfig(query -> query.values(
                                QueryStringKeyValuePair.builder()
                                        .key("version")
                                        .value("v*")
                                        .build(),
                                QueryStringKeyValuePair.builder().value("any").build()))
                        .build());
        rule(
                3,
                says("method"),
                RuleCondition.builder()
                        .field("http-request-method")
                        .httpRequestMethodConfig(method -> method.values("DELETE"))
                        .build());
        rule(
                4,
                says("host"),
                RuleCondition.builder().field("host-header").values("LOCALHOST").build());
        rule(
                5,
                says("nowhere"),
                RuleCondition.builder()
                        .field("source-ip")
                        .sourceIpConfig(source -> source.values("10.0.0.0/8", "::1/128"))
                        .build());
        rule(
                6,
                says("source"),
                path("/source"),
                RuleCondition.builder()
                        .field("source-ip")
                        .sourceIpConfig(source -> source.values("127.0.0.0/8"))
                        .build());
        assertThat(body("/", "x-probe", "GREEN-1")).isEqualTo("header");
        assertThat(body("/?a=b&VERSION=V1")).isEqualTo("query");
        assertThat(body("/?x=any")).isEqualTo("query");
        assertThat(body("/source")).isEqualTo("source");
        assertThat(body("/other")).contains("nothing here");
        HttpRequest delete = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + cloud.port(listener) + "/"))
                .DELETE()
                .build();
        assertThat(Requests.send(delete).body()).isEqualTo("method");
        HttpRequest localhost = HttpRequest.newBuilder(URI.create("http://localhost:" + cloud.port(listener) + "/"))
                .build();
        assertThat(Requests.send(localhost).body()).isEqualTo("host");
    }

    @Test
    void theLowestPriorityWinsAndCanBeChanged() throws Exception {
        Rule first = rule(10, says("first"), path("/x"));
        Rule second = rule(20, says("second"), path("/x"));
        assertThat(body("/x")).isEqualTo("first");
        refused("PriorityInUse", () -> rule(10, says("third"), path("/y")));
        refused("PriorityInUse", () -> priorities(first, 20));
        cloud.client().setRulePriorities(request -> request.rulePriorities(pair(first, 20), pair(second, 10)));
        assertThat(body("/x")).isEqualTo("second");
        List<Rule> rules = cloud.client()
                .describeRules(request -> request.listenerArn(listener.listenerArn()))
                .rules();
        assertThat(rules).extracting(Rule::priority).containsExactly("10", "20", "default");
        assertThat(rules.getLast().isDefault()).isTrue();
        assertThat(rules.getFirst().conditions().getFirst().pathPatternConfig().values())
                .containsExactly("/x");
        refused("OperationNotPermitted", () -> cloud.client()
                .deleteRule(request -> request.ruleArn(rules.getLast().ruleArn())));
        cloud.client().deleteRule(request -> request.ruleArn(second.ruleArn()));
        assertThat(body("/x")).isEqualTo("first");
        refused("RuleNotFound", () -> cloud.client().deleteRule(request -> request.ruleArn(second.ruleArn())));
    }

    private void priorities(Rule rule, int priority) {
        cloud.client().setRulePriorities(request -> request.rulePriorities(pair(rule, priority)));
    }

    private static RulePriorityPair pair(Rule rule, int priority) {
        return RulePriorityPair.builder()
                .ruleArn(rule.ruleArn())
                .priority(priority)
                .build();
    }

    @Test
    void redirectsLeadToWhereTheOtherListenerIs() throws Exception {
        Listener other = cloud.listener(loadBalancer, 8443);
        rule(1, redirect("HTTPS", "8443", "/#{path}"), path("/moved/*"));
        HttpResponse<String> answer = Requests.get(cloud.port(listener), "/moved/a%20b?x=1");
        assertThat(answer.statusCode()).isEqualTo(301);
        assertThat(answer.headers().firstValue("location"))
                .contains("https://127.0.0.1:" + cloud.port(other) + "/moved/a%20b?x=1");
        refused("InvalidLoadBalancerAction", () -> rule(2, redirect("HTTP", "#{port}", "/#{path}"), path("/loop")));
    }

    private static Action redirect(String protocol, String port, String path) {
        return Action.builder()
                .type(ActionTypeEnum.REDIRECT)
                .redirectConfig(redirect -> redirect.protocol(protocol)
                        .port(port)
                        .path(path)
                        .statusCode(RedirectActionStatusCodeEnum.HTTP_301))
                .build();
    }

    @Test
    void weightsShareOutRequestsAndCanBeShifted() throws Exception {
        String function = "arn:aws:lambda:eu-west-2:000000000000:function:demo";
        cloud.functions().permit(function);
        TargetGroup blue = lambda("blue", function);
        TargetGroup green = lambda("green", function);
        cloud.functions()
                .code(event ->
                        new dev.provision.localcloud.lambda.Invoker.Outcome.Answered("{\"statusCode\":200,\"body\":\""
                                + (event.contains("targetgroup/blue") ? "blue" : "green") + "\"}"));
        Rule rule = rule(1, weighted(blue, 80, green, 20), path("/x"));
        long greens = count("green", 400);
        // 5 standard deviations around 80 of 400.
        assertThat(greens).isBetween(40L, 120L);
        shift(rule, weighted(blue, 0, green, 1));
        assertThat(count("green", 50)).isEqualTo(50);
        shift(rule, weighted(blue, 0, green, 0));
        assertThat(Requests.status(cloud.port(listener), "/x")).isEqualTo(503);
        refused("ValidationError", () -> shift(rule, weighted(blue, 1000, green, 0)));
        refused("ResourceInUse", () -> cloud.client()
                .deleteTargetGroup(request -> request.targetGroupArn(blue.targetGroupArn())));
    }

    private void shift(Rule rule, Action action) {
        cloud.client().modifyRule(request -> request.ruleArn(rule.ruleArn()).actions(action));
    }

    private long count(String wanted, int times) throws Exception {
        long count = 0;
        for (int i = 0; i < times; i++) {
            count += body("/x").equals(wanted) ? 1 : 0;
        }
        return count;
    }

    private static Action weighted(TargetGroup one, int weight, TargetGroup other, int otherWeight) {
        return Action.builder()
                .type(ActionTypeEnum.FORWARD)
                .forwardConfig(forward -> forward.targetGroups(tuple(one, weight), tuple(other, otherWeight)))
                .build();
    }

    private static TargetGroupTuple tuple(TargetGroup group, int weight) {
        return TargetGroupTuple.builder()
                .targetGroupArn(group.targetGroupArn())
                .weight(weight)
                .build();
    }

    private TargetGroup lambda(String name, String function) {
        TargetGroup group = cloud.lambdaGroup(name);
        cloud.client().registerTargets(request -> request.targetGroupArn(group.targetGroupArn())
                .targets(new TargetKey(function, 0).description(null)));
        return group;
    }
}
