package dev.provision.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.provision.localcloud.LocalCloud;
import dev.provision.localcloud.Options;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.InputLogEvent;

/** {@code logs} against logs that a local cloud holds. */
@Timeout(60)
final class LogsCommandTest {
    private static final String FUNCTION = "2025/12/11/[3]fedcba9876543210fedcba9876543210";
    private static final String TASK = "ecs/web/0123456789abcdef0123456789abcdef";
    private static LocalCloud cloud;

    @TempDir
    private Path home;

    private Bench bench;
    private Instant now;

    @BeforeAll
    static void start() {
        cloud = LocalCloud.start(Options.forTests());
    }

    @AfterAll
    static void stop() {
        cloud.close();
    }

    @BeforeEach
    void project() {
        cloud.reset();
        now = Instant.now();
        bench = new Bench(home)
                .file("config/application.yaml", "name: demo\nregion: eu-west-2\n")
                .file("config/local.yaml", "cloud: local\nlocal: { port: " + cloud.port() + " }\n" + """
                        containers:
                          api:
                            routing: { pathPattern: /api/*, pathHealthCheck: /api/health }
                            compute: { type: awsLambda }
                          web:
                            routing: { pathPattern: /web/*, pathHealthCheck: /web/health }
                            compute: { type: awsFargateEcs }
                        """);
    }

    private void write(String group, String stream, String... messages) {
        try (CloudWatchLogsClient logs = CloudWatchLogsClient.builder()
                .endpointOverride(URI.create(cloud.endpoint().toString()))
                .region(Region.EU_WEST_2)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("a", "b")))
                .build()) {
            logs.createLogGroup(r -> r.logGroupName(group));
            logs.createLogStream(r -> r.logGroupName(group).logStreamName(stream));
            for (int i = 0; i < messages.length; i++) {
                String message = messages[i];
                long at = now.minusSeconds(100 - 10L * i).toEpochMilli();
                InputLogEvent event =
                        InputLogEvent.builder().timestamp(at).message(message).build();
                logs.putLogEvents(
                        r -> r.logGroupName(group).logStreamName(stream).logEvents(event));
            }
        }
    }

    private void writeBoth() {
        write(
                "/aws/lambda/demo-local-api",
                FUNCTION,
                "2025/12/11 10:30:45 Started GET /api/health",
                "2025/12/11 10:30:45 Completed GET /api/health in 2ms");
        write(
                "/ecs/demo-local-web",
                TASK,
                "{\"level\":\"INFO\",\"message\":\"Completed POST /web/x in 40ms\",\"status\":201}",
                "{\"level\":\"ERROR\",\"message\":\"oops\"}\nat \u001b[2JA\n\tat B");
    }

    @Test
    void both_computes_by_time_with_their_source() {
        writeBoth();
        assertThat(bench.run("logs", "--env", "local")).as(bench.err()).isZero();
        List<String> lines = bench.out().lines().map(line -> line.substring(12)).toList();
        assertThat(lines)
                .containsExactlyInAnyOrder(
                        " api fedcba98 Started GET /api/health",
                        " api fedcba98 Completed GET /api/health in 2ms",
                        " web 01234567 {\"level\":\"INFO\",\"message\":\"Completed POST /web/x in 40ms\",\"status\":201}",
                        " web 01234567 {\"level\":\"ERROR\",\"message\":\"oops\"}",
                        "              at ?[2JA",
                        "                  at B");
        assertThat(lines.subList(0, 2)).allMatch(line -> line.contains("Started") || line.contains("INFO"));
    }

    @Test
    void one_container_and_a_pattern_on_json() {
        writeBoth();
        assertThat(bench.run("logs", "-c", "web", "--filter", "{ $.level = \"INFO\" }"))
                .isZero();
        assertThat(bench.out().lines()).hasSize(1).allMatch(line -> line.contains("\"status\":201"));
        assertThat(bench.run("logs", "-c", "web", "--since", "30s")).isZero();
        assertThat(bench.out()).isEmpty();
    }

    @Test
    void requests_with_what_they_took() {
        writeBoth();
        assertThat(bench.run("logs", "--requests")).isZero();
        assertThat(bench.out())
                .contains("api fedcba98 GET    /api/health  2 ms")
                .contains("web 01234567 POST   201 /web/x  40 ms")
                .contains("2 requests; half took at most 2 ms, 99 % at most 40 ms")
                .doesNotContain("Started");
        assertThat(bench.run("logs", "--requests", "--output", "json")).isZero();
        assertThat(bench.out())
                .contains("\"container\":\"web\",\"compute\":\"fargate\",\"stream\":\"" + TASK + "\"")
                .contains("\"method\":\"POST\",\"path\":\"/web/x\",\"status\":201,\"milliseconds\":40");
    }

    @Test
    void what_is_wrong_is_said() {
        assertThat(bench.run("logs")).isEqualTo(1);
        assertThat(bench.out()).contains("there is no log yet").contains("provision up --env local");
        assertThat(bench.run("logs", "-c", "wep")).isEqualTo(2);
        assertThat(bench.err()).contains("has no container wep").contains("use api or web");
        assertThat(bench.run("logs", "--since", "soon")).isEqualTo(2);
        assertThat(bench.err()).contains("'soon' is not a time span");
        writeBoth();
        assertThat(bench.run("logs", "--filter", "{ level = 1 }")).isEqualTo(1);
        assertThat(bench.err()).contains("'level' does not begin with $");
    }

    @Test
    void exec_says_clearly_where_it_is_not_possible() {
        assertThat(bench.run("exec", "-c", "api", "--", "sh")).isEqualTo(2);
        assertThat(bench.err()).contains("api is a Lambda function").contains("provision logs --container api");
        assertThat(bench.run("exec", "-c", "wep", "--", "sh")).isEqualTo(2);
        assertThat(bench.err()).contains("no container wep").contains("say --container web");
        assertThat(bench.run("exec")).isEqualTo(2);
        assertThat(bench.run("exec", "--", "sh")).isEqualTo(1);
        assertThat(bench.err()).contains("no task of service demo-local-web-blue runs");
    }

    @Test
    void open_prints_where_the_console_is_and_what_is_missing() {
        assertThat(bench.run("open", "--console")).isZero();
        assertThat(bench.out().strip()).isEqualTo("http://localhost:" + cloud.port() + "/_console");
        assertThat(bench.run("open")).isEqualTo(1);
        assertThat(bench.err()).contains("demo-local has no load balancer yet");
    }
}
