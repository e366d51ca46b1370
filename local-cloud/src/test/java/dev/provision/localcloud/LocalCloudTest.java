package dev.provision.localcloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.provision.localcloud.wire.WireServer;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.acm.AcmClient;
import software.amazon.awssdk.services.acm.model.CertificateDetail;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.sts.StsClient;

@Timeout(60)
class LocalCloudTest {
    private static final String TRUST =
            "{\"Statement\": {\"Effect\": \"Allow\", \"Action\": \"sts:AssumeRole\", \"Principal\": \"*\"}}";

    private static HttpResponse<String> send(LocalCloud cloud, String method, String path, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(cloud.endpoint().resolve(path)).method(method, BodyPublishers.noBody());
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(
                    (headers.length == 0 ? request : request.headers(headers)).build(), BodyHandlers.ofString());
        }
    }

    @Test
    void severalLiveInOneProcess() {
        try (LocalCloud one = LocalCloud.start(Options.forTests());
                LocalCloud two = LocalCloud.start(Options.forTests());
                IamClient first = Clients.of(IamClient.builder(), one.endpoint());
                IamClient second = Clients.of(IamClient.builder(), two.endpoint())) {
            first.createRole(role -> role.roleName("demo").assumeRolePolicyDocument(TRUST));
            assertThat(second.listRoles().roles()).isEmpty();
            assertThat(first.listRoles().roles()).hasSize(1);
        }
    }

    @Test
    void closingRemovesEverythingTemporaryAndTwiceIsFine() {
        LocalCloud cloud = LocalCloud.start(Options.forTests());
        assertThat(cloud.dataDirectory()).isDirectory();
        cloud.close();
        cloud.close();
        assertThat(cloud.closed()).isCompleted();
        assertThat(cloud.dataDirectory()).doesNotExist();
        assertThatThrownBy(() -> send(cloud, "GET", "/_local/health")).isInstanceOf(IOException.class);
    }

    @Test
    void keepsADirectoryThatItWasGiven(@TempDir Path directory) {
        LocalCloud.start(Options.forTests().withDataDirectory(directory)).close();
        assertThat(directory).isDirectory();
    }

    @Test
    void saysThatThePortIsTaken() {
        try (LocalCloud one = LocalCloud.start(Options.forTests())) {
            assertThatThrownBy(() -> LocalCloud.start(Options.forTests().withPort(one.port())))
                    .isInstanceOfSatisfying(WireServer.PortTaken.class, taken -> assertThat(taken.port())
                            .isEqualTo(one.port()));
        }
    }

    @Test
    void aResetForgetsResourcesAndKeepsTheEndpointAndTheLog() throws Exception {
        try (LocalCloud cloud = LocalCloud.start(Options.forTests());
                IamClient iam = Clients.of(IamClient.builder(), cloud.endpoint())) {
            iam.createRole(role -> role.roleName("demo").assumeRolePolicyDocument(TRUST));
            assertThat(send(cloud, "POST", "/_local/reset").statusCode()).isEqualTo(403);
            assertThat(iam.listRoles().roles()).hasSize(1);
            assertThat(send(cloud, "POST", "/_local/reset", "X-Local-Cloud", "1")
                            .statusCode())
                    .isEqualTo(204);
            assertThat(iam.listRoles().roles()).isEmpty();
            assertThat(cloud.requests().since(0)).hasSize(3);
        }
    }

    @Test
    void aLeapPutsItAheadAndItsCertificatesHoldForThoseWhoStayBehind() {
        try (LocalCloud cloud = LocalCloud.start(Options.forTests());
                AcmClient acm = Clients.of(AcmClient.builder(), cloud.endpoint())) {
            Instant before = cloud.now();
            cloud.leap(Duration.ofDays(1));
            String arn = acm.requestCertificate(r -> r.domainName("localhost")).certificateArn();
            CertificateDetail made =
                    acm.describeCertificate(r -> r.certificateArn(arn)).certificate();
            assertThat(made.createdAt()).isAfter(before.plus(Duration.ofHours(23)));
            assertThat(made.notBefore()).isBeforeOrEqualTo(before);
        }
    }

    @Test
    void showsItsRequestLog() throws Exception {
        try (LocalCloud cloud = LocalCloud.start(Options.forTests());
                StsClient sts = Clients.of(StsClient.builder(), cloud.endpoint())) {
            sts.getCallerIdentity();
            assertThat(send(cloud, "GET", "/_local/requests").body())
                    .contains("\"last\":1", "\"operation\":\"GetCallerIdentity\"", "\"mutating\":false")
                    .doesNotContain("errorCode");
            assertThat(send(cloud, "GET", "/_local/requests?since=1").body()).contains("\"requests\":[]");
            assertThat(send(cloud, "GET", "/_local/requests?since=x").statusCode())
                    .isEqualTo(400);
        }
    }

    @Test
    void answersHealthAndNothingUnknown() throws Exception {
        try (LocalCloud cloud = LocalCloud.start(Options.forTests())) {
            assertThat(send(cloud, "GET", "/_local/health").body()).isEqualTo("{\"status\":\"UP\"}");
            assertThat(send(cloud, "GET", "/_local/nothing").statusCode()).isEqualTo(404);
        }
    }

    @Test
    void stopsWhenAsked() throws Exception {
        try (LocalCloud cloud = LocalCloud.start(Options.forTests())) {
            assertThat(send(cloud, "POST", "/_local/stop").statusCode()).isEqualTo(403);
            assertThat(send(cloud, "POST", "/_local/stop", "X-Local-Cloud", "1").statusCode())
                    .isEqualTo(202);
            cloud.closed().get(20, TimeUnit.SECONDS);
        }
    }
}
