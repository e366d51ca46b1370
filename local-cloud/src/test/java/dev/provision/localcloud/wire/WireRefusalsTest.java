package dev.provision.localcloud.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the wire refuses before a service sees it, and what comes close to that and is let in. */
@Timeout(60)
class WireRefusalsTest {
    private static WireExamples wire;

    @BeforeAll
    static void start() {
        wire = WireExamples.start();
    }

    @AfterAll
    static void stop() {
        wire.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.example",
                "localhost.evil.example:4566",
                "169.254.169.254",
                "0.0.0.0:80",
                "127.0.0.1.nip.io"
            })
    void refusesForeignHosts(String host) throws IOException {
        assertThat(wire.raw("GET /v2/ HTTP/1.1\r\nHost: " + host + "\r\n\r\n")).isEqualTo("HTTP/1.1 403");
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "LOCALHOST:4566", "127.0.0.3:99", "registry.localhost:4566", "[::1]:4566"})
    void answersToItsOwnHosts(String host) throws IOException {
        assertThat(wire.raw("GET /v2/ HTTP/1.1\r\nHost: " + host + "\r\n\r\n")).isEqualTo("HTTP/1.1 200");
    }

    @Test
    void refusesPagesOfOtherSites() throws Exception {
        HttpRequest.Builder page = HttpRequest.newBuilder(wire.endpoint().resolve("/v2/"));
        assertThat(wire.send(page.copy().header("Origin", "https://evil.example"))
                        .statusCode())
                .isEqualTo(403);
        assertThat(wire.send(page.copy().header("Origin", "null")).statusCode()).isEqualTo(403);
        assertThat(wire.send(page.copy().header("Origin", "http://localhost:4566"))
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void wantsASignature() throws Exception {
        HttpResponse<String> query = wire.send(HttpRequest.newBuilder(wire.endpoint())
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString("Action=DescribeAlarms")));
        assertThat(query.statusCode()).isEqualTo(403);
        assertThat(query.body()).contains("<Code>MissingAuthenticationToken</Code>");
        HttpResponse<String> json = wire.send(HttpRequest.newBuilder(wire.endpoint())
                .header("X-Amz-Target", "X.CreateCluster")
                .POST(BodyPublishers.ofString("{}")));
        assertThat(json.statusCode()).isEqualTo(403);
        assertThat(json.body()).contains("\"__type\":\"MissingAuthenticationToken\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer x", "AWS4-HMAC-SHA256 Credential=a/b/c", "AWS4-HMAC-SHA256"})
    void wantsACompleteSignature(String authorization) throws Exception {
        HttpResponse<String> answer = wire.send(HttpRequest.newBuilder(wire.endpoint())
                .header("Authorization", authorization)
                .header("X-Amz-Date", "20260101T000000Z")
                .header("X-Amz-Target", "X.CreateCluster")
                .POST(BodyPublishers.ofString("{}")));
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("IncompleteSignature");
    }

    @Test
    void takesPresignedRequests() throws Exception {
        HttpResponse<String> answer = wire.send(HttpRequest.newBuilder(wire.endpoint()
                .resolve("/?Action=DescribeAlarms&Version=2010-08-01&AlarmNames.member.1=a"
                        + "&X-Amz-Credential=AKID%2F20260101%2Feu-west-2%2Fmonitoring%2Faws4_request")));
        assertThat(answer.body()).contains("<AlarmName>a</AlarmName>");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"{", "[]", "{\"clusterName\":{}}", "{\"clusterName\":5}", "{\"tags\":{}}", "nonsense"})
    void refusesDocumentsThatDoNotFit(String body) throws Exception {
        HttpResponse<String> answer = wire.json("CreateCluster", body.getBytes(StandardCharsets.UTF_8));
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("\"__type\":\"SerializationException\"");
    }

    @Test
    void refusesFormsThatDoNotFit() throws Exception {
        assertThat(wire.form("Action=DescribeAlarms&Version=2010-08-01&MaxRecords=many")
                        .body())
                .contains("<Code>MalformedInput</Code>");
        assertThat(wire.form("Action=%zz").statusCode()).isEqualTo(400);
        assertThat(wire.raw(
                        "POST /2015-03-31/functions/f/invocations?Qualifier=%zz HTTP/1.1\r\nHost: localhost\r\n\r\n"))
                .isEqualTo("HTTP/1.1 400");
    }

    @Test
    void refusesRequestsThatAreTooLarge() throws Exception {
        ByteArrayOutputStream bomb = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(bomb)) {
            zip.write(new byte[17 << 20]);
        }
        assertThat(wire.json("CreateCluster", bomb.toByteArray(), "Content-Encoding", "gzip")
                        .statusCode())
                .isEqualTo(413);
    }
}
