package dev.provision.localcloud.balancer;

import static dev.provision.localcloud.elb.ElbCloud.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.provision.localcloud.elb.ElbCloud;
import dev.provision.localcloud.network.NetworkInterfaces.Attached;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ElasticLoadBalancingV2Exception;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Listener;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RuleTransform;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroup;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealthStateEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TransformTypeEnum;

/** Rules that rewrite URL and host on the way to a target. */
@SuppressWarnings("unchecked") // the SDK has varargs of generic consumers
@Timeout(60)
class TransformsTest {
    private static ElbCloud cloud;
    private static Listener listener;
    private static TargetGroup group;
    private static TargetServer target;
    private static HttpClient http;
    private static int priorities;

    @BeforeAll
    static void start() throws Exception {
        cloud = ElbCloud.start();
        listener = cloud.listener(cloud.loadBalancer("transforms"), 80);
        group = cloud.ipGroup("mirror");
        Attached task = cloud.network().task();
        target = new TargetServer(task.loopback(), TargetServer.mirror());
        cloud.rule(listener, ++priorities, "/plain*", group);
        cloud.register(group, task.privateIp(), target.port());
        await("healthy", () -> cloud.health(group).state() == TargetHealthStateEnum.HEALTHY);
        http = HttpClient.newHttpClient();
    }

    @AfterAll
    static void stop() {
        http.close();
        target.close();
        cloud.close();
    }

    private static RuleTransform url(String regex, String replace) {
        return RuleTransform.builder()
                .type(TransformTypeEnum.URL_REWRITE)
                .urlRewriteConfig(
                        config -> config.rewrites(one -> one.regex(regex).replace(replace)))
                .build();
    }

    private static RuleTransform host(String regex, String replace) {
        return RuleTransform.builder()
                .type(TransformTypeEnum.HOST_HEADER_REWRITE)
                .hostHeaderRewriteConfig(
                        config -> config.rewrites(one -> one.regex(regex).replace(replace)))
                .build();
    }

    private static String rule(String path, RuleTransform... transforms) {
        return cloud.client()
                .createRule(request -> request.listenerArn(listener.listenerArn())
                        .priority(++priorities)
                        .conditions(ElbCloud.path(path))
                        .actions(ElbCloud.forward(group))
                        .transforms(transforms))
                .rules()
                .getFirst()
                .ruleArn();
    }

    private static HttpResponse<String> get(String path) throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + cloud.port(listener) + path);
        return http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
    }

    @Test
    void thePrefixIsTakenAwayAndTheHostReplaced() throws Exception {
        String rule = rule("/lambda/*", url("^/lambda/(.*)$", "/$1"), host("^127\\.(.*)$", "inner.$1"));
        assertThat(get("/lambda/a%20b/c?x=1&y=%20").body())
                .startsWith("GET /a%20b/c?x=1&y=%20\n")
                .contains("host: inner.0.0.1\n");
        cloud.client().modifyRule(request -> request.ruleArn(rule).resetTransforms(true));
        assertThat(get("/lambda/a").body()).startsWith("GET /lambda/a\n").contains("host: 127.0.0.1:");
    }

    @Test
    void withoutAMatchTheRequestStaysAndAFailureIs500() throws Exception {
        rule("/same/*", url("^/other/(.*)$", "/$1"));
        assertThat(get("/same/a").body()).startsWith("GET /same/a\n");
        rule("/fails/*", url("^/fails/(.*)$", "$1"));
        assertThat(get("/fails/a").statusCode()).isEqualTo(500);
        rule("/group/*", url("^/group/", "/$2"));
        assertThat(get("/group/a").statusCode()).isEqualTo(500);
    }

    @Test
    void whatAwsDoesNotTakeIsRefused() {
        for (RuleTransform wrong : new RuleTransform[] {
            url("(", "/"),
            url("a(?=b)", "/"),
            url("(a)\\1", "/"),
            url("a++", "/"),
            url("\\p{L}", "/"),
            url("a".repeat(1025), "/"),
            RuleTransform.builder().type(TransformTypeEnum.URL_REWRITE).build()
        }) {
            assertThatThrownBy(() -> rule("/wrong", wrong)).isInstanceOf(ElasticLoadBalancingV2Exception.class);
        }
        assertThatThrownBy(() -> rule("/twice", url("a", "/"), url("b", "/")))
                .isInstanceOf(ElasticLoadBalancingV2Exception.class)
                .hasMessageContaining("one transform of each type");
    }
}
