package dev.provision.localcloud.wafv2;

import static org.assertj.core.api.Assertions.assertThat;

import dev.provision.localcloud.Clients;
import dev.provision.localcloud.LocalCloud;
import dev.provision.localcloud.Options;
import dev.provision.localcloud.PublicNetwork;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ActionTypeEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ProtocolEnum;
import software.amazon.awssdk.services.wafv2.Wafv2Client;
import software.amazon.awssdk.services.wafv2.model.Rule;
import software.amazon.awssdk.services.wafv2.model.Scope;

/** A web ACL in front of a load balancer that takes requests. */
@Timeout(60)
@SuppressWarnings("unchecked") // the SDK has varargs of generic consumers
class BlockedRequestsTest {
    @Test
    void whatTheAclBlocksGets403UntilItIsTakenAway() throws Exception {
        int port = freePort();
        try (LocalCloud cloud = LocalCloud.start(Options.forTests().withListenerPorts(_ -> port));
                HttpClient http = HttpClient.newHttpClient()) {
            String balancer = balancer(cloud);
            assertThat(get(http, port, "/admin/users").statusCode()).isEqualTo(200);
            try (Wafv2Client waf = Clients.of(Wafv2Client.builder(), cloud.endpoint())) {
                String acl = waf.createWebACL(a -> a.name("no-admin")
                                .scope(Scope.REGIONAL)
                                .defaultAction(d -> d.allow(_ -> {}))
                                .visibilityConfig(v -> v.metricName("m")
                                        .sampledRequestsEnabled(false)
                                        .cloudWatchMetricsEnabled(false))
                                .rules(noAdmin()))
                        .summary()
                        .arn();
                waf.associateWebACL(a -> a.webACLArn(acl).resourceArn(balancer));
                HttpResponse<String> blocked = get(http, port, "/admin/users");
                assertThat(blocked.statusCode()).isEqualTo(403);
                assertThat(blocked.body()).contains("<h1>403 Forbidden</h1>");
                assertThat(get(http, port, "/public").statusCode()).isEqualTo(200);
                waf.disassociateWebACL(a -> a.resourceArn(balancer));
                assertThat(get(http, port, "/admin/users").statusCode()).isEqualTo(200);
            }
        }
    }

    private static Rule noAdmin() {
        return Rule.builder()
                .name("admin")
                .priority(1)
                .action(a -> a.block(_ -> {}))
                .visibilityConfig(
                        v -> v.metricName("m").sampledRequestsEnabled(false).cloudWatchMetricsEnabled(false))
                .statement(s -> s.byteMatchStatement(b -> b.searchString(SdkBytes.fromUtf8String("/admin"))
                        .fieldToMatch(f -> f.uriPath(_ -> {}))
                        .positionalConstraint("STARTS_WITH")
                        .textTransformations(t -> t.priority(0).type("NONE"))))
                .build();
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }

    private static HttpResponse<String> get(HttpClient http, int port, String path)
            throws IOException, InterruptedException {
        URI uri = URI.create("http://127.0.0.1:" + port + path);
        return http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
    }

    /** A load balancer, reachable from the internet, that says 200 to everything. */
    private static String balancer(LocalCloud cloud) {
        try (Ec2Client ec2 = Clients.of(Ec2Client.builder(), cloud.endpoint());
                ElasticLoadBalancingV2Client elb =
                        Clients.of(ElasticLoadBalancingV2Client.builder(), cloud.endpoint())) {
            PublicNetwork network = PublicNetwork.in(ec2, "10.0");
            String balancer = elb.createLoadBalancer(
                            l -> l.name("web").subnets(network.subnets()).securityGroups(network.group()))
                    .loadBalancers()
                    .getFirst()
                    .loadBalancerArn();
            elb.createListener(l -> l.loadBalancerArn(balancer)
                    .port(80)
                    .protocol(ProtocolEnum.HTTP)
                    .defaultActions(
                            a -> a.type(ActionTypeEnum.FIXED_RESPONSE).fixedResponseConfig(f -> f.statusCode("200"))));
            return balancer;
        }
    }
}
