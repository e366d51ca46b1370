package dev.provision.localcloud.autoscaling;

import static dev.provision.localcloud.TestCloud.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.provision.localcloud.Clients;
import dev.provision.localcloud.TestCloud;
import dev.provision.localcloud.cloudwatch.CloudWatch;
import dev.provision.localcloud.ecs.Ecs;
import dev.provision.localcloud.ecs.EcsCloud;
import dev.provision.localcloud.ecs.SecretValues;
import dev.provision.localcloud.runtime.TestImage;
import dev.provision.localcloud.secretsmanager.SecretsService;
import dev.provision.localcloud.ssm.ParameterStore;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.applicationautoscaling.ApplicationAutoScalingClient;
import software.amazon.awssdk.services.applicationautoscaling.model.AdjustmentType;
import software.amazon.awssdk.services.applicationautoscaling.model.PolicyType;
import software.amazon.awssdk.services.applicationautoscaling.model.ScalableDimension;
import software.amazon.awssdk.services.applicationautoscaling.model.ServiceNamespace;
import software.amazon.awssdk.services.applicationautoscaling.model.StepAdjustment;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.ComparisonOperator;
import software.amazon.awssdk.services.cloudwatch.model.Statistic;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.Compatibility;
import software.amazon.awssdk.services.ecs.model.LaunchType;
import software.amazon.awssdk.services.ecs.model.NetworkMode;

/**
 * The scaling of the architecture (CPU over 60 % for a minute: one more; under it for five: one less; memory over 70 %: one
 * more), with real processes under real load, on a clock that makes a minute a second.
 */
@SuppressWarnings("unchecked") // the SDK has varargs of generic consumers
@EnabledOnOs(OS.LINUX)
@Timeout(150)
class ScalingUnderLoadTest {
    private static final String SERVICE = "service/main/web";
    private static final String PROGRAM = """
            import http.server, os, time
            class Handler(http.server.BaseHTTPRequestHandler):
                def do_GET(self):
                    end = time.process_time() + 0.02
                    while time.process_time() < end: pass
                    self.send_response(200); self.end_headers(); self.wfile.write(b'ok')
                def log_message(self, *a): pass
            http.server.ThreadingHTTPServer((os.environ['SERVER_HOST'], 8080), Handler).serve_forever()
            """;

    @TempDir
    Path folder;

    private TestCloud cloud;
    private Ecs ecs;
    private EcsClient client;
    private ApplicationAutoScalingClient scaling;
    private CloudWatchClient alarms;
    private final AtomicBoolean idle = new AtomicBoolean(true);
    private final AtomicBoolean end = new AtomicBoolean();
    private final HttpClient http = HttpClient.newHttpClient();

    @BeforeEach
    void start() {
        cloud = new TestCloud(folder, 60);
        CloudWatch cloudWatch = new CloudWatch(cloud.account, cloud.time, cloud.plane);
        ecs = EcsCloud.ecs(
                cloud,
                cloudWatch.sink(),
                new SecretValues(
                        new ParameterStore(cloud.account, cloud.time), new SecretsService(cloud.account, cloud.time)),
                10);
        Scalable none = new Scalable() {
            @Override
            public OptionalInt capacity(String resourceId) {
                return OptionalInt.empty();
            }

            @Override
            public void scale(String resourceId, int capacity) {}
        };
        List<Object> parts = new ArrayList<>(ecs.parts());
        parts.addAll(cloudWatch.parts());
        parts.addAll(new ApplicationAutoScaling(cloud.account, cloud.time, cloudWatch, ecs.scaling(), none).parts());
        URI endpoint = cloud.serve(parts);
        client = Clients.of(EcsClient.builder(), endpoint);
        scaling = Clients.of(ApplicationAutoScalingClient.builder(), endpoint);
        alarms = Clients.of(CloudWatchClient.builder(), endpoint);
    }

    @AfterEach
    void stop() throws IOException {
        end.set(true);
        http.close();
        client.close();
        scaling.close();
        alarms.close();
        ecs.close();
        cloud.close();
    }

    private void service() {
        String image = cloud.push("test:1", TestImage.python(PROGRAM));
        client.createCluster(c -> c.clusterName("main"));
        client.registerTaskDefinition(d -> d.family("web")
                .cpu("256")
                .memory("512")
                .networkMode(NetworkMode.AWSVPC)
                .requiresCompatibilities(Compatibility.FARGATE)
                .executionRoleArn(TestCloud.ROLE)
                .containerDefinitions(c -> c.name("app").image(image)));
        client.createService(s -> s.cluster("main")
                .serviceName("web")
                .taskDefinition("web")
                .desiredCount(1)
                .launchType(LaunchType.FARGATE)
                .networkConfiguration(n -> n.awsvpcConfiguration(v -> v.subnets("subnet-1"))));
    }

    private void scaling() {
        scaling.registerScalableTarget(t -> t.serviceNamespace(ServiceNamespace.ECS)
                .resourceId(SERVICE)
                .scalableDimension(ScalableDimension.ECS_SERVICE_DESIRED_COUNT)
                .minCapacity(1)
                .maxCapacity(10));
        step("cpu-out", "CPUUtilization", ComparisonOperator.GREATER_THAN_THRESHOLD, 60, 1);
        step("cpu-in", "CPUUtilization", ComparisonOperator.LESS_THAN_THRESHOLD, 60, 5);
        step("memory-out", "MemoryUtilization", ComparisonOperator.GREATER_THAN_THRESHOLD, 70, 1);
    }

    private void step(String name, String metric, ComparisonOperator operator, double threshold, int periods) {
        boolean out = operator == ComparisonOperator.GREATER_THAN_THRESHOLD;
        StepAdjustment adjustment = out
                ? StepAdjustment.builder()
                        .metricIntervalLowerBound(0.0)
                        .scalingAdjustment(1)
                        .build()
                : StepAdjustment.builder()
                        .metricIntervalUpperBound(0.0)
                        .scalingAdjustment(-1)
                        .build();
        String policy = scaling.putScalingPolicy(p -> p.policyName(name)
                        .serviceNamespace(ServiceNamespace.ECS)
                        .resourceId(SERVICE)
                        .scalableDimension(ScalableDimension.ECS_SERVICE_DESIRED_COUNT)
                        .policyType(PolicyType.STEP_SCALING)
                        .stepScalingPolicyConfiguration(s -> s.adjustmentType(AdjustmentType.CHANGE_IN_CAPACITY)
                                .cooldown(out ? 60 : 120)
                                .stepAdjustments(adjustment)))
                .policyARN();
        alarms.putMetricAlarm(a -> a.alarmName(name)
                .namespace("AWS/ECS")
                .metricName(metric)
                .dimensions(d -> d.name("ClusterName").value("main"), d -> d.name("ServiceName")
                        .value("web"))
                .statistic(Statistic.AVERAGE)
                .period(60)
                .evaluationPeriods(periods)
                .threshold(threshold)
                .comparisonOperator(operator)
                .alarmActions(policy));
    }

    private int desired() {
        return client.describeServices(d -> d.cluster("main").services("web"))
                .services()
                .getFirst()
                .desiredCount();
    }

    private String state(String alarm) {
        return alarms.describeAlarms(a -> a.alarmNames(alarm))
                .metricAlarms()
                .getFirst()
                .stateValueAsString();
    }

    /** A client that asks all tasks in turn, as a load balancer would, unless it is idle. */
    private void load() {
        while (!end.get()) {
            for (var task : List.copyOf(cloud.interfaces.values())) {
                if (!idle.get()) {
                    ask(URI.create("http://" + task.loopback().getHostAddress() + ":8080/"));
                }
            }
            LockSupport.parkNanos(1_000_000);
        }
    }

    private void ask(URI uri) {
        try {
            http.send(HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(5)).build(), BodyHandlers.discarding());
        } catch (IOException starting) {
            assertThat(uri).isNotNull(); // a task that does not listen yet, or not any more
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void loadAddsTasksAndItsEndTakesThemAwayAgain() {
        service();
        scaling();
        await("five minutes of rest", () -> state("cpu-in").equals("ALARM"));
        Instant rest = cloud.time.now();
        await("two more", () -> cloud.time.now().isAfter(rest.plus(Duration.ofMinutes(2))));
        assertThat(desired()).isEqualTo(1);
        assertThat(state("memory-out")).isEqualTo("OK");

        idle.set(false);
        for (int i = 0; i < 6; i++) {
            Thread.ofPlatform().daemon().start(this::load);
        }
        await("more tasks", () -> desired() > 1);
        assertThat(scaling.describeScalingActivities(a -> a.serviceNamespace(ServiceNamespace.ECS))
                        .scalingActivities()
                        .getLast()
                        .cause())
                .contains("cpu-out");

        idle.set(true);
        await("the minimum", () -> desired() == 1);
        Instant back = cloud.time.now();
        await("it stays", () -> cloud.time.now().isAfter(back.plus(Duration.ofMinutes(2))));
        assertThat(desired()).isEqualTo(1);
    }
}
