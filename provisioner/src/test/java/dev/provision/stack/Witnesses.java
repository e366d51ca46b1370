package dev.provision.stack;

import dev.provision.config.Environment;
import dev.provision.graph.Poller;
import dev.provision.graph.ProvisionException.WaitTimedOut;
import dev.provision.graph.Readiness;
import dev.provision.graph.Sleeper;
import dev.provision.graph.StepKey;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLSocketFactory;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.LaunchType;
import software.amazon.awssdk.services.ecs.model.Service;
import software.amazon.awssdk.services.ecs.model.Task;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.LastUpdateStatus;

/**
 * What an environment is for: its tasks start in both zones, its function can be updated, its routes answer on both nodes of
 * the load balancer, and the function's log arrives.
 */
final class Witnesses {
    private static final StepKey KEY = new StepKey("witness", "architecture");
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration LOG_PATIENCE = Duration.ofSeconds(2);

    /** A connection belongs to one of two nodes by chance: 16 meet both of them but once in 32,768. */
    private static final int CONNECTIONS = 16;

    private final EcsClient ecs;
    private final LambdaClient lambda;
    private final CloudWatchLogsClient logs;
    private final String prefix;
    private final int portOffset;
    private final SSLSocketFactory tls;
    private int updates;

    /** @param tls trusts the load balancer's certificate */
    Witnesses(
            EcsClient ecs,
            LambdaClient lambda,
            CloudWatchLogsClient logs,
            Environment environment,
            int portOffset,
            SSLSocketFactory tls) {
        this.ecs = ecs;
        this.lambda = lambda;
        this.logs = logs;
        this.prefix = environment.prefix();
        this.portOffset = portOffset;
        this.tls = tls;
    }

    /** The first thing that does not go; empty if all goes. */
    Optional<String> complaint() {
        return Stream.<Supplier<Optional<String>>>of(this::tasks, this::update, this::requests, this::log)
                .map(Supplier::get)
                .flatMap(Optional::stream)
                .findFirst();
    }

    private Optional<String> tasks() {
        Service service = ecs.describeServices(r -> r.cluster(prefix)
                        .services(ecs.listServices(l -> l.cluster(prefix)).serviceArns()))
                .services()
                .getFirst();
        Map<String, String> started = new HashMap<>();
        try {
            for (String subnet :
                    service.networkConfiguration().awsvpcConfiguration().subnets()) {
                started.put(start(service, subnet), subnet);
            }
            return started.keySet().stream()
                    .map(this::started)
                    .flatMap(Optional::stream)
                    .findFirst();
        } catch (AwsServiceException refused) {
            return Optional.of("a task is refused: " + refused.awsErrorDetails().errorMessage());
        } finally {
            started.keySet().forEach(task -> ecs.stopTask(r -> r.cluster(prefix).task(task)));
        }
    }

    private String start(Service service, String subnet) {
        return ecs.runTask(r -> r.cluster(prefix)
                        .taskDefinition(service.taskDefinition())
                        .launchType(LaunchType.FARGATE)
                        .networkConfiguration(n -> n.awsvpcConfiguration(service.networkConfiguration()
                                .awsvpcConfiguration()
                                .copy(a -> a.subnets(subnet)))))
                .tasks()
                .getFirst()
                .taskArn();
    }

    private Optional<String> started(String arn) {
        return await(() -> {
            Task task =
                    ecs.describeTasks(r -> r.cluster(prefix).tasks(arn)).tasks().getFirst();
            return switch (task.lastStatus()) {
                case "RUNNING" -> Readiness.ready();
                case "STOPPED" -> Readiness.failed("a task does not start: " + task.stoppedReason(), "");
                default -> Readiness.pending(task.lastStatus());
            };
        });
    }

    private Optional<String> update() {
        String function = lambda.listFunctions().functions().getFirst().functionName();
        String description = "update " + ++updates;
        try {
            lambda.updateFunctionConfiguration(r -> r.functionName(function).description(description));
        } catch (AwsServiceException refused) {
            return Optional.of("the function cannot be updated: "
                    + refused.awsErrorDetails().errorMessage());
        }
        return await(() -> {
            var configuration = lambda.getFunctionConfiguration(r -> r.functionName(function));
            return configuration.lastUpdateStatus() == LastUpdateStatus.SUCCESSFUL
                    ? Readiness.ready()
                    : Readiness.pending(configuration.lastUpdateStatusAsString());
        });
    }

    private Optional<String> requests() {
        List<String> urls = List.of(
                "http://localhost:" + (portOffset + 80) + "/lambda/health",
                "https://localhost:" + (portOffset + 443) + "/lambda/health",
                "https://localhost:" + (portOffset + 443) + "/fargate/health");
        for (int i = 0; i < CONNECTIONS; i++) {
            for (String url : urls) {
                String status = status(URI.create(url));
                if (!status.equals(url.startsWith("https:") ? "200" : "301")) {
                    return Optional.of(url.replaceFirst(":\\d+", "") + " answers " + status);
                }
            }
        }
        return Optional.empty();
    }

    /** On a connection of its own. */
    private String status(URI url) {
        try {
            HttpURLConnection connection = (HttpURLConnection) url.toURL().openConnection();
            if (connection instanceof HttpsURLConnection secured) {
                secured.setSSLSocketFactory(tls);
                secured.setHostnameVerifier((_, _) -> true);
            }
            connection.setInstanceFollowRedirects(false);
            connection.setRequestProperty("Connection", "close");
            connection.setConnectTimeout((int) PATIENCE.toMillis());
            connection.setReadTimeout((int) PATIENCE.toMillis());
            return String.valueOf(connection.getResponseCode());
        } catch (IOException broken) {
            return "not at all";
        }
    }

    /** What the function reports about a call must arrive. */
    private Optional<String> log() {
        String group =
                "/aws/lambda/" + lambda.listFunctions().functions().getFirst().functionName();
        long since = System.currentTimeMillis();
        String status = status(URI.create("https://localhost:" + (portOffset + 443) + "/lambda/health"));
        return await(
                LOG_PATIENCE,
                () -> logs.filterLogEvents(r ->
                                        r.logGroupName(group).startTime(since).filterPattern("REPORT"))
                                .events()
                                .isEmpty()
                        ? Readiness.pending("the function answers " + status + ", but its log does not arrive")
                        : Readiness.ready());
    }

    private static Optional<String> await(Supplier<Readiness> probe) {
        return await(PATIENCE, probe);
    }

    private static Optional<String> await(Duration patience, Supplier<Readiness> probe) {
        try {
            return Poller.brisk(Clock.systemUTC(), Sleeper.system()).await(KEY, patience, probe, _ -> {})
                            instanceof Readiness.Failed(String reason, String _)
                    ? Optional.of(reason)
                    : Optional.empty();
        } catch (WaitTimedOut late) {
            return Optional.of(String.valueOf(late.getMessage()));
        }
    }
}
