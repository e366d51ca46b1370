package dev.provision.localcloud.ecs;

import static dev.provision.localcloud.TestCloud.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.provision.localcloud.TestCloud;
import dev.provision.localcloud.time.ManualTime;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.ecs.model.Deployment;
import software.amazon.awssdk.services.ecs.model.DeploymentRolloutState;
import software.amazon.awssdk.services.ecs.model.Task;
import software.amazon.awssdk.services.ecs.model.TaskDefinition;

/** The states of tasks and services over the times that AWS takes. */
@EnabledOnOs(OS.LINUX)
@Timeout(60)
class TaskStatesTest {
    private static final Duration START = Duration.ofSeconds(20);

    @TempDir
    Path folder;

    private final ManualTime time = new ManualTime(Instant.parse("2026-01-01T00:00:00Z"));
    private EcsCloud ecs;
    private TestCloud cloud;

    @BeforeEach
    void start() {
        ecs = EcsCloud.start(folder, time);
        cloud = ecs.surroundings();
    }

    @AfterEach
    void stop() throws IOException {
        ecs.close();
    }

    private void seconds(int seconds) {
        time.advance(Duration.ofSeconds(seconds));
    }

    private String status(String task) {
        return ecs.task(task).lastStatus();
    }

    @Test
    void aTaskGoesThroughItsStatesAndHasItsInterfaceUntilTheLastButOne() throws Exception {
        TaskDefinition deaf = ecs.register("DEAF", "yes", c -> c.stopTimeout(2));
        ecs.create(deaf, s -> s.desiredCount(1));
        String task = ecs.tasks().getFirst().taskArn();
        assertThat(status(task)).isEqualTo("PROVISIONING");
        assertThat(cloud.interfaces).isEmpty();
        seconds(8);
        assertThat(status(task)).isEqualTo("PENDING");
        assertThat(cloud.interfaces).hasSize(1);
        seconds(12);
        assertThat(status(task)).isEqualTo("RUNNING");
        ecs.get(ecs.task(task));
        ecs.client().updateService(u -> u.cluster("main").service("web").desiredCount(0));
        assertThat(status(task)).isEqualTo("DEACTIVATING");
        seconds(6);
        assertThat(status(task)).isEqualTo("STOPPING");
        await("it is killed", () -> status(task).equals("DEPROVISIONING"));
        assertThat(ecs.task(task).containers().getFirst().exitCode()).isEqualTo(137);
        seconds(8);
        assertThat(status(task)).isEqualTo("STOPPED");
        assertThat(cloud.interfaces).isEmpty();
        time.advance(Duration.ofHours(1));
        assertThat(ecs.client()
                        .describeTasks(d -> d.cluster("main").tasks(task))
                        .failures())
                .as("stopped tasks are kept for an hour")
                .hasSize(1);
    }

    @Test
    void aTaskIsNotReplacedForItsHealthChecksWithinTheGracePeriod() {
        cloud.newTarget = "unhealthy";
        ecs.create(ecs.register(d -> {}), s -> s.desiredCount(1).healthCheckGracePeriodSeconds(60));
        time.advance(START);
        String first = ecs.tasks().getFirst().taskArn();
        seconds(59);
        assertThat(ecs.task(first).desiredStatus()).isEqualTo("RUNNING");
        seconds(2);
        assertThat(ecs.task(first).desiredStatus()).isEqualTo("STOPPED");
        assertThat(ecs.task(first).stoppedReason()).startsWith("Task failed ELB health checks in");
    }

    @Test
    void withoutACircuitBreakerADeploymentGoesOnForEverAtGrowingDistances() {
        cloud.missingGroups.add("/ecs/web");
        ecs.create(ecs.register(d -> {}), s -> s.desiredCount(1));
        time.advance(Duration.ofMinutes(10));
        int soon = deployment().failedTasks();
        assertThat(soon).isGreaterThan(3);
        time.advance(Duration.ofMinutes(10));
        assertThat(deployment().failedTasks()).isBetween(soon + 1, 2 * soon - 1);
        assertThat(deployment().rolloutState()).isEqualTo(DeploymentRolloutState.IN_PROGRESS);
        assertThat(ecs.messages())
                .anyMatch(message -> message.contains("is unable to consistently start tasks successfully."));
        List<Task> now = ecs.tasks();
        assertThat(now).hasSizeLessThanOrEqualTo(1);
    }

    @Test
    void howManyProcessorsRunIsPublishedEveryMinuteAndWhenItChanges() throws Exception {
        time.advance(Duration.ofMinutes(2));
        assertThat(processors()).as("nobody ever ran a task").isEmpty();
        ecs.create(ecs.register(d -> {}), s -> s.desiredCount(2));
        seconds(1);
        assertThat(processors()).containsExactly(0.5);
        seconds(180);
        assertThat(processors()).containsExactly(0.5, 0.5, 0.5, 0.5);
        List<String> tasks = ecs.tasks().stream().map(Task::taskArn).toList();
        ecs.client().updateService(u -> u.cluster("main").service("web").desiredCount(1));
        seconds(6);
        await("the process has ended", () -> tasks.stream()
                .anyMatch(task -> status(task).equals("DEPROVISIONING")));
        assertThat(processors()).as("what stops counts until it is gone").endsWith(0.5);
        seconds(9);
        assertThat(processors()).endsWith(0.25);
    }

    private List<Double> processors() {
        return cloud.measured.stream()
                .filter(one -> one.name().equals("ResourceCount")
                        && one.dimensions()
                                .equals(Map.of(
                                        "Service", "Fargate",
                                        "Type", "Resource",
                                        "Resource", "vCPU",
                                        "Class", "Standard/OnDemand")))
                .map(TestCloud.Measured::value)
                .toList();
    }

    private Deployment deployment() {
        return ecs.service().deployments().getFirst();
    }
}
