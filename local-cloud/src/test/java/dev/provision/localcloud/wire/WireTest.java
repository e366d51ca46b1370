package dev.provision.localcloud.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import dev.provision.localcloud.Clients;
import java.io.ByteArrayOutputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.ClusterNotFoundException;
import software.amazon.awssdk.services.ecs.model.EcsException;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;
import software.amazon.awssdk.services.lambda.model.LambdaException;
import software.amazon.awssdk.services.lambda.model.ResourceNotFoundException;

/** The protocols of the wire by HTTP: payloads, errors and the log. */
@Timeout(60)
class WireTest {
    private static WireExamples wire;

    @BeforeAll
    static void start() {
        wire = WireExamples.start();
    }

    @AfterAll
    static void stop() {
        wire.close();
    }

    @Test
    void mountsOtherPathsByTheirFirstSegment() throws Exception {
        assertThat(wire.send(HttpRequest.newBuilder(wire.endpoint().resolve("/v2/a%2Fb/c")))
                        .body())
                .isEqualTo("/v2/a%2Fb/c");
        assertThat(wire.send(HttpRequest.newBuilder(wire.endpoint().resolve("/v22")))
                        .statusCode())
                .isEqualTo(403);
    }

    @Test
    void saysWhichServicesAndOperationsItDoesNotHave() throws Exception {
        assertThat(wire.json("NoSuchThing", "{}".getBytes(StandardCharsets.UTF_8))
                        .body())
                .contains("\"__type\":\"UnknownOperationException\"");
        HttpResponse<String> query = wire.form("Action=NoSuchThing&Version=2010-08-01");
        assertThat(query.statusCode()).isEqualTo(400);
        assertThat(query.body()).contains("<Code>InvalidAction</Code>");
        assertThat(wire.form("Action=DescribeAlarms&Version=2009-01-01").body()).contains("<Code>InvalidAction</Code>");
        assertThat(wire.form("Version=2010-08-01").body()).contains("<Code>MissingAction</Code>");
        HttpResponse<String> rest = wire.send(wire.request("lambda", "/2015-03-31/nothing"));
        assertThat(rest.statusCode()).isEqualTo(404);
        assertThat(rest.headers().firstValue("x-amzn-ErrorType")).hasValue("UnknownOperationException");
        HttpResponse<String> service = wire.send(wire.request("glacier", "/")
                .header("X-Amz-Target", "Glacier.List")
                .POST(BodyPublishers.ofString("{}")));
        assertThat(service.statusCode()).isEqualTo(400);
        assertThat(service.body()).contains("glacier");
    }

    @Test
    void ignoresMembersThatItDoesNotKnow() throws Exception {
        byte[] body = "{\"clusterName\":\"a\",\"fromTheFuture\":{\"x\":[1,{}]},\"tags\":null}"
                .getBytes(StandardCharsets.UTF_8);
        assertThat(wire.json("CreateCluster", body).statusCode()).isEqualTo(200);
    }

    @Test
    void readsCompressedRequests() throws Exception {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(zipped)) {
            zip.write("{\"clusterName\":\"zipped\"}".getBytes(StandardCharsets.UTF_8));
        }
        assertThat(wire.json("CreateCluster", zipped.toByteArray(), "Content-Encoding", "gzip")
                        .body())
                .contains("zipped");
        assertThat(wire.json("CreateCluster", new byte[] {1, 2, 3}, "Content-Encoding", "gzip")
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void hidesItsOwnFailures() {
        try (EcsClient ecs = Clients.of(
                EcsClient.builder()
                        .overrideConfiguration(
                                c -> c.retryStrategy(software.amazon.awssdk.retries.DefaultRetryStrategy.doNotRetry())),
                wire.endpoint())) {
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
        try (EcsClient ecs = Clients.of(EcsClient.builder(), wire.endpoint())) {
            assertThat(ecs.createCluster(cluster -> cluster.clusterName("demo"))
                            .cluster()
                            .status())
                    .isEqualTo("CreateCluster test");
        }
    }

    @Test
    void answersWithTypedErrorsAndRequestIds() {
        try (EcsClient ecs = Clients.of(EcsClient.builder(), wire.endpoint());
                LambdaClient lambda = Clients.of(LambdaClient.builder(), wire.endpoint())) {
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
        try (LambdaClient lambda = Clients.of(LambdaClient.builder(), wire.endpoint())) {
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
        HttpRequest.Builder request = wire.request("monitoring", "/")
                .header("Content-Type", "application/x-amz-json-1.0")
                .header("x-amzn-query-mode", "true");
        HttpResponse<String> answer = wire.send(request.copy()
                .header("X-Amz-Target", "GraniteServiceVersion20100801.DescribeAlarms")
                .POST(BodyPublishers.ofString("{\"AlarmNames\":[\"a\",\"b\"]}")));
        assertThat(answer.body()).contains("\"AlarmName\":\"a+b\"").contains(":1767225600.250");
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/x-amz-json-1.0");
        HttpResponse<String> refused = wire.send(request.copy()
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
        HttpRequest.Builder request = wire.request(
                        "monitoring", "/service/GraniteServiceVersion20100801/operation/DescribeAlarms")
                .header("smithy-protocol", "rpc-v2-cbor")
                .header("Content-Type", "application/cbor");
        HttpResponse<byte[]> answer = wire.http()
                .send(
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
        HttpResponse<byte[]> broken = wire.http()
                .send(
                        request.copy()
                                .POST(BodyPublishers.ofByteArray(new byte[] {(byte) 0xff}))
                                .build(),
                        BodyHandlers.ofByteArray());
        assertThat(broken.statusCode()).isEqualTo(400);
    }

    @Test
    void logsEveryCall() throws Exception {
        long before = wire.log().last();
        wire.form("Action=DescribeAlarms&Version=2010-08-01");
        wire.form("Action=DeleteAlarms&Version=2010-08-01");
        List<RequestLog.Entry> entries = wire.log().since(before);
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
