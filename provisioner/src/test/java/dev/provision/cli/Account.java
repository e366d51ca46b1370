package dev.provision.cli;

import dev.provision.FreePorts;
import dev.provision.aws.ssm.Holder;
import dev.provision.aws.ssm.Lease;
import dev.provision.config.Environment;
import dev.provision.config.Environments;
import dev.provision.cost.PriceFile;
import dev.provision.graph.ComparedFields;
import dev.provision.graph.Sleeper;
import dev.provision.graph.StepKey;
import dev.provision.localcloud.LocalCloud;
import dev.provision.localcloud.Options;
import dev.provision.localcloud.fault.FaultTable;
import dev.provision.report.Form;
import dev.provision.report.PlanView;
import dev.provision.report.Report;
import dev.provision.report.Terminal;
import dev.provision.stack.Stack;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Predicate;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.regions.Region;

/** An account of a local cloud that does everything at once, and the environments that are deployed to it. */
final class Account implements AutoCloseable {
    /** How many times shorter pauses are than what is asked for. */
    static final int HURRY = 40;

    private static final String RELEASE =
            "release: { strategy: allAtOnce, interval: 1s, bake: 1s, gates: { minimumRequests: 0 } }\n";
    static final String LAMBDA = """
              lambda:
                routing: { pathPattern: /lambda/*, pathHealthCheck: /lambda/health }
                compute: { type: awsLambda, awsLambda: { memory: 512, timeout: 30, reservedConcurrency: 20 } }
            """;
    static final String FARGATE = """
              fargate:
                routing: { pathPattern: /fargate/*, pathHealthCheck: /fargate/health }
                compute: { type: awsFargateEcs, awsFargateEcs: { minInstances: 1, maxInstances: 2 } }
            """;
    private final Path folder;
    private final LocalCloud cloud;
    private final int offset;
    private final ByteArrayOutputStream told = new ByteArrayOutputStream();
    private String tag = "one";

    Account(Path folder, LocalCloud cloud, int offset) {
        this.folder = folder;
        this.cloud = cloud;
        this.offset = offset;
    }

    static Account open(Path folder) {
        int offset = FreePorts.offset();
        return new Account(
                folder, LocalCloud.start(Options.forTests().withListenerPorts(Options.offset(offset))), offset);
    }

    /** An environment with these containers, as its files would say it. */
    Environment environment(String env, String... containers) {
        return environment(env, "", List.of(containers));
    }

    /** @param settings lines of YAML at the top */
    Environment environment(String env, String settings, List<String> containers) {
        try {
            Files.createDirectories(folder.resolve("config"));
            Files.writeString(
                    folder.resolve("config/application.yaml"),
                    "name: demo\nregion: eu-west-2\ncloud: local\nlocal: { port: " + cloud.port() + ", portOffset: "
                            + offset + " }\n");
            Files.writeString(
                    folder.resolve("config/" + env + ".yaml"),
                    RELEASE + settings + "\ncontainers:\n"
                            + String.join("", containers).indent(0));
            return new Environments(folder.resolve("config"), Map.of()).load(env, Optional.empty());
        } catch (IOException failed) {
            throw new IllegalStateException(failed);
        }
    }

    /** Time passes in which nobody does anything, here and in the cloud. */
    void later(Duration time) {
        cloud.leap(time);
    }

    private Clock clock() {
        InstantSource source = cloud::now;
        return source.withZone(ZoneOffset.UTC);
    }

    /** The next image has another content. */
    void image(String newTag) {
        tag = newTag;
    }

    Stack stack(Environment environment) {
        return Stack.of(environment, container -> TinyImage.in(folder.resolve("image"), tag), line -> {}, hurried());
    }

    /** Waits a fraction of what it is asked to: nothing here takes as long as on AWS. */
    static Sleeper hurried() {
        return duration -> {
            var _ = new Semaphore(0).tryAcquire(Math.max(1, duration.toMillis() / HURRY), TimeUnit.MILLISECONDS);
        };
    }

    Surroundings surroundings() {
        return surroundings("");
    }

    private Surroundings surroundings(String typed) {
        return surroundings(typed, false);
    }

    private Surroundings surroundings(String typed, boolean interactive) {
        PrintStream out = new PrintStream(told, true, StandardCharsets.UTF_8);
        return new Surroundings(
                folder,
                Map.of(),
                new Terminal(out, out, interactive, 80, false, true),
                new ByteArrayInputStream(typed.getBytes(StandardCharsets.UTF_8)),
                clock(),
                hurried(),
                Optional.empty(),
                () -> {
                    throw new AssertionError("the process would have ended");
                });
    }

    /** Runs a command line. */
    int run(String... args) {
        return Commands.execute(surroundings(), args);
    }

    /** Runs a command line at a terminal, at which somebody types something. */
    int runAtTerminal(String typed, String... args) {
        return Commands.execute(surroundings(typed, true), args);
    }

    /** Runs a command line on whose standard input something is. */
    int runTyping(String typed, String... args) {
        return Commands.execute(surroundings(typed), args);
    }

    /** What was told since the start. */
    String told() {
        return told.toString(StandardCharsets.UTF_8);
    }

    Report report() {
        return Report.of(Form.PLAIN, surroundings().terminal(), clock());
    }

    Planned planned(Environment environment) {
        return planned(environment, report());
    }

    private Planned planned(Environment environment, Report report) {
        Stack stack = stack(environment);
        return Planned.of(
                environment,
                stack.current(clock().instant()),
                () -> stack.applied().read(),
                surroundings(),
                report);
    }

    PlannedCost cost(Environment environment) {
        return new PlannedCost(new PriceFile(folder), environment);
    }

    /** What an {@code up} would do. */
    PlanView plan(Environment environment) {
        return planned(environment).view();
    }

    /** The steps that an {@code up} compares with what is wanted; it keeps others as they are. */
    Set<StepKey> compared(Environment environment) {
        return ComparedFields.steps(
                stack(environment).current(clock().instant()).graph());
    }

    /** As {@code up --yes} does it; takes over whatever lock it finds, for nobody else is at work here. */
    PlanView up(Environment environment) {
        return up(environment, report());
    }

    /** Two releases, the second one with another image. */
    void upTwice(Environment environment) {
        up(environment);
        image("two");
        up(environment);
    }

    /** @param report gets what {@code up} tells */
    PlanView up(Environment environment, Report report) {
        return exclusively(environment, lease -> {
            Planned planned = planned(environment, report);
            planned.carryOut(surroundings(), report, lease, cost(environment)::monthly);
            return planned.view();
        });
    }

    /** As {@code teardown --yes} does it. */
    void teardown(Environment environment) {
        teardown(environment, key -> false);
    }

    /** @param kept what stays */
    void teardown(Environment environment, Predicate<StepKey> kept) {
        boolean _ = exclusively(environment, lease -> {
            Stack stack = stack(environment).covering();
            Runners.of(stack, surroundings(), report()).teardown(kept).orThrow();
            stack.applied().delete();
            return true;
        });
    }

    private <T> T exclusively(Environment environment, Function<Lease, T> work) {
        Holder holder = Machine.of(Map.of()).holder("test", clock().instant());
        Sleeper never = duration -> new CountDownLatch(1).await();
        try (Lease lease =
                stack(environment).lock(clock(), never).take(holder, Duration.ZERO, other -> true, text -> {})) {
            return work.apply(lease);
        }
    }

    /** How many there are of each kind, by kind. */
    SortedMap<String, Integer> inventory(Environment environment) {
        SortedMap<String, Integer> counts = new TreeMap<>();
        stack(environment).sweep().forEach(what -> counts.merge(kind(what), 1, Integer::sum));
        return counts;
    }

    /** Kind of {@code NAT gateway nat-0a1} or {@code arn:aws:ecs:eu-west-2:0:service/cluster/name}. */
    private static String kind(String what) {
        if (what.startsWith("arn:")) {
            String[] parts = what.split(":", 6);
            return parts[2] + " " + parts[5].split("[/:]", 2)[0];
        }
        return what.substring(0, what.lastIndexOf(' '));
    }

    /** As somebody else has it, who may do anything. */
    <B extends AwsClientBuilder<B, C>, C> C client(B builder) {
        return builder.region(Region.of("eu-west-2"))
                .endpointOverride(cloud.endpoint())
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")))
                .build();
    }

    FaultTable faults() {
        return cloud.faults();
    }

    LocalCloud cloud() {
        return cloud;
    }

    @Override
    public void close() {
        cloud.close();
    }

    /** Where the load balancer's port 80 appears. */
    int httpPort() {
        return 80 + offset;
    }
}
