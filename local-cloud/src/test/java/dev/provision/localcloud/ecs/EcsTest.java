package dev.provision.localcloud.ecs;

import static dev.provision.localcloud.TestCloud.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.provision.localcloud.Clients;
import dev.provision.localcloud.TestCloud;
import dev.provision.localcloud.runtime.TestImage;
import dev.provision.localcloud.secretsmanager.SecretsService;
import dev.provision.localcloud.ssm.ParameterStore;
import dev.provision.localcloud.time.Latency;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.Compatibility;
import software.amazon.awssdk.services.ecs.model.CreateServiceRequest;
import software.amazon.awssdk.services.ecs.model.DeploymentRolloutState;
import software.amazon.awssdk.services.ecs.model.DesiredStatus;
import software.amazon.awssdk.services.ecs.model.EcsException;
import software.amazon.awssdk.services.ecs.model.LaunchType;
import software.amazon.awssdk.services.ecs.model.LogDriver;
import software.amazon.awssdk.services.ecs.model.NetworkMode;
import software.amazon.awssdk.services.ecs.model.RegisterTaskDefinitionRequest;
import software.amazon.awssdk.services.ecs.model.Secret;
import software.amazon.awssdk.services.ecs.model.Service;
import software.amazon.awssdk.services.ecs.model.ServiceDeploymentStatus;
import software.amazon.awssdk.services.ecs.model.Task;
import software.amazon.awssdk.services.ecs.model.TaskDefinition;
import software.amazon.awssdk.services.ecs.model.TaskStopCode;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.ParameterType;

/** Services and tasks, asked for through the SDK, with real processes behind. */
@SuppressWarnings("unchecked") // the SDK has varargs of generic consumers
@EnabledOnOs(OS.LINUX)
@Timeout(120)
class EcsTest {
    private static final String PROGRAM = """
            import http.server, json, os, signal, sys
            signal.signal(signal.SIGTERM, lambda *a: sys.exit(0))
            print('starting')
            if os.environ.get('CRASH'): sys.exit(1)
            class Handler(http.server.BaseHTTPRequestHandler):
                def do_GET(self):
                    body = json.dumps({'pid': os.getpid(), 'env': dict(os.environ)}).encode()
                    self.send_response(200); self.end_headers(); self.wfile.write(body)
            http.server.HTTPServer((os.environ['SERVER_HOST'], 8080), Handler).serve_forever()
            """;
    private static final String GROUP = "arn:aws:elasticloadbalancing:eu-west-2:000000000000:targetgroup/blue/1";

    @TempDir
    Path folder;

    private TestCloud cloud;
    private Ecs ecs;
    private EcsClient client;
    private URI endpoint;
    private String image;

    private static final int VCPUS = 6;

    @BeforeEach
    void start() {
        cloud = new TestCloud(folder, 20);
        ParameterStore parameters = new ParameterStore(cloud.account, cloud.time);
        SecretsService secrets = new SecretsService(cloud.account, cloud.time);
        ecs = new Ecs(
                new Ecs.Base(cloud.account, cloud.plane, cloud.time, Latency.INSTANT),
                new Ecs.Neighbours(
                        cloud,
                        cloud.registry(),
                        cloud,
                        cloud,
                        cloud,
                        cloud,
                        cloud,
                        cloud.runtime,
                        new SecretValues(parameters, secrets)),
                VCPUS);
        List<Object> parts = new ArrayList<>(ecs.parts());
        parts.add(parameters);
        parts.addAll(secrets.parts());
        endpoint = cloud.serve(parts);
        client = Clients.of(EcsClient.builder(), endpoint);
        client.createCluster(c -> c.clusterName("main"));
        image = cloud.push("test:1", TestImage.python(PROGRAM));
    }

    @AfterEach
    void stop() throws IOException {
        client.close();
        ecs.close();
        cloud.close();
    }

    @Test
    void runsAServiceToItsSteadyState() throws Exception {
        TaskDefinition definition = register(d -> {});
        create(definition, s -> s.desiredCount(2));
        awaitSteady();
        Service service = service();
        assertThat(service.runningCount()).isEqualTo(2);
        assertThat(service.deployments()).hasSize(1);
        assertThat(service.deployments().getFirst().rolloutState()).isEqualTo(DeploymentRolloutState.COMPLETED);
        assertThat(messages())
                .anyMatch(m ->
                        m.matches("\\(service web\\) has started 2 tasks: \\(task [0-9a-f]{32}\\) \\(task .*\\)\\."))
                .contains("(service web) registered 1 targets in (target-group " + GROUP + ")")
                .contains("(service web) has reached a steady state.");
        assertThat(cloud.targets).hasSize(2);

        Task task = tasks().getFirst();
        assertThat(task.lastStatus()).isEqualTo("RUNNING");
        assertThat(task.group()).isEqualTo("service:web");
        String answer = get(task);
        assertThat(answer)
                .contains("\"AWS_EXECUTION_ENV\": \"AWS_ECS_FARGATE\"", "\"NAME\": \"value\"")
                .doesNotContain("\"HOME\"");
        String metadata = answer.replaceAll("(?s).*ECS_CONTAINER_METADATA_URI_V4\": \"([^\"]+)\".*", "$1");
        assertThat(get(URI.create(metadata + "/task"))).contains(task.taskArn(), "\"Family\":\"web\"");
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
        create(register(d -> {}), s -> s.desiredCount(1));
        awaitSteady();
        Task before = tasks().getFirst();
        ProcessHandle process = ProcessHandle.of(pid(before)).orElseThrow();
        Instant killed = Instant.now();
        process.destroyForcibly();
        await("another task", () -> tasks().stream()
                .anyMatch(task -> !task.taskArn().equals(before.taskArn())
                        && task.lastStatus().equals("RUNNING")));
        assertThat(Duration.between(killed, Instant.now())).isLessThan(Duration.ofSeconds(10));
        Task dead = task(before.taskArn());
        assertThat(dead.stopCode()).isEqualTo(TaskStopCode.ESSENTIAL_CONTAINER_EXITED);
        assertThat(dead.stoppedReason()).isEqualTo("Essential container in task exited");
        assertThat(dead.containers().getFirst().exitCode()).isEqualTo(137);
        awaitSteady();
        assertThat(cloud.targets).hasSize(1);
        assertThat(cloud.interfaces).hasSize(1);
    }

    @Test
    void replacesATaskThatFailsItsHealthChecks() {
        create(register(d -> {}), s -> s.desiredCount(1));
        awaitSteady();
        Task before = tasks().getFirst();
        await("its first line", () -> cloud.lines.stream().anyMatch(line -> line.endsWith("starting")));
        cloud.targets.replaceAll((target, state) -> "unhealthy");
        await("another task", () -> tasks().stream()
                .noneMatch(task -> task.taskArn().equals(before.taskArn())));
        awaitSteady();
        assertThat(task(before.taskArn()).stoppedReason())
                .isEqualTo("Task failed ELB health checks in (target-group " + GROUP + ")");
        await("the end", () -> task(before.taskArn()).lastStatus().equals("STOPPED"));
        assertThat(task(before.taskArn()).containers().getFirst().exitCode()).isZero();
    }

    @Test
    void deploysWithoutFallingBelowTheCount() {
        create(register(d -> {}), s -> s.desiredCount(2));
        awaitSteady();
        Set<String> before = tasks().stream().map(Task::taskArn).collect(Collectors.toSet());
        cloud.newTarget = "initial";
        TaskDefinition next = register(d -> {});
        client.updateService(u -> u.cluster("main").service("web").taskDefinition(next.taskDefinitionArn()));
        await("the new ones", () -> tasks().size() == 4 && service().runningCount() == 4);
        assertThat(service().deployments()).hasSize(2);
        assertThat(tasks()).extracting(Task::taskArn).containsAll(before);
        cloud.targets.replaceAll((target, state) -> "healthy");
        awaitSteady();
        assertThat(tasks()).hasSize(2).allMatch(task -> task.taskDefinitionArn().equals(next.taskDefinitionArn()));
        assertThat(service().deployments()).hasSize(1);
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
        TaskDefinition good = register(d -> {});
        create(good, s -> s.desiredCount(1)
                .deploymentConfiguration(
                        c -> c.deploymentCircuitBreaker(b -> b.enable(true).rollback(true))));
        awaitSteady();
        Task before = tasks().getFirst();
        cloud.newTarget = "initial";
        TaskDefinition bad = register(d -> d.containerDefinitions(d.build()
                .containerDefinitions()
                .getFirst()
                .copy(c -> c.environment(e -> e.name("CRASH").value("yes")))));
        client.updateService(u -> u.cluster("main").service("web").taskDefinition(bad.taskDefinitionArn()));
        await("the way back", () -> service().taskDefinition().equals(good.taskDefinitionArn()));
        awaitSteady();
        assertThat(tasks()).extracting(Task::taskArn).containsExactly(before.taskArn());
        assertThat(messages())
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
        create(register(d -> {}), s -> s.desiredCount(1)
                .deploymentConfiguration(
                        c -> c.deploymentCircuitBreaker(b -> b.enable(true).rollback(true))));
        await("the failure", () -> service().deployments().getFirst().rolloutState() == DeploymentRolloutState.FAILED);
        assertThat(service().deployments().getFirst().failedTasks()).isEqualTo(3);
        assertThat(service().deployments().getFirst().rolloutStateReason())
                .isEqualTo("ECS deployment circuit breaker: tasks failed to start.");
    }

    @Test
    void saysWhyATaskDoesNotStart() {
        TaskDefinition definition = register(d -> {});
        cloud.online = false;
        assertThat(reasonOf(definition))
                .startsWith("ResourceInitializationError: unable to pull secrets or registry auth: The task cannot pull"
                        + " registry auth from Amazon ECR: There is a connection issue");
        cloud.online = true;
        cloud.denied.add("ecr:GetAuthorizationToken");
        assertThat(reasonOf(definition))
                .contains(
                        "unable to retrieve ecr registry auth", "not authorized to perform: ecr:GetAuthorizationToken");
        cloud.denied.clear();
        cloud.denied.add("ecr:BatchGetImage");
        assertThat(reasonOf(definition)).startsWith("CannotPullContainerError").contains("403 Forbidden");
        cloud.denied.clear();
        cloud.missingGroups.add("/ecs/web");
        assertThat(reasonOf(definition))
                .startsWith("ResourceInitializationError: failed to validate logger args:")
                .contains("The specified log group does not exist.");
        cloud.missingGroups.clear();
        String missing = TestCloud.REGISTRY + "/none:1";
        TaskDefinition noImage = register(d -> d.containerDefinitions(
                d.build().containerDefinitions().getFirst().copy(c -> c.image(missing))));
        assertThat(reasonOf(noImage)).startsWith("CannotPullContainerError: ").endsWith("none:1: not found");
        cloud.push("broken:1", new TestImage().entryPoint("/none").build());
        TaskDefinition broken = register(d -> d.containerDefinitions(
                d.build().containerDefinitions().getFirst().copy(c -> c.image(TestCloud.REGISTRY + "/broken:1"))));
        assertThat(reasonOf(broken)).startsWith("CannotStartContainerError: ").contains("no such file");
        assertThat(cloud.interfaces).isEmpty();
        cloud.denied.add("sts:AssumeRole");
        refused(() -> runTask(definition), "ClientException", "ECS was unable to assume the role");
    }

    private TaskDefinition withSecrets(String... namesAndPlaces) {
        List<Secret> secrets = new ArrayList<>();
        for (int i = 0; i < namesAndPlaces.length; i += 2) {
            secrets.add(Secret.builder()
                    .name(namesAndPlaces[i])
                    .valueFrom(namesAndPlaces[i + 1])
                    .build());
        }
        return register(d -> d.containerDefinitions(
                d.build().containerDefinitions().getFirst().copy(c -> c.secrets(secrets))));
    }

    @Test
    void fetchesSecretsWithTheExecutionRoleAndSaysWhyItCannot() throws Exception {
        String prefix = "ResourceInitializationError: unable to pull secrets or registry auth: execution resource"
                + " retrieval failed: ";
        try (SsmClient ssm = Clients.of(SsmClient.builder(), endpoint);
                SecretsManagerClient store = Clients.of(SecretsManagerClient.builder(), endpoint)) {
            ssm.putParameter(p -> p.name("/demo/token").value("secret-one").type(ParameterType.SECURE_STRING));
            String arn = store.createSecret(s -> s.name("demo").secretString("{\"user\":\"secret-two\"}"))
                    .arn();
            String parameter = "arn:aws:ssm:eu-west-2:000000000000:parameter/demo/token";
            TaskDefinition all =
                    withSecrets("ONE", parameter, "TWO", arn + ":user::", "THREE", arn, "FOUR", "/demo/token");
            Task started = runTask(all);
            await("it runs", () -> task(started.taskArn()).lastStatus().equals("RUNNING"));
            assertThat(get(task(started.taskArn())))
                    .contains(
                            "\"ONE\": \"secret-one\"",
                            "\"TWO\": \"secret-two\"",
                            "\"FOUR\": \"secret-one\"",
                            "\"THREE\": \"{\\\"user\\\"");
            assertThat(client.describeTasks(d -> d.cluster("main").tasks(started.taskArn()))
                            .toString())
                    .doesNotContain("secret-one", "secret-two");

            assertThat(reasonOf(withSecrets("ONE", parameter + "s")))
                    .isEqualTo(prefix + "invalid ssm parameters: /demo/tokens");
            assertThat(reasonOf(withSecrets("TWO", arn + ":nobody::")))
                    .startsWith(prefix + "unable to retrieve secret from asm")
                    .endsWith("did not contain json key nobody");
            assertThat(reasonOf(withSecrets("TWO", arn.replace(":demo-", ":other-"))))
                    .contains("ResourceNotFoundException: Secrets Manager can't find the specified secret.");
            cloud.denied.add("ssm:GetParameters");
            cloud.denied.add("secretsmanager:GetSecretValue");
            assertThat(reasonOf(withSecrets("ONE", parameter)))
                    .contains("not authorized to perform: ssm:GetParameters on resource: " + parameter);
            assertThat(reasonOf(withSecrets("TWO", arn + ":user::")))
                    .contains("not authorized to perform: secretsmanager:GetSecretValue on resource: " + arn + " ");
        }
    }

    @Test
    void runsAndStopsATask() throws Exception {
        Task started = runTask(register(d -> {}));
        assertThat(started.lastStatus()).isEqualTo("PROVISIONING");
        await("it runs", () -> task(started.taskArn()).lastStatus().equals("RUNNING"));
        get(task(started.taskArn()));
        client.stopTask(s -> s.cluster("main").task(started.taskArn()).reason("enough"));
        await("it stops", () -> task(started.taskArn()).lastStatus().equals("STOPPED"));
        Task stopped = task(started.taskArn());
        assertThat(stopped.stopCode()).isEqualTo(TaskStopCode.USER_INITIATED);
        assertThat(stopped.stoppedReason()).isEqualTo("enough");
        assertThat(stopped.containers().getFirst().exitCode()).isZero();
        assertThat(client.listTasks(l -> l.cluster("main").desiredStatus(DesiredStatus.STOPPED))
                        .taskArns())
                .containsExactly(started.taskArn());
    }

    @Test
    void refusesWhatEcsRefuses() {
        TaskDefinition definition = register(d -> {});
        refused(
                () -> create(
                        definition,
                        s -> s.loadBalancers(l -> l.targetGroupArn(GROUP + "unused")
                                .containerName("app")
                                .containerPort(8080))),
                "InvalidParameterException",
                "does not have an associated load balancer");
        refused(
                () -> create(
                        definition,
                        s -> s.loadBalancers(l ->
                                l.targetGroupArn(GROUP).containerName("other").containerPort(8080))),
                "InvalidParameterException",
                "does not exist in the task definition");
        refused(
                () -> create(definition, s -> s.launchType(LaunchType.EC2)),
                "InvalidParameterException",
                "No Container Instances");
        refused(() -> create(definition, s -> s.cluster("other")), "ClusterNotFoundException", "Cluster not found.");
        refused(() -> register(d -> d.memory("4096")), "ClientException", "No Fargate configuration exists");
        refused(() -> register(d -> d.executionRoleArn(null)), "ClientException", "execution role ARN");
        refused(() -> register(d -> d.networkMode(NetworkMode.BRIDGE)), "ClientException", "awsvpc");
        create(definition, s -> s.desiredCount(0));
        refused(() -> create(definition, s -> {}), "InvalidParameterException", "not idempotent");
    }

    @Test
    void drainsAServiceThatIsDeleted() {
        TaskDefinition definition = register(d -> {});
        create(definition, s -> s.desiredCount(1).tags(t -> t.key("a").value("b")));
        awaitSteady();
        assertThat(client.listTagsForResource(l -> l.resourceArn(service().serviceArn()))
                        .tags())
                .hasSize(1);
        refused(
                () -> client.deleteService(d -> d.cluster("main").service("web")),
                "InvalidParameterException",
                "scaled above 0");
        refused(() -> client.deleteCluster(d -> d.cluster("main")), "ClusterContainsServicesException", "Services");
        client.deleteService(d -> d.cluster("main").service("web").force(true));
        await("inactive", () -> service().status().equals("INACTIVE"));
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

    private TaskDefinition register(Consumer<RegisterTaskDefinitionRequest.Builder> change) {
        return client.registerTaskDefinition(RegisterTaskDefinitionRequest.builder()
                        .family("web")
                        .cpu("256")
                        .memory("512")
                        .networkMode(NetworkMode.AWSVPC)
                        .requiresCompatibilities(Compatibility.FARGATE)
                        .executionRoleArn(TestCloud.ROLE)
                        .containerDefinitions(c -> c.name("app")
                                .image(image)
                                .portMappings(p -> p.containerPort(8080))
                                .environment(e -> e.name("NAME").value("value"))
                                .logConfiguration(l -> l.logDriver(LogDriver.AWSLOGS)
                                        .options(Map.of(
                                                "awslogs-group", "/ecs/web",
                                                "awslogs-region", "eu-west-2",
                                                "awslogs-stream-prefix", "ecs"))))
                        .applyMutation(change)
                        .build())
                .taskDefinition();
    }

    private void create(TaskDefinition definition, Consumer<CreateServiceRequest.Builder> change) {
        client.createService(CreateServiceRequest.builder()
                .cluster("main")
                .serviceName("web")
                .taskDefinition(definition.taskDefinitionArn())
                .launchType(LaunchType.FARGATE)
                .networkConfiguration(n -> n.awsvpcConfiguration(v -> v.subnets("subnet-1", "subnet-2")))
                .loadBalancers(l -> l.targetGroupArn(GROUP).containerName("app").containerPort(8080))
                .applyMutation(change)
                .build());
    }

    private Task runTask(TaskDefinition definition) {
        return client.runTask(r -> r.cluster("main")
                        .taskDefinition(definition.taskDefinitionArn())
                        .launchType(LaunchType.FARGATE)
                        .networkConfiguration(n -> n.awsvpcConfiguration(v -> v.subnets("subnet-1"))))
                .tasks()
                .getFirst();
    }

    private String reasonOf(TaskDefinition definition) {
        Task task = runTask(definition);
        await("it stops", () -> task(task.taskArn()).lastStatus().equals("STOPPED"));
        assertThat(task(task.taskArn()).stopCode()).isEqualTo(TaskStopCode.TASK_FAILED_TO_START);
        return task(task.taskArn()).stoppedReason();
    }

    private Service service() {
        return client.describeServices(d -> d.cluster("main").services("web"))
                .services()
                .getFirst();
    }

    private List<String> messages() {
        return service().events().stream().map(event -> event.message()).toList();
    }

    private void awaitSteady() {
        await("a steady state", () -> messages().stream()
                .findFirst()
                .filter(message -> message.endsWith("has reached a steady state."))
                .isPresent());
    }

    private List<Task> tasks() {
        List<String> arns =
                client.listTasks(l -> l.cluster("main").serviceName("web")).taskArns();
        return arns.isEmpty()
                ? List.of()
                : client.describeTasks(d -> d.cluster("main").tasks(arns)).tasks();
    }

    private Task task(String arn) {
        return client.describeTasks(d -> d.cluster("main").tasks(arn)).tasks().getFirst();
    }

    private String get(Task task) throws Exception {
        String id = task.attachments().getFirst().details().stream()
                .filter(detail -> detail.name().equals("networkInterfaceId"))
                .findFirst()
                .orElseThrow()
                .value();
        String address = cloud.interfaces.get(id).loopback().getHostAddress();
        await("it listens", () -> listens(address));
        return get(URI.create("http://" + address + ":8080/"));
    }

    private static boolean listens(String address) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address, 8080), 1000);
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }

    private static String get(URI uri) throws Exception {
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
                    .body();
        }
    }

    private long pid(Task task) throws Exception {
        return Long.parseLong(get(task).replaceAll("(?s).*\"pid\": (\\d+).*", "$1"));
    }

    private static void refused(ThrowingCallable call, String code, String message) {
        assertThatThrownBy(call).isInstanceOfSatisfying(EcsException.class, e -> {
            assertThat(e.awsErrorDetails().errorCode()).isEqualTo(code);
            assertThat(e.awsErrorDetails().errorMessage()).contains(message);
        });
    }
}
