package dev.provision.localcloud.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.provision.localcloud.Clients;
import dev.provision.localcloud.LocalCloud;
import dev.provision.localcloud.Options;
import dev.provision.localcloud.time.Latency;
import dev.provision.localcloud.wire.AwsError;
import dev.provision.localcloud.wire.Fault;
import dev.provision.localcloud.wire.RequestLog;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.IamException;
import software.amazon.awssdk.services.sts.StsClient;

@Timeout(60)
class FaultTest {
    private static final String TRUST =
            "{\"Statement\": {\"Effect\": \"Allow\", \"Action\": \"sts:AssumeRole\", \"Principal\": \"*\"}}";
    private static LocalCloud cloud;
    private static IamClient patient;
    private static IamClient impatient;

    @BeforeAll
    static void start() {
        // Delays are in cloud time: a minute takes a tenth of a second.
        cloud = LocalCloud.start(Options.forTests().withSpeed(600));
        patient = Clients.of(IamClient.builder(), cloud.endpoint());
        impatient = impatient(cloud);
    }

    private static IamClient impatient(LocalCloud cloud) {
        return Clients.of(
                IamClient.builder()
                        .overrideConfiguration(client -> client.retryStrategy(DefaultRetryStrategy.doNotRetry())),
                cloud.endpoint());
    }

    @AfterAll
    static void stop() {
        patient.close();
        impatient.close();
        cloud.close();
    }

    @AfterEach
    void clear() {
        cloud.reset();
    }

    private static void inject(String operation, int count, Fault fault) {
        cloud.faults().inject(new Injection("iam", operation, count, fault));
    }

    private static void createRole(IamClient client) {
        client.createRole(role -> role.roleName("demo").assumeRolePolicyDocument(TRUST));
    }

    @Test
    void throttlesAsOftenAsToldAndARetryingClientGetsThrough() {
        inject("ListRoles", 2, Injection.throttling("iam"));
        long before = cloud.requests().last();
        assertThat(patient.listRoles().roles()).isEmpty();
        assertThat(cloud.requests().since(before))
                .extracting(RequestLog.Entry::status)
                .containsExactly(400, 400, 200);
    }

    @Test
    void throttlesWhoIsTooFastAtAwsPaceOnly() {
        // A clock that hardly moves: no bucket is filled again.
        Options slow = Options.forTests().withSpeed(0.001);
        assertThat(answered(slow.withLatency(Latency.AWS), 60)).isEqualTo(50);
        assertThat(answered(slow, 60)).isEqualTo(60);
    }

    /** How many calls, one right after the other, are answered before one is throttled. */
    private static int answered(Options options, int calls) {
        try (LocalCloud fresh = LocalCloud.start(options);
                IamClient client = impatient(fresh)) {
            for (int call = 0; call < calls; call++) {
                try {
                    client.listRoles();
                } catch (IamException refused) {
                    assertThat(refused.awsErrorDetails().errorCode()).isEqualTo("Throttling");
                    return call;
                }
            }
            return calls;
        }
    }

    @Test
    void refusesWithoutEffect() {
        inject("CreateRole", 1, new Fault.Refusal(new AwsError("ServiceFailure", 500, "Injected.")));
        assertThatThrownBy(() -> createRole(impatient)).isInstanceOfSatisfying(IamException.class, error -> assertThat(
                        error.awsErrorDetails().errorCode())
                .isEqualTo("ServiceFailure"));
        assertThat(patient.listRoles().roles()).isEmpty();
    }

    @Test
    void losesTheAnswerButNotTheEffect() {
        inject("CreateRole", 1, new Fault.LostAnswer());
        assertThatThrownBy(() -> createRole(impatient)).isInstanceOf(SdkClientException.class);
        assertThat(patient.listRoles().roles()).hasSize(1);
    }

    @Test
    void closesConnectionsWithoutEffect() {
        inject("CreateRole", 1, new Fault.Reset());
        assertThatThrownBy(() -> createRole(impatient)).isInstanceOf(SdkClientException.class);
        assertThat(patient.listRoles().roles()).isEmpty();
    }

    @Test
    void delaysInCloudTime() {
        inject("ListRoles", 1, new Fault.Delay(Duration.ofMinutes(1)));
        long start = System.nanoTime();
        patient.listRoles();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(90));
    }

    @Test
    void hitsOnlyWhatItNames() {
        inject("CreateRole", 1, new Fault.Reset());
        try (StsClient sts = Clients.of(StsClient.builder(), cloud.endpoint())) {
            assertThat(sts.getCallerIdentity().account()).isNotEmpty();
        }
        assertThat(patient.listRoles().roles()).isEmpty();
        assertThat(cloud.faults().pending()).hasSize(1);
    }

    @Test
    void isOfferedByHttp() throws Exception {
        String fault =
                "{\"service\": \"iam\", \"operation\": \"*\", \"kind\": \"error\", \"code\": \"Odd\", \"status\": 418}";
        assertThat(http("POST", fault, true).statusCode()).isEqualTo(204);
        assertThat(http("GET", "", false).body()).contains("\"operation\":\"*\"");
        assertThatThrownBy(() -> impatient.listRoles())
                .isInstanceOfSatisfying(IamException.class, error -> assertThat(error.statusCode())
                        .isEqualTo(418));
        assertThat(http("POST", fault, false).statusCode()).isEqualTo(403);
        assertThat(http("POST", "{\"service\": \"iam\"}", true).statusCode()).isEqualTo(400);
        assertThat(http("POST", "nonsense", true).statusCode()).isEqualTo(400);
        String nobody = "{\"kind\": \"idle-function\", \"target\": \"nobody\"}";
        assertThat(http("POST", nobody, true).statusCode()).isEqualTo(404);
        assertThat(http("POST", fault, true).statusCode()).isEqualTo(204);
        assertThat(http("DELETE", "", true).statusCode()).isEqualTo(204);
        assertThat(cloud.faults().pending()).isEmpty();
    }

    private static HttpResponse<String> http(String method, String body, boolean guard) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(cloud.endpoint().resolve("/_local/faults"))
                .method(method, HttpRequest.BodyPublishers.ofString(body));
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(
                    (guard ? request.header("X-Local-Cloud", "1") : request).build(),
                    HttpResponse.BodyHandlers.ofString());
        }
    }
}
