package dev.provision.localcloud.balancer;

import static dev.provision.localcloud.elb.ElbCloud.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.provision.localcloud.elb.ElbCloud;
import dev.provision.localcloud.network.NetworkInterfaces.Attached;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.services.acm.model.CertificateStatus;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Listener;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ProtocolEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroup;

/** A listener with a certificate of the local ACM, whose authority its clients can come to trust. */
@Timeout(60)
class SecureListenerTest extends FrontDoorFixture {
    private static String certificate;
    private static Listener secure;

    @BeforeAll
    static void secure() {
        certificate =
                cloud.acm().requestCertificate(r -> r.domainName("localhost")).certificateArn();
        await(
                "it is issued",
                () -> cloud.acm()
                                .describeCertificate(r -> r.certificateArn(certificate))
                                .certificate()
                                .status()
                        == CertificateStatus.ISSUED);
        secure = cloud.client()
                .createListener(r -> r.loadBalancerArn(front.loadBalancer().loadBalancerArn())
                        .port(443)
                        .protocol(ProtocolEnum.HTTPS)
                        .certificates(software.amazon.awssdk.services.elasticloadbalancingv2.model.Certificate.builder()
                                .certificateArn(certificate)
                                .build())
                        .defaultActions(ElbCloud.nothingHere()))
                .listeners()
                .getFirst();
    }

    /** What trusts the root at the end of the chain that ACM hands out, and nothing else. */
    private static SSLContext trustingTheAuthority() throws Exception {
        String chain =
                cloud.acm().getCertificate(r -> r.certificateArn(certificate)).certificateChain();
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        for (Certificate one : CertificateFactory.getInstance("X.509")
                .generateCertificates(new ByteArrayInputStream(chain.getBytes(StandardCharsets.US_ASCII)))) {
            store.setCertificateEntry("root", one);
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    private static HttpClient client(Version version) throws Exception {
        return HttpClient.newBuilder()
                .version(version)
                .sslContext(trustingTheAuthority())
                .build();
    }

    private static HttpRequest request(String path) {
        return HttpRequest.newBuilder(URI.create("https://localhost:" + cloud.port(secure) + path))
                .timeout(Duration.ofSeconds(20))
                .build();
    }

    @Test
    void speaksHttp2AndHttp1ToClientsThatTrustTheAuthorityAndNotToOthers() throws Exception {
        TargetGroup group = cloud.ipGroup("mirror");
        cloud.rule(secure, 1, "/mirror*", group);
        Attached task = cloud.network().task();
        try (TargetServer target = new TargetServer(task.loopback(), TargetServer.mirror());
                HttpClient modern = client(Version.HTTP_2);
                HttpClient old = client(Version.HTTP_1_1);
                HttpClient stranger = HttpClient.newHttpClient()) {
            front.join(group, target.port(), task);
            HttpResponse<String> answer = modern.send(request("/mirror?a=b"), BodyHandlers.ofString());
            assertThat(answer.version()).isEqualTo(Version.HTTP_2);
            assertThat(answer.body())
                    .startsWith("GET /mirror?a=b\n")
                    .contains("x-forwarded-proto: https\n", "x-forwarded-port: 443\n", "host: localhost:");
            // Not the cookies: Helidon 4.4.0 joins them, https://github.com/helidon-io/helidon/issues/11542.
            HttpResponse<String> plain = old.send(request("/mirror"), BodyHandlers.ofString());
            assertThat(plain.version()).isEqualTo(Version.HTTP_1_1);
            assertThat(plain.headers().allValues("set-cookie")).containsExactly("a=1", "b=2");
            assertThatThrownBy(() -> stranger.send(request("/mirror"), BodyHandlers.discarding()))
                    .isInstanceOf(SSLHandshakeException.class);
        }
        assertThatThrownBy(() -> cloud.acm().deleteCertificate(r -> r.certificateArn(certificate)))
                .hasMessageContaining("in use");
    }

    @Test
    void noticesThatAnHttp2ClientHangsUpBeforeItsAnswer() throws Exception {
        TargetGroup group = cloud.ipGroup("thinks");
        cloud.rule(secure, 2, "/thinks*", group);
        Attached task = cloud.network().task();
        CompletableFuture<Boolean> arrived = new CompletableFuture<>();
        CompletableFuture<Boolean> enough = new CompletableFuture<>();
        try (TargetServer target = new TargetServer(task.loopback(), exchange -> {
            arrived.complete(true);
            enough.join();
            TargetServer.answer(exchange, 200, "at last");
        })) {
            front.join(group, target.port(), task);
            double before = refused();
            HttpClient client = client(Version.HTTP_2);
            var _ = client.sendAsync(request("/thinks"), BodyHandlers.discarding());
            assertThat(arrived.join()).isTrue();
            client.shutdownNow();
            await("460", () -> refused() == before + 1);
        } finally {
            enough.complete(true);
        }
    }

    private static double refused() {
        String arn = front.loadBalancer().loadBalancerArn();
        return cloud.measured()
                .sum("HTTPCode_ELB_4XX_Count", Map.of("LoadBalancer", arn.substring(arn.indexOf("app/"))));
    }
}
