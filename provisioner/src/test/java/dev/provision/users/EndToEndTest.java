package dev.provision.users;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.provision.Visitors;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.protocols.jsoncore.JsonNode;

/** From a fresh clone to a running service and back to nothing: the acceptance list of the first release, in its order. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class EndToEndTest {
    private static final Duration RECOVERY = Duration.ofSeconds(30);

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private Checkout checkout;

    @BeforeAll
    void copyTheCheckout(@TempDir Path folder) throws IOException {
        checkout = Checkout.copyTo(folder);
    }

    @AfterAll
    void stopTheLocalCloud() {
        checkout.provision("local", "stop");
    }

    @Test
    @Order(1)
    void one_command_brings_both_computes_to_life() throws IOException, InterruptedException {
        Command up = checkout.provision("up", "--env", "local").succeeded();
        assertThat(up.output()).contains("http://localhost:" + checkout.httpPort() + "/lambda/");

        HttpResponse<String> lambda = get("/lambda/health");
        assertThat(lambda.statusCode()).isEqualTo(200);
        assertThat(JsonNode.parser()
                        .parse(lambda.body())
                        .field("compute")
                        .orElseThrow()
                        .asString())
                .isEqualTo("lambda");
        HttpResponse<String> fargate = get("/fargate/health");
        assertThat(fargate.statusCode()).isEqualTo(200);
        assertThat(JsonNode.parser()
                        .parse(fargate.body())
                        .field("compute")
                        .orElseThrow()
                        .asString())
                .isEqualTo("fargate");
        HttpResponse<String> nothing = get("/nothing");
        assertThat(nothing.statusCode()).isEqualTo(404);
        assertThat(nothing.headers().firstValue("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("application/json"));
        assertThat(JsonNode.parser().parse(nothing.body()).isObject()).isTrue();

        Command status = checkout.provision("status", "--env", "local", "--output", "json")
                .succeeded();
        JsonNode report = JsonNode.parser().parse(status.output());
        assertThat(report.field("environment").orElseThrow().asString()).isEqualTo("local");
        assertThat(report.field("routes").orElseThrow().asArray()).allSatisfy(route -> assertThat(
                        route.field("healthy").orElseThrow().asBoolean())
                .isTrue());
    }

    @Test
    @Order(2)
    void the_aws_cli_sees_the_architecture() {
        assumeTrue(Command.installed("aws"), "the aws CLI is not installed");
        new Architecture(checkout).check();
    }

    @Test
    @Order(3)
    void another_oci_client_pushes_and_pulls(@TempDir Path images) {
        assumeTrue(Command.installed("skopeo"), "skopeo is not installed");
        assumeTrue(Command.installed("aws"), "the aws CLI is not installed");
        String password =
                checkout.aws("ecr", "get-login-password").succeeded().output().strip();
        JsonNode image = json("ecr", "describe-images", "--repository-name", "helidon-demo-api-local")
                .field("imageDetails")
                .orElseThrow()
                .index(0)
                .orElseThrow();
        String repository = "docker://127.0.0.1:" + checkout.port() + "/helidon-demo-api-local";
        String digest = image.field("imageDigest").orElseThrow().asString();
        String credentials = "AWS:" + password;
        skopeo(
                "copy",
                "--src-tls-verify=false",
                "--src-creds",
                credentials,
                repository + "@" + digest,
                "dir:" + images);
        skopeo(
                "copy",
                "--dest-tls-verify=false",
                "--dest-creds",
                credentials,
                "dir:" + images,
                repository + ":from-skopeo");
        assertThat(json(
                                "ecr",
                                "describe-images",
                                "--repository-name",
                                "helidon-demo-api-local",
                                "--image-ids",
                                "imageTag=from-skopeo")
                        .field("imageDetails")
                        .orElseThrow()
                        .index(0)
                        .orElseThrow()
                        .field("imageDigest")
                        .orElseThrow()
                        .asString())
                .isEqualTo(digest);
    }

    private void skopeo(String... arguments) {
        Command.run(
                        checkout.folder(),
                        Map.of(),
                        Duration.ofMinutes(1),
                        Command.words(List.of("skopeo", "--insecure-policy"), arguments))
                .succeeded();
    }

    @Test
    @Order(4)
    void an_unchanged_up_changes_nothing() throws IOException, InterruptedException {
        long before = requests("0")
                .field("last")
                .map(JsonNode::asNumber)
                .map(Long::parseLong)
                .orElseThrow();
        Command up = checkout.provision("up", "--env", "local").succeeded();
        System.out.println("an unchanged up took " + up.took().toMillis() + " ms");
        assertThat(up.output()).containsIgnoringCase("no changes");
        assertThat(requests(Long.toString(before))
                        .field("requests")
                        .orElseThrow()
                        .asArray())
                .isNotEmpty()
                .noneSatisfy(request -> assertThat(
                                request.field("mutating").orElseThrow().asBoolean())
                        .isTrue());
    }

    /** Who has nothing to do takes no lock, and still respects it: what the other one is changing may not be there yet. */
    @Test
    @Order(4)
    void an_unchanged_up_does_not_pass_by_another_one() throws IOException, InterruptedException {
        String lock = "/provision/helidon-demo-api/local/lock";
        Instant now = Instant.now();
        checkout.aws("ssm", "put-parameter", "--name", lock, "--type", "String", "--value", """
                        user: eve
                        host: elsewhere
                        machine: another
                        process: 1
                        command: up --env local
                        since: %s
                        alive: %s
                        run: 1""".formatted(now, now))
                .succeeded();
        try {
            assertThat(checkout.provision("up", "--env", "local").exited(4).toString())
                    .contains("eve@elsewhere");
        } finally {
            checkout.aws("ssm", "delete-parameter", "--name", lock).succeeded();
        }
    }

    @Test
    @Order(5)
    void a_killed_task_is_replaced_and_status_tells_the_truth() throws IOException, InterruptedException {
        // More than one where a busy machine has made scaling add a task.
        List<ProcessHandle> tasks = tasks();
        assertThat(tasks).isNotEmpty();
        Set<Long> before = tasks.stream().map(ProcessHandle::pid).collect(Collectors.toSet());
        long killed = System.nanoTime();
        tasks.forEach(ProcessHandle::destroyForcibly);
        // The rule still points at the dead task: what it answers until the next one serves is part of the truth.
        Command between = checkout.provision("status", "--env", "local", "--output", "json");
        boolean served = get("/fargate/health").statusCode() == 200;
        if (between.exitCode() == 0) {
            assertThat(served).as("status said healthy").isTrue();
        }
        while (get("/fargate/health").statusCode() != 200) {
            assertThat(Duration.ofNanos(System.nanoTime() - killed)).isLessThan(RECOVERY);
            Thread.onSpinWait();
        }
        System.out.println("another task served after " + (System.nanoTime() - killed) / 1_000_000 + " ms");
        assertThat(tasks()).isNotEmpty().noneSatisfy(task -> assertThat(before).contains(task.pid()));
        checkout.provision("status", "--env", "local").succeeded();
    }

    /** The processes that stand for Fargate tasks of this checkout, not of other tests: they know where their metadata is. */
    private List<ProcessHandle> tasks() {
        return ProcessHandle.allProcesses()
                .filter(EndToEndTest::isTask)
                .filter(process -> Stream.iterate(
                                process.parent(), Optional::isPresent, child -> child.flatMap(ProcessHandle::parent))
                        .flatMap(Optional::stream)
                        .anyMatch(this::isOfTheCheckout))
                .toList();
    }

    private boolean isOfTheCheckout(ProcessHandle process) {
        return process.info().commandLine().stream()
                .anyMatch(line -> line.contains(checkout.folder().toString()));
    }

    private static boolean isTask(ProcessHandle process) {
        try {
            return java.nio.file.Files.readString(Path.of("/proc/" + process.pid() + "/environ"))
                            .contains("ECS_CONTAINER_METADATA_URI_V4")
                    && process.info()
                            .command()
                            .filter(command -> command.endsWith("/java"))
                            .isPresent();
        } catch (IOException goneOrForeign) {
            return false;
        }
    }

    @Test
    @Order(6)
    void a_new_version_takes_over_and_a_bad_one_does_not() throws IOException, InterruptedException {
        URI root = URI.create("http://localhost:" + checkout.httpPort());
        try (HttpClient http = HttpClient.newHttpClient();
                Visitors visitors = Visitors.of(
                        http, Duration.ofMillis(50), root.resolve("/lambda/health"), root.resolve("/fargate/health"))) {
            checkout.variable("RELEASE", "two");
            Command good = checkout.provision("up", "--env", "local").succeeded();
            assertThat(good.output()).contains("10 % to the new version", "100 % to the new version", "promoted");

            Command back = checkout.provision("rollback", "--env", "local").succeeded();
            assertThat(back.output()).contains("from release 2 to release 1", "still warm");

            checkout.variable("JAVA_TOOL_OPTIONS", "-XX:+ThisJvmDoesNotStart");
            Command bad = checkout.provision("up", "--env", "local").exited(3);
            assertThat(bad.error()).contains("rolled back: release 4", "ThisJvmDoesNotStart");
            assertThat(bad.output()).doesNotContain("10 % to the new version");
            assertThat(checkout.provision("releases", "--env", "local", "--output", "json")
                            .succeeded()
                            .output())
                    .contains("\"outcome\":\"rolled-back\"");

            new OwnModule(checkout.folder()).build();
            checkout.source("orders");
            checkout.provision("up", "--env", "local", "--strategy", "allAtOnce")
                    .succeeded();
            assertThat(get("/lambda/orders/7").body()).isEqualTo("order 7");
            assertThat(get("/fargate/orders/7").body()).isEqualTo("order 7");
            assertThat(get("/fargate/greetings/Ada").statusCode()).isEqualTo(404);
            assertThat(visitors.answered()).isGreaterThan(100);
            assertThat(visitors.failures()).isEmpty();
        }
        checkout.provision("status", "--env", "local").succeeded();
    }

    @Test
    @Order(7)
    void nothing_is_left() throws IOException, InterruptedException {
        checkout.provision("teardown", "--env", "local").exited(2);
        Command teardown =
                checkout.provision("teardown", "--env", "local", "--yes").succeeded();
        assertThat(teardown.output()).contains("0 resources left");
        if (Command.installed("aws")) {
            new Architecture(checkout).checkGone();
        }
        checkout.provision("teardown", "--env", "local", "--yes").succeeded();
        assertThat(checkout.provision("status", "--env", "local").exited(1).toString())
                .contains("does not exist");

        checkout.provision("local", "stop").succeeded();
        assertThat(ProcessHandle.allProcesses().filter(this::isOfTheCheckout)).isEmpty();
        assertThat(refuses(checkout.port())).isTrue();
        assertThat(refuses(checkout.httpPort())).isTrue();
    }

    private boolean refuses(int port) throws IOException, InterruptedException {
        try {
            http.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/"))
                            .build(),
                    HttpResponse.BodyHandlers.discarding());
            return false;
        } catch (ConnectException refused) {
            return true;
        }
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(URI.create("http://localhost:" + checkout.httpPort() + path))
                        .timeout(Duration.ofSeconds(35))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private JsonNode requests(String since) throws IOException, InterruptedException {
        return JsonNode.parser()
                .parse(http.send(
                                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + checkout.port()
                                                + "/_local/requests?since=" + since))
                                        .build(),
                                HttpResponse.BodyHandlers.ofString())
                        .body());
    }

    private JsonNode json(String... arguments) {
        return JsonNode.parser().parse(checkout.aws(arguments).succeeded().output());
    }
}
