package dev.provision.localcloud.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import dev.provision.localcloud.Clients;
import dev.provision.localcloud.state.ControlPlane;
import dev.provision.localcloud.time.ManualTime;
import dev.provision.localcloud.wire.ServiceApi.Protocol;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.cloudwatch.model.DeleteAlarmsRequest;
import software.amazon.awssdk.services.cloudwatch.model.DeleteAlarmsResponse;
import software.amazon.awssdk.services.cloudwatch.model.DescribeAlarmsRequest;
import software.amazon.awssdk.services.cloudwatch.model.DescribeAlarmsResponse;
import software.amazon.awssdk.services.cloudwatch.model.MetricAlarm;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.Cluster;
import software.amazon.awssdk.services.ecs.model.ClusterNotFoundException;
import software.amazon.awssdk.services.ecs.model.CreateClusterRequest;
import software.amazon.awssdk.services.ecs.model.CreateClusterResponse;
import software.amazon.awssdk.services.ecs.model.DeleteClusterRequest;
import software.amazon.awssdk.services.ecs.model.DeleteClusterResponse;
import software.amazon.awssdk.services.ecs.model.EcsException;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.DeleteFunctionRequest;
import software.amazon.awssdk.services.lambda.model.DeleteFunctionResponse;
import software.amazon.awssdk.services.lambda.model.InvokeRequest;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;
import software.amazon.awssdk.services.lambda.model.LambdaException;
import software.amazon.awssdk.services.lambda.model.ResourceNotFoundException;

/** The wire by HTTP, with small services behind. */
@Timeout(60)
class WireTest {
    private static final String AUTHORIZATION =
            "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20260101/eu-west-2/%s/aws4_request,"
                    + " SignedHeaders=host;x-amz-date, Signature=" + "0".repeat(64);
    private static final RequestLog LOG = new RequestLog();
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final WireServer SERVER = WireServer.start(0);

    /** Speaks JSON. */
    public static final class Clusters implements AwsService {
        @Override
        public ServiceApi api() {
            return new ServiceApi("ecs", Protocol.JSON_1_1, "AmazonEC2ContainerServiceV20141113", "");
        }

        /** Answers with who called. */
        public CreateClusterResponse createCluster(CreateClusterRequest request) {
            Call call = Call.current().orElseThrow();
            return CreateClusterResponse.builder()
                    .cluster(Cluster.builder()
                            .clusterName(request.clusterName())
                            .status(call.operation() + " " + call.accessKey())
                            .build())
                    .build();
        }

        public DeleteClusterResponse deleteCluster(DeleteClusterRequest request) {
            if (request.cluster().equals("bug")) {
                throw new IllegalStateException("secret detail");
            }
            throw AwsError.badRequest("ClusterNotFoundException", "Cluster not found.");
        }
    }

    /** Speaks REST. */
    public static final class Functions implements AwsService {
        @Override
        public ServiceApi api() {
            return new ServiceApi("lambda", Protocol.REST_JSON, "", "");
        }

        public InvokeResponse invoke(InvokeRequest request) {
            return InvokeResponse.builder()
                    .statusCode(request.invocationTypeAsString() == null ? 200 : 202)
                    .functionError("Unhandled")
                    .payload(SdkBytes.fromUtf8String(request.functionName() + ":" + request.qualifier() + ":"
                            + request.payload().asUtf8String()))
                    .build();
        }

        @Answers(204)
        public DeleteFunctionResponse deleteFunction(DeleteFunctionRequest request) {
            refuse(new AwsError("ResourceNotFoundException", 404, "Function not found: " + request.functionName()));
            return DeleteFunctionResponse.builder().build();
        }
    }

    /** Began with a query protocol. */
    public static final class Alarms implements AwsService {
        @Override
        public ServiceApi api() {
            return new ServiceApi(
                    "monitoring", Protocol.AWS_QUERY, "2010-08-01", "http://monitoring.amazonaws.com/doc/2010-08-01/");
        }

        public DescribeAlarmsResponse describeAlarms(DescribeAlarmsRequest request) {
            return DescribeAlarmsResponse.builder()
                    .metricAlarms(MetricAlarm.builder()
                            .alarmName(String.join("+", request.alarmNames()))
                            .alarmConfigurationUpdatedTimestamp(Instant.parse("2026-01-01T00:00:00.250Z"))
                            .build())
                    .build();
        }

        public DeleteAlarmsResponse deleteAlarms(DeleteAlarmsRequest request) {
            refuse(AwsError.badRequest("InvalidParameterValue", "No."));
            return DeleteAlarmsResponse.builder().build();
        }
    }

    private static void refuse(AwsError error) {
        throw error;
    }

    private record Echo() implements HttpRoutes {
        @Override
        public String prefix() {
            return "/v2";
        }

        @Override
        public void handle(ServerRequest request, ServerResponse response) {
            response.send(request.prologue().uriPath().rawPath());
        }
    }

    @BeforeAll
    static void serve() {
        Dispatcher dispatcher = new Dispatcher(
                List.of(new Clusters(), new Functions(), new Alarms()),
                new ControlPlane(),
                new ManualTime(Instant.EPOCH),
                (_, _) -> new Fault.None(),
                LOG);
        SERVER.serve(dispatcher, List.of(new Echo()));
    }

    @AfterAll
    static void stop() {
        HTTP.close();
        SERVER.close();
    }

    private static URI endpoint() {
        return URI.create("http://127.0.0.1:" + SERVER.port());
    }

    private static HttpRequest.Builder request(String service, String path) {
        return HttpRequest.newBuilder(endpoint().resolve(path))
                .header("Authorization", AUTHORIZATION.formatted(service))
                .header("X-Amz-Date", "20260101T000000Z");
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return HTTP.send(request.build(), BodyHandlers.ofString());
    }

    private static HttpResponse<String> json(String operation, byte[] body, String... headers) throws Exception {
        HttpRequest.Builder request = request("ecs", "/")
                .header("X-Amz-Target", "AmazonEC2ContainerServiceV20141113." + operation)
                .header("Content-Type", "application/x-amz-json-1.1")
                .POST(BodyPublishers.ofByteArray(body));
        return send(headers.length == 0 ? request : request.headers(headers));
    }

    private static HttpResponse<String> form(String body) throws Exception {
        return send(request("monitoring", "/")
                .header("Content-Type", "application/x-www-form-urlencoded; charset=utf-8")
                .POST(BodyPublishers.ofString(body)));
    }

    /** What is sent as it is, for what a proper client would not send; answers with the status line. */
    private static String raw(String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), SERVER.port())) {
            OutputStream out = socket.getOutputStream();
            out.write(request.getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
            return new String(socket.getInputStream().readNBytes(12), StandardCharsets.ISO_8859_1);
        }
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
        assertThat(raw("GET /v2/ HTTP/1.1\r\nHost: " + host + "\r\n\r\n")).isEqualTo("HTTP/1.1 403");
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "LOCALHOST:4566", "127.0.0.3:99", "registry.localhost:4566", "[::1]:4566"})
    void answersToItsOwnHosts(String host) throws IOException {
        assertThat(raw("GET /v2/ HTTP/1.1\r\nHost: " + host + "\r\n\r\n")).isEqualTo("HTTP/1.1 200");
    }

    @Test
    void refusesPagesOfOtherSites() throws Exception {
        HttpRequest.Builder page = HttpRequest.newBuilder(endpoint().resolve("/v2/"));
        assertThat(send(page.copy().header("Origin", "https://evil.example")).statusCode())
                .isEqualTo(403);
        assertThat(send(page.copy().header("Origin", "null")).statusCode()).isEqualTo(403);
        assertThat(send(page.copy().header("Origin", "http://localhost:4566")).statusCode())
                .isEqualTo(200);
    }

    @Test
    void mountsOtherPathsByTheirFirstSegment() throws Exception {
        assertThat(send(HttpRequest.newBuilder(endpoint().resolve("/v2/a%2Fb/c")))
                        .body())
                .isEqualTo("/v2/a%2Fb/c");
        assertThat(send(HttpRequest.newBuilder(endpoint().resolve("/v22"))).statusCode())
                .isEqualTo(403);
    }

    @Test
    void wantsASignature() throws Exception {
        HttpResponse<String> query = send(HttpRequest.newBuilder(endpoint())
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString("Action=DescribeAlarms")));
        assertThat(query.statusCode()).isEqualTo(403);
        assertThat(query.body()).contains("<Code>MissingAuthenticationToken</Code>");
        HttpResponse<String> json = send(HttpRequest.newBuilder(endpoint())
                .header("X-Amz-Target", "X.CreateCluster")
                .POST(BodyPublishers.ofString("{}")));
        assertThat(json.statusCode()).isEqualTo(403);
        assertThat(json.body()).contains("\"__type\":\"MissingAuthenticationToken\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer x", "AWS4-HMAC-SHA256 Credential=a/b/c", "AWS4-HMAC-SHA256"})
    void wantsACompleteSignature(String authorization) throws Exception {
        HttpResponse<String> answer = send(HttpRequest.newBuilder(endpoint())
                .header("Authorization", authorization)
                .header("X-Amz-Date", "20260101T000000Z")
                .header("X-Amz-Target", "X.CreateCluster")
                .POST(BodyPublishers.ofString("{}")));
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("IncompleteSignature");
    }

    @Test
    void takesPresignedRequests() throws Exception {
        HttpResponse<String> answer = send(HttpRequest.newBuilder(endpoint()
                .resolve("/?Action=DescribeAlarms&Version=2010-08-01&AlarmNames.member.1=a"
                        + "&X-Amz-Credential=AKID%2F20260101%2Feu-west-2%2Fmonitoring%2Faws4_request")));
        assertThat(answer.body()).contains("<AlarmName>a</AlarmName>");
    }

    @Test
    void saysWhichServicesAndOperationsItDoesNotHave() throws Exception {
        assertThat(json("NoSuchThing", "{}".getBytes(StandardCharsets.UTF_8)).body())
                .contains("\"__type\":\"UnknownOperationException\"");
        HttpResponse<String> query = form("Action=NoSuchThing&Version=2010-08-01");
        assertThat(query.statusCode()).isEqualTo(400);
        assertThat(query.body()).contains("<Code>InvalidAction</Code>");
        assertThat(form("Action=DescribeAlarms&Version=2009-01-01").body()).contains("<Code>InvalidAction</Code>");
        assertThat(form("Version=2010-08-01").body()).contains("<Code>MissingAction</Code>");
        HttpResponse<String> rest = send(request("lambda", "/2015-03-31/nothing"));
        assertThat(rest.statusCode()).isEqualTo(404);
        assertThat(rest.headers().firstValue("x-amzn-ErrorType")).hasValue("UnknownOperationException");
        HttpResponse<String> service = send(
                request("glacier", "/").header("X-Amz-Target", "Glacier.List").POST(BodyPublishers.ofString("{}")));
        assertThat(service.statusCode()).isEqualTo(400);
        assertThat(service.body()).contains("glacier");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"{", "[]", "{\"clusterName\":{}}", "{\"clusterName\":5}", "{\"tags\":{}}", "nonsense"})
    void refusesDocumentsThatDoNotFit(String body) throws Exception {
        HttpResponse<String> answer = json("CreateCluster", body.getBytes(StandardCharsets.UTF_8));
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("\"__type\":\"SerializationException\"");
    }

    @Test
    void refusesFormsThatDoNotFit() throws Exception {
        assertThat(form("Action=DescribeAlarms&Version=2010-08-01&MaxRecords=many")
                        .body())
                .contains("<Code>MalformedInput</Code>");
        assertThat(form("Action=%zz").statusCode()).isEqualTo(400);
        assertThat(raw("POST /2015-03-31/functions/f/invocations?Qualifier=%zz HTTP/1.1\r\nHost: localhost\r\n\r\n"))
                .isEqualTo("HTTP/1.1 400");
    }

    @Test
    void ignoresMembersThatItDoesNotKnow() throws Exception {
        byte[] body = "{\"clusterName\":\"a\",\"fromTheFuture\":{\"x\":[1,{}]},\"tags\":null}"
                .getBytes(StandardCharsets.UTF_8);
        assertThat(json("CreateCluster", body).statusCode()).isEqualTo(200);
    }

    @Test
    void readsCompressedRequests() throws Exception {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(zipped)) {
            zip.write("{\"clusterName\":\"zipped\"}".getBytes(StandardCharsets.UTF_8));
        }
        assertThat(json("CreateCluster", zipped.toByteArray(), "Content-Encoding", "gzip")
                        .body())
                .contains("zipped");
        assertThat(json("CreateCluster", new byte[] {1, 2, 3}, "Content-Encoding", "gzip")
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void refusesRequestsThatAreTooLarge() throws Exception {
        ByteArrayOutputStream bomb = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(bomb)) {
            zip.write(new byte[17 << 20]);
        }
        assertThat(json("CreateCluster", bomb.toByteArray(), "Content-Encoding", "gzip")
                        .statusCode())
                .isEqualTo(413);
    }

    @Test
    void hidesItsOwnFailures() {
        try (EcsClient ecs = Clients.of(
                EcsClient.builder()
                        .overrideConfiguration(
                                c -> c.retryStrategy(software.amazon.awssdk.retries.DefaultRetryStrategy.doNotRetry())),
                endpoint())) {
            assertThatThrownBy(() -> ecs.deleteCluster(cluster -> cluster.cluster("bug")))
                    .isInstanceOfSatisfying(EcsException.class, failure -> {
                        assertThat(failure.statusCode()).isEqualTo(500);
                        assertThat(failure.awsErrorDetails().errorCode()).isEqualTo("InternalFailure");
                        assertThat(failure.getMessage()).doesNotContain("secret detail");
                    });
        }
    }

    @Test
    void tellsOperationsWhoCalls() {
        try (EcsClient ecs = Clients.of(EcsClient.builder(), endpoint())) {
            assertThat(ecs.createCluster(cluster -> cluster.clusterName("demo"))
                            .cluster()
                            .status())
                    .isEqualTo("CreateCluster test");
        }
    }

    @Test
    void answersWithTypedErrorsAndRequestIds() {
        try (EcsClient ecs = Clients.of(EcsClient.builder(), endpoint());
                LambdaClient lambda = Clients.of(LambdaClient.builder(), endpoint())) {
            assertThatThrownBy(() -> ecs.deleteCluster(cluster -> cluster.cluster("x")))
                    .isInstanceOfSatisfying(ClusterNotFoundException.class, error -> {
                        assertThat(error.awsErrorDetails().errorMessage()).isEqualTo("Cluster not found.");
                        assertThat(error.requestId()).hasSize(36);
                    });
            assertThatThrownBy(() -> lambda.deleteFunction(function -> function.functionName("x")))
                    .isInstanceOfSatisfying(ResourceNotFoundException.class, error -> {
                        assertThat(error.awsErrorDetails().errorMessage()).isEqualTo("Function not found: x");
                        assertThat(error.statusCode()).isEqualTo(404);
                        assertThat(error.type()).isEqualTo("User");
                    });
        }
    }

    @Test
    void movesPayloadsHeadersAndStatusOfRestOperations() {
        try (LambdaClient lambda = Clients.of(LambdaClient.builder(), endpoint())) {
            InvokeResponse answer = lambda.invoke(invocation -> invocation
                    .functionName("arn:aws:lambda:eu-west-2:000000000000:function:f")
                    .qualifier("live")
                    .invocationType("Event")
                    .payload(SdkBytes.fromUtf8String("{}")));
            assertThat(answer.statusCode()).isEqualTo(202);
            assertThat(answer.functionError()).isEqualTo("Unhandled");
            assertThat(answer.payload().asUtf8String())
                    .isEqualTo("arn:aws:lambda:eu-west-2:000000000000:function:f:live:{}");
            assertThatThrownBy(() -> lambda.listFunctions())
                    .isInstanceOfSatisfying(LambdaException.class, error -> assertThat(error.statusCode())
                            .isEqualTo(404));
        }
    }

    @Test
    void speaksJsonForServicesThatBeganWithAQueryProtocol() throws Exception {
        HttpRequest.Builder request = request("monitoring", "/")
                .header("Content-Type", "application/x-amz-json-1.0")
                .header("x-amzn-query-mode", "true");
        HttpResponse<String> answer = send(request.copy()
                .header("X-Amz-Target", "GraniteServiceVersion20100801.DescribeAlarms")
                .POST(BodyPublishers.ofString("{\"AlarmNames\":[\"a\",\"b\"]}")));
        assertThat(answer.body()).contains("\"AlarmName\":\"a+b\"").contains(":1767225600.250");
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/x-amz-json-1.0");
        HttpResponse<String> refused = send(request.copy()
                .header("X-Amz-Target", "GraniteServiceVersion20100801.DeleteAlarms")
                .POST(BodyPublishers.ofString("{}")));
        assertThat(refused.headers().firstValue("x-amzn-query-error")).hasValue("InvalidParameterValue;Sender");
        assertThat(refused.body()).contains("\"__type\":\"InvalidParameterValue\"");
    }

    @Test
    void speaksCbor() throws Exception {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        CBORFactory cbor = new CBORFactory();
        try (var out = cbor.createGenerator(body)) {
            out.writeStartObject();
            out.writeArrayFieldStart("AlarmNames");
            out.writeString("a");
            out.writeEndArray();
            out.writeEndObject();
        }
        HttpRequest.Builder request = request(
                        "monitoring", "/service/GraniteServiceVersion20100801/operation/DescribeAlarms")
                .header("smithy-protocol", "rpc-v2-cbor")
                .header("Content-Type", "application/cbor");
        HttpResponse<byte[]> answer = HTTP.send(
                request.copy()
                        .POST(BodyPublishers.ofByteArray(body.toByteArray()))
                        .build(),
                BodyHandlers.ofByteArray());
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("smithy-protocol")).hasValue("rpc-v2-cbor");
        assertThat(new com.fasterxml.jackson.databind.ObjectMapper(cbor)
                        .readTree(answer.body())
                        .at("/MetricAlarms/0/AlarmName")
                        .asText())
                .isEqualTo("a");
        HttpResponse<byte[]> broken = HTTP.send(
                request.copy()
                        .POST(BodyPublishers.ofByteArray(new byte[] {(byte) 0xff}))
                        .build(),
                BodyHandlers.ofByteArray());
        assertThat(broken.statusCode()).isEqualTo(400);
    }

    @Test
    void logsEveryCall() throws Exception {
        long before = LOG.last();
        form("Action=DescribeAlarms&Version=2010-08-01");
        form("Action=DeleteAlarms&Version=2010-08-01");
        List<RequestLog.Entry> entries = LOG.since(before);
        assertThat(entries)
                .extracting(RequestLog.Entry::operation, RequestLog.Entry::mutating, RequestLog.Entry::status)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("DescribeAlarms", false, 200),
                        org.assertj.core.groups.Tuple.tuple("DeleteAlarms", true, 400));
        assertThat(entries.getLast().errorCode()).hasValue("InvalidParameterValue");
        assertThat(entries.getLast().principal()).isEqualTo("AKIDEXAMPLE");
    }

    @ParameterizedTest
    @CsvSource({
        "DescribeVpcs,false",
        "GetAuthorizationToken,false",
        "BatchGetImage,false",
        "ListRoles,false",
        "GET /2015-03-31/functions,false",
        "CreateVpc,true",
        "PutRolePolicy,true",
        "Invoke,true",
        "AssumeRole,true"
    })
    void judgesOperationsByTheirName(String operation, boolean mutating) {
        assertThat(RequestLog.mutating(operation)).isEqualTo(mutating);
    }
}
