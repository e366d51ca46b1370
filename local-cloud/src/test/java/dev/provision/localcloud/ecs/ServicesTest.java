package dev.provision.localcloud.ecs;

import static dev.provision.localcloud.TestCloud.await;
import static dev.provision.localcloud.ecs.EcsCloud.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.provision.localcloud.TestCloud;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.DeploymentRolloutState;
import software.amazon.awssdk.services.ecs.model.LaunchType;
import software.amazon.awssdk.services.ecs.model.NetworkMode;
import software.amazon.awssdk.services.ecs.model.Service;
import software.amazon.awssdk.services.ecs.model.ServiceDeploymentStatus;
import software.amazon.awssdk.services.ecs.model.Task;
import software.amazon.awssdk.services.ecs.model.TaskDefinition;
import software.amazon.awssdk.services.ecs.model.TaskStopCode;

/** Services and their deployments, asked for through the SDK, with real processes behind. */
@SuppressWarnings("unchecked") // the SDK has varargs of generic consumers
@EnabledOnOs(OS.LINUX)
@Timeout(120)
class ServicesTest {
    @TempDir
    Path folder;

    private EcsCloud ecs;
    private TestCloud cloud;
    private EcsClient client;

    @BeforeEach
    void start() {
        ecs = EcsCloud.start(folder);
        cloud = ecs.surroundings();
        client = ecs.client();
    }

    @AfterEach
    void stop() throws IOException {
        ecs.close();
    }

    @Test
    void runsAServiceToItsSteadyState() throws Exception {
        TaskDefinition definition = ecs.register(d -> {});
        ecs.create(definition, s -> s.desiredCount(2));
        ecs.awaitSteady();
        Service service = ecs.service();
        assertThat(service.runningCount()).isEqualTo(2);
        assertThat(service.deployments()).hasSize(1);
        assertThat(service.deployments().getFirst().rolloutState()).isEqualTo(DeploymentRolloutState.COMPLETED);
        assertThat(ecs.messages())
                .anyMatch(m ->
                        m.matches("\\(service web\\) has started 2 tasks: \\(task [0-9a-f]{32}\\) \\(task .*\\)\\."))
                .contains("(service web) registered 1 targets in (target-group " + EcsCloud.GROUP + ")")
                .contains("(service web) has reached a steady state.");
        assertThat(cloud.targets).hasSize(2);

        Task task = ecs.tasks().getFirst();
        assertThat(task.lastStatus()).isEqualTo("RUNNING");
        assertThat(task.group()).isEqualTo("service:web");
        String answer = ecs.get(task);
        assertThat(answer)
                .contains("\"AWS_EXECUTION_ENV\": \"AWS_ECS_FARGATE\"", "\"NAME\": \"value\"")
                .doesNotContain("\"HOME\"");
        String metadata = answer.replaceAll("(?s).*ECS_CONTAINER_METADATA_URI_V4\": \"([^\"]+)\".*", "$1");
        assertThat(EcsCloud.get(URI.create(metadata + "/task"))).contains(task.taskArn(), "\"Family\":\"web\"");
        String id = task.taskArn().replaceAll(".*/", "");
        await("its output", () -> cloud.lines.contains("/ecs/web ecs/app/" + id + " starting"));
        await("a minute's metrics", () -> cloud.measured.stream()
                .anyMatch(
                        m -> m.name().equals("CPUUtilization") && m.dimensions().containsKey("ServiceName")));
        assertThat(cloud.measured)
                .filteredOn(m -> m.name().equals("MemoryUtilization"))
                .allMatch(m -> m.value() > 0.1 && m.value() < 20);
    }

    @Test
    void replacesATaskThatIsKilledByHandAtOnce() throws Exception {
        ecs.create(ecs.register(d -> {}), s -> s.desiredCount(1));
        ecs.awaitSteady();
        Task before = ecs.tasks().getFirst();
        ProcessHandle process = ProcessHandle.of(ecs.pid(before)).orElseThrow();
        Instant killed = Instant.now();
        process.destroyForcibly();
        await("another task", () -> ecs.tasks().stream()
                .anyMatch(task -> !task.taskArn().equals(before.taskArn())
                        && task.lastStatus().equals("RUNNING")));
        assertThat(Duration.between(killed, Instant.now())).isLessThan(Duration.ofSeconds(10));
        Task dead = ecs.task(before.taskArn());
        assertThat(dead.stopCode()).isEqualTo(TaskStopCode.ESSENTIAL_CONTAINER_EXITED);
        assertThat(dead.stoppedReason()).isEqualTo("Essential container in task exited");
        assertThat(dead.containers().getFirst().exitCode()).isEqualTo(137);
        ecs.awaitSteady();
        assertThat(cloud.targets).hasSize(1);
        assertThat(cloud.interfaces).hasSize(1);
    }

    @Test
    void replacesATaskThatFailsItsHealthChecks() {
        ecs.create(ecs.register(d -> {}), s -> s.desiredCount(1));
        ecs.awaitSteady();
        Task before = ecs.tasks().getFirst();
        await("its first line", () -> cloud.lines.stream().anyMatch(line -> line.endsWith("starting")));
        cloud.targets.replaceAll((target, state) -> "unhealthy");
        await("another task", () -> ecs.tasks().stream()
                .noneMatch(task -> task.taskArn().equals(before.taskArn())));
        ecs.awaitSteady();
        assertThat(ecs.task(before.taskArn()).stoppedReason())
                .isEqualTo("Task failed ELB health checks in (target-group " + EcsCloud.GROUP + ")");
        await("the end", () -> ecs.task(before.taskArn()).lastStatus().equals("STOPPED"));
        assertThat(ecs.task(before.taskArn()).containers().getFirst().exitCode())
                .isZero();
    }

    @Test
    void deploysWithoutFallingBelowTheCount() {
        ecs.create(ecs.register(d -> {}), s -> s.desiredCount(2));
        ecs.awaitSteady();
        Set<String> before = ecs.tasks().stream().map(Task::taskArn).collect(Collectors.toSet());
        cloud.newTarget = "initial";
        TaskDefinition next = ecs.register(d -> {});
        client.updateService(u -> u.cluster("main").service("web").taskDefinition(next.taskDefinitionArn()));
        await("the new ones", () -> ecs.tasks().size() == 4 && ecs.service().runningCount() == 4);
        assertThat(ecs.service().deployments()).hasSize(2);
        assertThat(ecs.tasks()).extracting(Task::taskArn).containsAll(before);
        cloud.targets.replaceAll((target, state) -> "healthy");
        ecs.awaitSteady();
        assertThat(ecs.tasks()).hasSize(2).allMatch(task -> task.taskDefinitionArn()
                .equals(next.taskDefinitionArn()));
        assertThat(ecs.service().deployments()).hasSize(1);
        var deployments = client.listServiceDeployments(l -> l.cluster("main").service("web"))
                .serviceDeployments();
        assertThat(deployments)
                .hasSize(2)
                .allMatch(deployment -> deployment.status() == ServiceDeploymentStatus.SUCCESSFUL);
        assertThat(client.describeServiceDeployments(d ->
                                d.serviceDeploymentArns(deployments.getFirst().serviceDeploymentArn()))
                        .serviceDeployments())
                .hasSize(1);
    }

    @Test
    void rollsBackADeploymentWhoseTasksCrash() {
        TaskDefinition good = ecs.register(d -> {});
        ecs.create(good, s -> s.desiredCount(1)
                .deploymentConfiguration(
                        c -> c.deploymentCircuitBreaker(b -> b.enable(true).rollback(true))));
        ecs.awaitSteady();
        Task before = ecs.tasks().getFirst();
        cloud.newTarget = "initial";
        TaskDefinition bad = ecs.register(d -> d.containerDefinitions(d.build()
                .containerDefinitions()
                .getFirst()
                .copy(c -> c.environment(e -> e.name("CRASH").value("yes")))));
        client.updateService(u -> u.cluster("main").service("web").taskDefinition(bad.taskDefinitionArn()));
        await("the way back", () -> ecs.service().taskDefinition().equals(good.taskDefinitionArn()));
        ecs.awaitSteady();
        assertThat(ecs.tasks()).extracting(Task::taskArn).containsExactly(before.taskArn());
        assertThat(ecs.messages())
                .anyMatch(
                        m -> m.matches(
                                "\\(service web\\) \\(deployment ecs-svc/\\d{19}\\) deployment failed: tasks failed to start\\."))
                .anyMatch(m -> m.startsWith("(service web) rolling back to (deployment ecs-svc/"));
        var deployment = client.listServiceDeployments(l -> l.cluster("main").service("web"))
                .serviceDeployments()
                .getFirst();
        assertThat(deployment.status()).isEqualTo(ServiceDeploymentStatus.ROLLBACK_SUCCESSFUL);
    }

    @Test
    void failsAFirstDeploymentThatCannotStart() {
        cloud.missingGroups.add("/ecs/web");
        ecs.create(ecs.register(d -> {}), s -> s.desiredCount(1)
                .deploymentConfiguration(
                        c -> c.deploymentCircuitBreaker(b -> b.enable(true).rollback(true))));
        await(
                "the failure",
                () -> ecs.service().deployments().getFirst().rolloutState() == DeploymentRolloutState.FAILED);
        assertThat(ecs.service().deployments().getFirst().failedTasks()).isEqualTo(3);
        assertThat(ecs.service().deployments().getFirst().rolloutStateReason())
                .isEqualTo("ECS deployment circuit breaker: tasks failed to start.");
    }

    @Test
    void refusesWhatEcsRefuses() {
        TaskDefinition definition = ecs.register(d -> {});
        refused(
                () -> ecs.create(
                        definition,
                        s -> s.loadBalancers(l -> l.targetGroupArn(EcsCloud.GROUP + "unused")
                                .containerName("app")
                                .containerPort(8080))),
                "InvalidParameterException",
                "does not have an associated load balancer");
        refused(
                () -> ecs.create(
                        definition,
                        s -> s.loadBalancers(l -> l.targetGroupArn(EcsCloud.GROUP)
                                .containerName("other")
                                .containerPort(8080))),
                "InvalidParameterException",
                "does not exist in the task definition");
        refused(
                () -> ecs.create(definition, s -> s.launchType(LaunchType.EC2)),
                "InvalidParameterException",
                "No Container Instances");
        refused(
                () -> ecs.create(definition, s -> s.cluster("other")),
                "ClusterNotFoundException",
                "Cluster not found.");
        refused(() -> ecs.register(d -> d.memory("4096")), "ClientException", "No Fargate configuration exists");
        refused(() -> ecs.register(d -> d.executionRoleArn(null)), "ClientException", "execution role ARN");
        refused(() -> ecs.register(d -> d.networkMode(NetworkMode.BRIDGE)), "ClientException", "awsvpc");
        ecs.create(definition, s -> s.desiredCount(0).clientToken("one"));
        ecs.create(definition, s -> s.desiredCount(0).clientToken("one"));
        assertThat(client.listServices(l -> l.cluster("main")).serviceArns()).hasSize(1);
        refused(() -> ecs.create(definition, s -> s.clientToken("two")), "InvalidParameterException", "not idempotent");
        assertThat(client.createCluster(c -> c.clusterName("main")).cluster().activeServicesCount())
                .isOne();
    }

    @Test
    void drainsAServiceThatIsDeleted() {
        TaskDefinition definition = ecs.register(d -> {});
        ecs.create(definition, s -> s.desiredCount(1).tags(t -> t.key("a").value("b")));
        ecs.awaitSteady();
        assertThat(client.listTagsForResource(l -> l.resourceArn(ecs.service().serviceArn()))
                        .tags())
                .hasSize(1);
        refused(
                () -> client.deleteService(d -> d.cluster("main").service("web")),
                "InvalidParameterException",
                "scaled above 0");
        refused(() -> client.deleteCluster(d -> d.cluster("main")), "ClusterContainsServicesException", "Services");
        client.deleteService(d -> d.cluster("main").service("web").force(true));
        await("inactive", () -> ecs.service().status().equals("INACTIVE"));
        assertThat(cloud.interfaces).isEmpty();
        assertThat(client.listServices(l -> l.cluster("main")).serviceArns()).isEmpty();
        client.deregisterTaskDefinition(d -> d.taskDefinition(definition.taskDefinitionArn()));
        assertThat(client.deleteTaskDefinitions(d -> d.taskDefinitions(definition.taskDefinitionArn()))
                        .failures())
                .isEmpty();
        assertThat(client.deleteCluster(d -> d.cluster("main")).cluster().status())
                .isEqualTo("INACTIVE");
        assertThat(client.listClusters().clusterArns()).isEmpty();
    }
}
