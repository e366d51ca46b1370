package dev.provision.service.secrets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Against a server that answers as AWS does. */
class SecretVariablesTest {
    private static final String TOKEN = "arn:aws:ssm:eu-west-2:000000000000:parameter/demo/token";
    private static final String SECRET = "arn:aws:secretsmanager:eu-west-2:000000000000:secret:demo-AbCdEf";
    private final List<String> asked = new ArrayList<>();
    private final List<Duration> pauses = new ArrayList<>();
    private int status = 200;
    private int troubles;
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String target = exchange.getRequestHeaders().getFirst("X-Amz-Target");
        asked.add(target + " " + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        int now = troubles-- > 0 ? 503 : status;
        String body = now == 503
                ? ""
                : now == 400
                        ? "{\"__type\":\"com.amazonaws#AccessDeniedException\",\"message\":\"User: x is not authorized\"}"
                        : target.startsWith("AmazonSSM")
                                ? "{\"Parameters\":[{\"ARN\":\"" + TOKEN
                                        + "\",\"Value\":\"one\"}],\"InvalidParameters\":[]}"
                                : "{\"ARN\":\"" + SECRET
                                        + "\",\"SecretString\":\"{\\\"user\\\":\\\"two\\\",\\\"port\\\":5432}\"}";
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(now, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private Map<String, String> environment(String... more) {
        Map<String, String> environment = new HashMap<>(Map.of(
                "AWS_REGION", "eu-west-2",
                "AWS_ACCESS_KEY_ID", "AKIDEXAMPLE",
                "AWS_SECRET_ACCESS_KEY", "key",
                "AWS_ENDPOINT_URL", "http://127.0.0.1:" + server.getAddress().getPort()));
        for (int i = 0; i < more.length; i += 2) {
            environment.put(more[i], more[i + 1]);
        }
        return environment;
    }

    @Test
    void valuesComeInThePlaceOfReferences() throws Exception {
        Map<String, String> resolved = SecretVariables.resolved(
                environment(
                        "PLAIN", "${NOT}",
                        "TOKEN", "${ssm:" + TOKEN + "}",
                        "AGAIN", "${ssm:" + TOKEN + "}",
                        "USER", "${secret:" + SECRET + "#user}",
                        "PORT", "${secret:" + SECRET + "#port}",
                        "WHOLE", "${secret:" + SECRET + "}"),
                pauses::add);
        assertThat(resolved)
                .containsEntry("PLAIN", "${NOT}")
                .containsEntry("TOKEN", "one")
                .containsEntry("AGAIN", "one")
                .containsEntry("USER", "two")
                .containsEntry("PORT", "5432")
                .containsEntry("WHOLE", "{\"user\":\"two\",\"port\":5432}")
                .containsEntry("AWS_REGION", "eu-west-2");
        assertThat(asked)
                .containsExactly(
                        "AmazonSSM.GetParameters {\"Names\":[\"" + TOKEN + "\"],\"WithDecryption\":true}",
                        "secretsmanager.GetSecretValue {\"SecretId\":\"" + SECRET + "\"}");
    }

    @Test
    void withoutReferencesNothingIsAskedAndNothingCopied() throws Exception {
        Map<String, String> environment = environment("NAME", "value", "OTHER", "${HOME}");
        assertThat(SecretVariables.resolved(environment, pauses::add)).isSameAs(environment);
        assertThat(asked).isEmpty();
    }

    @Test
    void passingTroubleIsWaitedOutWithGrowingPauses() throws Exception {
        troubles = 2;
        assertThat(SecretVariables.resolved(environment("TOKEN", "${ssm:" + TOKEN + "}"), pauses::add))
                .containsEntry("TOKEN", "one");
        assertThat(pauses).containsExactly(Duration.ofMillis(200), Duration.ofMillis(400));
    }

    @Test
    void saysWhichVariableCannotBeHadAndWhy() {
        assertThatThrownBy(() ->
                        SecretVariables.resolved(environment("USER", "${secret:" + SECRET + "#nobody}"), pauses::add))
                .hasMessage("USER: the secret " + SECRET + " is no JSON object with the field nobody");
        assertThatThrownBy(() -> SecretVariables.resolved(environment("TOKEN", "${ssm:" + TOKEN + "s}"), pauses::add))
                .hasMessage("TOKEN: there is no parameter " + TOKEN + "s");
        status = 400;
        assertThatThrownBy(() -> SecretVariables.resolved(environment("USER", "${secret:" + SECRET + "}"), pauses::add))
                .hasMessage(
                        "secretsmanager.GetSecretValue was refused with status 400: AccessDeniedException User: x is"
                                + " not authorized");
        assertThat(pauses).isEmpty();
    }

    /** What botocore signs this request with. */
    @Test
    void theSignatureIsTheOneThatAwsComputes() {
        Map<String, String> headers = new Signature("ssm", "eu-west-2", Instant.parse("2026-11-27T04:05:06Z"))
                .headers(
                        URI.create("https://ssm.eu-west-2.amazonaws.com"),
                        "AmazonSSM.GetParameters",
                        "{\"Names\":[\"/a\"]}".getBytes(StandardCharsets.UTF_8),
                        new Signature.Credentials(
                                "AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", Optional.of("token")));
        assertThat(headers)
                .containsEntry(
                        "authorization",
                        "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20261127/eu-west-2/ssm/aws4_request,"
                                + " SignedHeaders=content-type;host;x-amz-date;x-amz-security-token;x-amz-target,"
                                + " Signature=603dbfd29485080c82cbde83845a8618b32d309b4337416affbe17a60b06c2fa");
    }
}
