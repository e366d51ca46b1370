package dev.provision.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.provision.FreePorts;
import dev.provision.aws.AwsConnection;
import dev.provision.aws.Owner;
import dev.provision.aws.ecr.ImageSource;
import dev.provision.aws.ecr.RegistryTarget;
import dev.provision.aws.sns.TopicStep;
import dev.provision.aws.sns.TopicSteps;
import dev.provision.config.Environment;
import dev.provision.config.Environments;
import dev.provision.graph.Change;
import dev.provision.graph.EventSink;
import dev.provision.graph.GraphRunner;
import dev.provision.graph.Outcome;
import dev.provision.graph.RunResult;
import dev.provision.graph.ServiceLimits;
import dev.provision.graph.StepKey;
import dev.provision.stack.Stack;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.ecr.EcrClient;

/**
 * A second opinion: an environment is made, shown and taken away on moto, which somebody else wrote after AWS's documentation.
 * Left out is what moto lacks: a registry that images are pushed to, the provisioned concurrency of functions (HTTP 404),
 * tasks as targets, and requests that go through the load balancer.
 */
@Timeout(180)
final class MotoTest {
    private static final String MANIFEST = "{\"schemaVersion\":2,\"mediaType\":"
            + "\"application/vnd.docker.distribution.manifest.v2+json\",\"config\":{},\"layers\":[]}";
    private static final Set<String> LACKING = Set.of("target-health", "route-answers");

    @TempDir
    Path folder;

    private Optional<Process> moto = Optional.empty();
    private int port;

    @AfterEach
    void stop() {
        moto.ifPresent(Process::destroy);
    }

    @Test
    void anEnvironmentLivesOnMoto() throws Exception {
        Optional<Path> server = onPath("moto_server");
        assumeTrue(server.isPresent(), "moto_server is not installed");
        start(server.get());
        Environment environment = environment();

        RunResult up = runner(stack(environment)).up();
        up.outcomes().forEach((key, outcome) -> assertThat(outcome instanceof Outcome.Ready)
                .as(key + ": " + outcome)
                .isEqualTo(!LACKING.contains(key.kind())));

        RunResult plan =
                runner(stack(environment).current(Instant.now())).plan().orThrow();
        List<String> changes = plan.outcomes().entrySet().stream()
                .filter(step -> !LACKING.contains(step.getKey().kind()))
                .flatMap(step -> step.getValue() instanceof Outcome.Planned planned
                        ? planned.changes().stream().map(change -> step.getKey() + " " + change.field())
                        : Stream.of(step.getKey() + " " + step.getValue()))
                .toList();
        assertThat(changes)
                .as("what a second up would change is what moto forgets of a service")
                .containsExactlyInAnyOrder(
                        "service/fargate-blue deployment_configuration",
                        "service/fargate-blue health_check_grace_period_seconds");

        anotherAddressTakesTheOthersPlace();
        assertThat(command("status", "--env", "dev")).contains("/fargate/*");
        String told = command("teardown", "--env", "dev", "--yes");
        assertThat(told).as(told).contains("0 resources left");
    }

    /** Here and not on the local cloud, where nobody confirms an address. */
    private void anotherAddressTakesTheOthersPlace() {
        TopicStep topic = new TopicSteps(
                        AwsConnection.at(URI.create("http://127.0.0.1:" + port), "eu-west-2", duration -> {}),
                        new Owner("demo", "dev", Map.of()))
                .topic(new StepKey("topic", "alarms"), new TopicStep.Spec("demo-dev-alarms", "new@example.com"));
        TopicStep.Live live = topic.find().orElseThrow();
        assertThat(topic.changes(live)).containsExactly(Change.inPlace("email", "ops@example.com", "new@example.com"));
        topic.converge(live, topic.changes(live));
        assertThat(topic.find().orElseThrow().mails()).containsOnlyKeys("new@example.com");
    }

    private static Optional<Path> onPath(String program) {
        return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .map(directory -> Path.of(directory, program))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private void start(Path server) throws IOException, InterruptedException {
        port = FreePorts.port();
        ProcessBuilder builder = new ProcessBuilder(server.toString(), "-H", "127.0.0.1", "-p", String.valueOf(port))
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("moto.log").toFile());
        builder.environment().put("MOTO_ECS_SERVICE_RUNNING", "1");
        moto = Optional.of(builder.start());
        for (int attempt = 0; attempt < 600 && !listening(); attempt++) {
            assertThat(moto.get().isAlive())
                    .as(Files.readString(folder.resolve("moto.log")))
                    .isTrue();
            var _ = new Semaphore(0).tryAcquire(100, TimeUnit.MILLISECONDS);
        }
    }

    private boolean listening() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException notYet) {
            return false;
        }
    }

    private Environment environment() throws IOException {
        Files.createDirectories(folder.resolve("config"));
        Files.writeString(
                folder.resolve("config/application.yaml"),
                "name: demo\nregion: eu-west-2\nlocal: { port: " + port + " }\n");
        Files.writeString(
                folder.resolve("config/dev.yaml"),
                "alarms: { email: ops@example.com }\ncontainers:\n" + Account.FARGATE);
        return new Environments(folder.resolve("config"), Map.of()).load("dev", Optional.of("local"));
    }

    private Stack stack(Environment environment) {
        return Stack.of(environment, container -> new PutImage(), line -> {}, Account.hurried());
    }

    /** Its clock runs as much faster as its pauses are shorter, so that it soon gives up on what moto lacks. */
    private static GraphRunner runner(Stack stack) {
        Clock fast = new FastClock(Instant.now());
        return new GraphRunner(stack.graph(), fast, Account.hurried(), ServiceLimits.ofTen(), EventSink.none());
    }

    private static final class FastClock extends Clock {
        private final Instant start;

        FastClock(Instant start) {
            this.start = start;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return start.plus(Duration.between(start, Instant.now()).multipliedBy(Account.HURRY));
        }
    }

    /** Registers an image by ECR's API. */
    private final class PutImage implements ImageSource {
        @Override
        public Optional<String> contentTag() {
            return Optional.of("one");
        }

        @Override
        public String push(RegistryTarget target, Consumer<String> progress) {
            return AwsConnection.at(URI.create("http://127.0.0.1:" + port), "eu-west-2", duration -> {})
                    .client(EcrClient.builder())
                    .putImage(r -> r.repositoryName("demo-dev").imageTag("one").imageManifest(MANIFEST))
                    .image()
                    .imageId()
                    .imageDigest();
        }
    }

    /** A command as on AWS, with moto where the SDK looks for AWS. */
    private String command(String... args) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Dprovision.home=" + folder,
                "-cp",
                System.getProperty("java.class.path"),
                "dev.provision.cli.Main"));
        command.addAll(List.of(args));
        Path told = folder.resolve("told");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(told.toFile());
        builder.environment()
                .putAll(Map.of(
                        "AWS_ENDPOINT_URL", "http://127.0.0.1:" + port,
                        "AWS_ACCESS_KEY_ID", "test",
                        "AWS_SECRET_ACCESS_KEY", "test",
                        "AWS_REGION", "eu-west-2"));
        assertThat(builder.start().waitFor(120, TimeUnit.SECONDS)).isTrue();
        return Files.readString(told);
    }
}
