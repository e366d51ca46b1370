package dev.provision.stack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.provision.Visitors;
import dev.provision.config.Environment;
import dev.provision.graph.Sleeper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.protocols.jsoncore.JsonNode;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilteredLogEvent;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.Task;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealthStateEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetTypeEnum;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.ParameterType;

/**
 * What clients see through the load balancer when the service fails, in each way of docs/operations.md's
 * table; and that its resources get the values of secrets.
 */
@EnabledOnOs(OS.LINUX)
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FailureModesTest {
    private static final String CONTAINERS = """
              lambda:
                routing: { pathPattern: /lambda/*, pathHealthCheck: /lambda/health }
                environment: { TOKEN: "${ssm:/demo/token}", LAMBDA_DEADLINE_MARGIN: PT2S }
                compute: { type: awsLambda, awsLambda: { memory: 512, timeout: 5, reservedConcurrency: 2 } }
              fargate:
                routing: { pathPattern: /fargate/*, pathHealthCheck: /fargate/health }
                environment: { TOKEN: "${ssm:/demo/token}" }
                compute: { type: awsFargateEcs, awsFargateEcs: { minInstances: 2, maxInstances: 2 } }
            """;
    private static final String CLUSTER = "demo-test";
    private static final String FUNCTION_LOG = "/aws/lambda/demo-test-lambda";
    private static final String TASK_LOG = "/ecs/demo-test-fargate";
    private static final int MB = 1 << 20;

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private Cloudlet cloudlet;
    private EcsClient ecs;
    private ElasticLoadBalancingV2Client elb;
    private CloudWatchLogsClient logs;

    @BeforeAll
    void bringUp(@TempDir Path folder) {
        cloudlet = Cloudlet.start(folder);
        ecs = cloudlet.client(EcsClient.builder());
        elb = cloudlet.client(ElasticLoadBalancingV2Client.builder());
        logs = cloudlet.client(CloudWatchLogsClient.builder());
        try (SsmClient ssm = cloudlet.client(SsmClient.builder())) {
            ssm.putParameter(p -> p.name("/demo/token").value("t0ken").type(ParameterType.SECURE_STRING));
        }
        MisbehavingService image = new MisbehavingService(folder);
        Environment environment = cloudlet.environment("test", "", CONTAINERS);
        cloudlet.runner(Stack.of(environment, container -> image, line -> {}, Sleeper.system()))
                .up()
                .orThrow();
    }

    @AfterAll
    void close() {
        ecs.close();
        elb.close();
        logs.close();
        http.close();
        cloudlet.close();
    }

    @Test
    void a_function_out_of_time_answers_504_itself_and_stops_the_work() throws Exception {
        HttpResponse<String> late = get("/lambda/misbehaving/wait/20000");
        assertThat(late.statusCode()).isEqualTo(504);
        assertThat(late.headers().firstValue("content-type")).hasValue("application/problem+json");
        String requestId = JsonNode.parser()
                .parse(late.body())
                .field("requestId")
                .orElseThrow()
                .asString();
        assertThat(requestId).matches("[0-9a-f-]{36}");
        List<String> lines = logged(FUNCTION_LOG, "before its deadline", 1);
        assertThat(lines)
                .anyMatch(line -> line.contains("No answer to " + requestId + " before its deadline"))
                .noneMatch(line -> line.contains("Task timed out"));
        assertThat(logged(FUNCTION_LOG, "interrupted after less than 20000 ms", 1))
                .hasSize(1);
        assertThat(get("/lambda/misbehaving/wait/0").statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"lambda", "fargate"})
    void a_resource_gets_the_value_of_a_secret(String route) throws Exception {
        assertThat(get("/" + route + "/misbehaving/token").body()).isEqualTo("t0ken");
    }

    @Test
    void a_function_out_of_memory_is_a_502_and_the_next_request_gets_a_fresh_instance() throws Exception {
        String before = startedAt("/lambda/health");
        assertThat(get("/lambda/misbehaving/memory").statusCode()).isEqualTo(502);
        assertThat(startedAt("/lambda/health")).isNotEqualTo(before);
    }

    @Test
    void a_throttled_request_is_a_502_and_the_others_are_answered() {
        List<Integer> statuses = List.of();
        // once more where the machine was so slow that they did not meet
        while (!statuses.contains(502)) {
            statuses = fourAtOnce();
            assertThat(statuses).contains(200).isSubsetOf(200, 502);
        }
    }

    private List<Integer> fourAtOnce() {
        List<CompletableFuture<HttpResponse<String>>> requests = Stream.generate(() ->
                        http.sendAsync(request("/lambda/misbehaving/wait/1000").build(), BodyHandlers.ofString()))
                .limit(4)
                .toList();
        return requests.stream().map(request -> request.join().statusCode()).toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"lambda", "fargate"})
    void what_a_handler_does_not_catch_is_a_500_that_tells_nothing(String route) throws Exception {
        HttpResponse<String> failed = get("/" + route + "/misbehaving/error");
        assertThat(failed.statusCode()).isEqualTo(500);
        assertThat(failed.headers().firstValue("content-type")).hasValue("application/problem+json");
        assertThat(failed.body()).doesNotContain("hunter2", "Exception", "\\tat ");
        assertThat(get("/" + route + "/health").statusCode()).isEqualTo(200);
    }

    @Test
    void bodies_have_limits() throws Exception {
        assertThat(post("/lambda/misbehaving/length", MB / 2).body()).isEqualTo("{\"length\":" + MB / 2 + "}");
        assertThat(post("/lambda/misbehaving/length", MB + 1).statusCode()).isEqualTo(413);
        assertThat(get("/lambda/misbehaving/bytes/" + MB / 10 * 9).body()).hasSize(MB / 10 * 9);
        assertThat(get("/lambda/misbehaving/bytes/" + MB).statusCode())
                .as("1 MB with the JSON around it")
                .isEqualTo(502);
        assertThat(post("/fargate/misbehaving/length", 5 * MB).body()).isEqualTo("{\"length\":" + 5 * MB + "}");
        HttpResponse<String> tooLarge = post("/fargate/misbehaving/length", 7 * MB);
        assertThat(tooLarge.statusCode()).isEqualTo(413);
        assertThat(tooLarge.headers().firstValue("content-type")).hasValue("application/problem+json");
        assertThat(get("/fargate/misbehaving/bytes/" + 3 * MB).body()).hasSize(3 * MB);
    }

    @Test
    void a_crashed_task_costs_the_requests_in_flight_and_no_other() throws Exception {
        Set<String> before = twoTasks();
        try (Visitors visitors = Visitors.of(http, Duration.ZERO, address("/fargate/health"))) {
            assertThat(get("/fargate/misbehaving/crash").statusCode()).isEqualTo(502);
            awaitOtherTasks(before);
            assertThat(visitors.failures())
                    .hasSizeLessThanOrEqualTo(1)
                    .allMatch("/fargate/health answered 502"::equals);
            assertThat(visitors.answered()).isGreaterThan(10);
        }
    }

    @Test
    void a_task_that_is_stopped_loses_no_request_and_ends_by_itself() throws Exception {
        Set<String> before = twoTasks();
        String stopped = before.iterator().next();
        List<CompletableFuture<HttpResponse<String>>> inFlight = Stream.generate(() ->
                        http.sendAsync(request("/fargate/misbehaving/wait/1500").build(), BodyHandlers.ofString()))
                .limit(4)
                .toList();
        try (Visitors visitors = Visitors.of(http, Duration.ZERO, address("/fargate/health"))) {
            logged(TASK_LOG, "Started GET /fargate/misbehaving/wait/1500", 4);
            ecs.stopTask(r -> r.cluster(CLUSTER).task(stopped));
            assertThat(inFlight).allSatisfy(request -> assertThat(request.join().statusCode())
                    .isEqualTo(200));
            awaitOtherTasks(before);
            assertThat(visitors.failures()).isEmpty();
        }
        Task task = awaitEnd(stopped);
        assertThat(task.containers().getFirst().exitCode()).isZero();
        assertThat(Duration.between(task.stoppingAt(), task.stoppedAt())).isLessThan(Duration.ofSeconds(30));
    }

    private Task awaitEnd(String arn) {
        while (true) {
            Task task = ecs.describeTasks(r -> r.cluster(CLUSTER).tasks(arn))
                    .tasks()
                    .getFirst();
            if (task.lastStatus().equals("STOPPED")) {
                return task;
            }
        }
    }

    private Set<String> twoTasks() {
        Set<String> running = Set.of();
        while (running.size() != 2 || healthy() != 2) {
            running = Set.copyOf(ecs.listTasks(r -> r.cluster(CLUSTER).desiredStatus("RUNNING"))
                    .taskArns());
        }
        return running;
    }

    private long healthy() {
        return elb.describeTargetGroups(r -> {}).targetGroups().stream()
                .filter(group -> group.targetType() == TargetTypeEnum.IP)
                .flatMap(group -> elb
                        .describeTargetHealth(r -> r.targetGroupArn(group.targetGroupArn()))
                        .targetHealthDescriptions()
                        .stream())
                .filter(target -> target.targetHealth().state() == TargetHealthStateEnum.HEALTHY)
                .count();
    }

    private void awaitOtherTasks(Set<String> before) {
        Set<String> now = before;
        while (now.equals(before)) {
            now = twoTasks();
        }
    }

    /** The lines of a log that contain a text, as soon as there are as many as expected. */
    private List<String> logged(String group, String text, int atLeast) {
        List<String> lines = List.of();
        while (lines.size() < atLeast) {
            lines = logs.filterLogEvents(r -> r.logGroupName(group).filterPattern('"' + text + '"')).events().stream()
                    .map(FilteredLogEvent::message)
                    .toList();
        }
        return lines;
    }

    private String startedAt(String path) throws Exception {
        return JsonNode.parser()
                .parse(get(path).body())
                .field("startedAt")
                .orElseThrow()
                .asString();
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return http.send(request(path).build(), BodyHandlers.ofString());
    }

    private HttpResponse<String> post(String path, int bytes) throws IOException, InterruptedException {
        return http.send(
                request(path)
                        .header("Content-Type", "text/plain")
                        .POST(BodyPublishers.ofString("x".repeat(bytes)))
                        .build(),
                BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(address(path)).timeout(Duration.ofSeconds(60));
    }

    private URI address(String path) {
        return URI.create("http://localhost:" + (80 + cloudlet.portOffset()) + path);
    }
}
