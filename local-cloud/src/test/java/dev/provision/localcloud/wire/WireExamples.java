package dev.provision.localcloud.wire;

import dev.provision.localcloud.state.ControlPlane;
import dev.provision.localcloud.time.ManualTime;
import dev.provision.localcloud.wire.ServiceApi.Protocol;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
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
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.cloudwatch.model.DeleteAlarmsRequest;
import software.amazon.awssdk.services.cloudwatch.model.DeleteAlarmsResponse;
import software.amazon.awssdk.services.cloudwatch.model.DescribeAlarmsRequest;
import software.amazon.awssdk.services.cloudwatch.model.DescribeAlarmsResponse;
import software.amazon.awssdk.services.cloudwatch.model.MetricAlarm;
import software.amazon.awssdk.services.ecs.model.Cluster;
import software.amazon.awssdk.services.ecs.model.CreateClusterRequest;
import software.amazon.awssdk.services.ecs.model.CreateClusterResponse;
import software.amazon.awssdk.services.ecs.model.DeleteClusterRequest;
import software.amazon.awssdk.services.ecs.model.DeleteClusterResponse;
import software.amazon.awssdk.services.lambda.model.DeleteFunctionRequest;
import software.amazon.awssdk.services.lambda.model.DeleteFunctionResponse;
import software.amazon.awssdk.services.lambda.model.InvokeRequest;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;

/** A wire with three small services and other paths behind, and what sends requests to it as they are. */
final class WireExamples implements AutoCloseable {
    private static final String AUTHORIZATION =
            "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20260101/eu-west-2/%s/aws4_request,"
                    + " SignedHeaders=host;x-amz-date, Signature=" + "0".repeat(64);
    private final RequestLog log = new RequestLog();
    private final HttpClient http = HttpClient.newHttpClient();
    private final WireServer server = WireServer.start(0);

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

    private WireExamples() {
        Dispatcher dispatcher = new Dispatcher(
                List.of(new Clusters(), new Functions(), new Alarms()),
                new ControlPlane(),
                new ManualTime(Instant.EPOCH),
                (_, _) -> new Fault.None(),
                log);
        server.serve(dispatcher, List.of(new Echo()), List.of());
    }

    static WireExamples start() {
        return new WireExamples();
    }

    RequestLog log() {
        return log;
    }

    HttpClient http() {
        return http;
    }

    URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.port());
    }

    /** A request with a signature for a service. */
    HttpRequest.Builder request(String service, String path) {
        return HttpRequest.newBuilder(endpoint().resolve(path))
                .header("Authorization", AUTHORIZATION.formatted(service))
                .header("X-Amz-Date", "20260101T000000Z");
    }

    HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return http.send(request.build(), BodyHandlers.ofString());
    }

    /** Calls an operation of the clusters. */
    HttpResponse<String> json(String operation, byte[] body, String... headers) throws Exception {
        HttpRequest.Builder request = request("ecs", "/")
                .header("X-Amz-Target", "AmazonEC2ContainerServiceV20141113." + operation)
                .header("Content-Type", "application/x-amz-json-1.1")
                .POST(BodyPublishers.ofByteArray(body));
        return send(headers.length == 0 ? request : request.headers(headers));
    }

    /** Calls the alarms by their query protocol. */
    HttpResponse<String> form(String body) throws Exception {
        return send(request("monitoring", "/")
                .header("Content-Type", "application/x-www-form-urlencoded; charset=utf-8")
                .POST(BodyPublishers.ofString(body)));
    }

    /** What is sent as it is, for what a proper client would not send; answers with the status line. */
    String raw(String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            OutputStream out = socket.getOutputStream();
            out.write(request.getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
            return new String(socket.getInputStream().readNBytes(12), StandardCharsets.ISO_8859_1);
        }
    }

    @Override
    public void close() {
        http.close();
        server.close();
    }
}
