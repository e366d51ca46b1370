package dev.provision.localcloud.ecs;

import static dev.provision.localcloud.TestCloud.await;
import static dev.provision.localcloud.ecs.EcsCloud.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.provision.localcloud.Clients;
import dev.provision.localcloud.TestCloud;
import dev.provision.localcloud.runtime.TestImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.DesiredStatus;
import software.amazon.awssdk.services.ecs.model.LogDriver;
import software.amazon.awssdk.services.ecs.model.Secret;
import software.amazon.awssdk.services.ecs.model.Task;
import software.amazon.awssdk.services.ecs.model.TaskDefinition;
import software.amazon.awssdk.services.ecs.model.TaskStopCode;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.ParameterType;

/** Single tasks, asked for through the SDK, with real processes behind: how they run, and why they do not start. */
@SuppressWarnings("unchecked") // the SDK has varargs of generic consumers
@EnabledOnOs(OS.LINUX)
@Timeout(120)
class TasksTest {
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
    void runsAndStopsATask() throws Exception {
        Task started = ecs.runTask(ecs.register(d -> {}));
        assertThat(started.lastStatus()).isEqualTo("PROVISIONING");
        await("it runs", () -> ecs.task(started.taskArn()).lastStatus().equals("RUNNING"));
        ecs.get(ecs.task(started.taskArn()));
        client.stopTask(s -> s.cluster("main").task(started.taskArn()).reason("enough"));
        await("it stops", () -> ecs.task(started.taskArn()).lastStatus().equals("STOPPED"));
        Task stopped = ecs.task(started.taskArn());
        assertThat(stopped.stopCode()).isEqualTo(TaskStopCode.USER_INITIATED);
        assertThat(stopped.stoppedReason()).isEqualTo("enough");
        assertThat(stopped.containers().getFirst().exitCode()).isZero();
        assertThat(client.listTasks(l -> l.cluster("main").desiredStatus(DesiredStatus.STOPPED))
                        .taskArns())
                .containsExactly(started.taskArn());
    }

    @Test
    void saysWhyATaskDoesNotStart() {
        TaskDefinition definition = ecs.register(d -> {});
        cloud.online = false;
        assertThat(ecs.reasonOf(definition))
                .startsWith("ResourceInitializationError: unable to pull secrets or registry auth: The task cannot pull"
                        + " registry auth from Amazon ECR: There is a connection issue");
        cloud.online = true;
        cloud.unreachable.add("ecr.dkr");
        assertThat(ecs.reasonOf(definition))
                .startsWith("CannotPullContainerError: pull image manifest has been retried")
                .contains("failed to do request: Head \"https://")
                .endsWith("i/o timeout");
        cloud.unreachable.clear();
        cloud.unreachable.add("s3");
        assertThat(ecs.reasonOf(definition))
                .startsWith("CannotPullContainerError: ref pull has been retried 5 time(s)")
                .contains("starport-layer-bucket.s3.eu-west-2.amazonaws.com");
        cloud.unreachable.clear();
        cloud.unreachable.add("logs");
        assertThat(ecs.reasonOf(definition))
                .startsWith(
                        "ResourceInitializationError: failed to validate logger args: The task cannot find the Amazon"
                                + " CloudWatch log group")
                .contains("There is a connection issue between the task and Amazon CloudWatch");
        cloud.unreachable.clear();
        cloud.denied.add("ecr:GetAuthorizationToken");
        assertThat(ecs.reasonOf(definition))
                .contains(
                        "unable to retrieve ecr registry auth", "not authorized to perform: ecr:GetAuthorizationToken");
        cloud.denied.clear();
        cloud.denied.add("ecr:BatchGetImage");
        assertThat(ecs.reasonOf(definition))
                .startsWith("CannotPullContainerError")
                .contains("403 Forbidden");
        cloud.denied.clear();
        cloud.missingGroups.add("/ecs/web");
        assertThat(ecs.reasonOf(definition))
                .startsWith("ResourceInitializationError: failed to validate logger args:")
                .contains("The specified log group does not exist.");
        TaskDefinition making = ecs.register(d -> d.containerDefinitions(d.build()
                .containerDefinitions()
                .getFirst()
                .copy(c -> c.logConfiguration(l -> l.logDriver(LogDriver.AWSLOGS)
                        .options(Map.of(
                                "awslogs-group", "/ecs/web",
                                "awslogs-region", "eu-west-2",
                                "awslogs-stream-prefix", "ecs",
                                "awslogs-create-group", "true"))))));
        cloud.denied.add("logs:CreateLogGroup");
        assertThat(ecs.reasonOf(making)).contains("is not authorized to perform: logs:CreateLogGroup");
        cloud.denied.clear();
        Task made = ecs.runTask(making);
        await("it runs", () -> ecs.task(made.taskArn()).lastStatus().equals("RUNNING"));
        assertThat(cloud.missingGroups).isEmpty();
        client.stopTask(s -> s.cluster("main").task(made.taskArn()));
        await("it stops", () -> ecs.task(made.taskArn()).lastStatus().equals("STOPPED"));
        String missing = TestCloud.REGISTRY + "/none:1";
        TaskDefinition noImage = ecs.register(d -> d.containerDefinitions(
                d.build().containerDefinitions().getFirst().copy(c -> c.image(missing))));
        assertThat(ecs.reasonOf(noImage))
                .startsWith("CannotPullContainerError: ")
                .endsWith("none:1: not found");
        cloud.push("broken:1", new TestImage().entryPoint("/none").build());
        TaskDefinition broken = ecs.register(d -> d.containerDefinitions(
                d.build().containerDefinitions().getFirst().copy(c -> c.image(TestCloud.REGISTRY + "/broken:1"))));
        assertThat(ecs.reasonOf(broken))
                .startsWith("CannotStartContainerError: ")
                .contains("no such file");
        cloud.push(
                "broken:1",
                new TestImage().entryPoint("/app").architecture("arm64").build());
        assertThat(ecs.reasonOf(broken)).contains("exec format error");
        assertThat(cloud.interfaces).isEmpty();
        cloud.denied.add("sts:AssumeRole");
        refused(() -> ecs.runTask(definition), "ClientException", "ECS was unable to assume the role");
    }

    @Test
    void aTaskFailsInAFullSubnetAndWithoutTheImageThatItsDefinitionNames() {
        TaskDefinition definition = ecs.register(d -> {});
        cloud.fullSubnets.add("subnet-1");
        assertThat(ecs.reasonOf(definition))
                .startsWith("Unexpected EC2 error while attempting to Create Network Interface")
                .endsWith("InsufficientFreeAddressesInSubnet");
        cloud.fullSubnets.clear();
        cloud.images.clear();
        assertThat(ecs.reasonOf(definition))
                .startsWith("CannotPullContainerError: ")
                .endsWith(": not found");
    }

    @Test
    void aTaskThatUsesTooMuchMemoryIsKilled() {
        Task started = ecs.runTask(ecs.register("EAT", "600000000", c -> {}));
        await("it stops", () -> ecs.task(started.taskArn()).lastStatus().equals("STOPPED"));
        Task stopped = ecs.task(started.taskArn());
        assertThat(stopped.stopCode()).isEqualTo(TaskStopCode.ESSENTIAL_CONTAINER_EXITED);
        assertThat(stopped.containers().getFirst().exitCode()).isEqualTo(137);
        assertThat(stopped.containers().getFirst().reason())
                .isEqualTo("OutOfMemoryError: Container killed due to memory usage");
    }

    @Test
    void anAccountRunsAsManyProcessorsAsItsQuotaAllows() {
        TaskDefinition large = ecs.register(d -> d.cpu("8192").memory("16384"));
        assertThat(client.runTask(r -> r.cluster("main")
                                .taskDefinition(large.taskDefinitionArn())
                                .launchType("FARGATE")
                                .networkConfiguration(n -> n.awsvpcConfiguration(v -> v.subnets("subnet-1"))))
                        .failures())
                .extracting(failure -> failure.reason())
                .containsExactly("You've reached the limit on the number of vCPUs you can run concurrently");
    }

    @Test
    void aClusterStaysWhileATaskRuns() {
        Task started = ecs.runTask(ecs.register(d -> {}));
        refused(
                () -> client.deleteCluster(c -> c.cluster("main")),
                "ClusterContainsTasksException",
                "while Tasks are active");
        client.stopTask(s -> s.cluster("main").task(started.taskArn()));
        await("it stops", () -> ecs.task(started.taskArn()).lastStatus().equals("STOPPED"));
        client.deleteCluster(c -> c.cluster("main"));
    }

    @Test
    void fetchesSecretsWithTheExecutionRoleAndSaysWhyItCannot() throws Exception {
        String prefix = "ResourceInitializationError: unable to pull secrets or registry auth: execution resource"
                + " retrieval failed: ";
        try (SsmClient ssm = Clients.of(SsmClient.builder(), ecs.endpoint());
                SecretsManagerClient store = Clients.of(SecretsManagerClient.builder(), ecs.endpoint())) {
            ssm.putParameter(p -> p.name("/demo/token").value("secret-one").type(ParameterType.SECURE_STRING));
            String arn = store.createSecret(s -> s.name("demo").secretString("{\"user\":\"secret-two\"}"))
                    .arn();
            String parameter = "arn:aws:ssm:eu-west-2:000000000000:parameter/demo/token";
            TaskDefinition all =
                    withSecrets("ONE", parameter, "TWO", arn + ":user::", "THREE", arn, "FOUR", "/demo/token");
            Task started = ecs.runTask(all);
            await("it runs", () -> ecs.task(started.taskArn()).lastStatus().equals("RUNNING"));
            assertThat(ecs.get(ecs.task(started.taskArn())))
                    .contains(
                            "\"ONE\": \"secret-one\"",
                            "\"TWO\": \"secret-two\"",
                            "\"FOUR\": \"secret-one\"",
                            "\"THREE\": \"{\\\"user\\\"");
            assertThat(client.describeTasks(d -> d.cluster("main").tasks(started.taskArn()))
                            .toString())
                    .doesNotContain("secret-one", "secret-two");

            assertThat(ecs.reasonOf(withSecrets("ONE", parameter + "s")))
                    .isEqualTo(prefix + "invalid ssm parameters: /demo/tokens");
            assertThat(ecs.reasonOf(withSecrets("TWO", arn + ":nobody::")))
                    .startsWith(prefix + "unable to retrieve secret from asm")
                    .endsWith("did not contain json key nobody");
            assertThat(ecs.reasonOf(withSecrets("TWO", arn.replace(":demo-", ":other-"))))
                    .contains("ResourceNotFoundException: Secrets Manager can't find the specified secret.");
            cloud.unreachable.addAll(Set.of("ssm", "secretsmanager"));
            assertThat(ecs.reasonOf(withSecrets("ONE", parameter)))
                    .startsWith(prefix + "unable to retrieve secrets from ssm: ")
                    .endsWith("context deadline exceeded. Please check your task network configuration.");
            assertThat(ecs.reasonOf(withSecrets("TWO", arn + ":user::")))
                    .startsWith(prefix + "unable to retrieve secret from asm: ")
                    .contains(arn + " from secrets manager: RequestCanceled");
            cloud.unreachable.clear();
            cloud.denied.add("ssm:GetParameters");
            cloud.denied.add("secretsmanager:GetSecretValue");
            assertThat(ecs.reasonOf(withSecrets("ONE", parameter)))
                    .contains("not authorized to perform: ssm:GetParameters on resource: " + parameter);
            assertThat(ecs.reasonOf(withSecrets("TWO", arn + ":user::")))
                    .contains("not authorized to perform: secretsmanager:GetSecretValue on resource: " + arn + " ");
        }
    }

    private TaskDefinition withSecrets(String... namesAndPlaces) {
        List<Secret> secrets = new ArrayList<>();
        for (int i = 0; i < namesAndPlaces.length; i += 2) {
            secrets.add(Secret.builder()
                    .name(namesAndPlaces[i])
                    .valueFrom(namesAndPlaces[i + 1])
                    .build());
        }
        return ecs.register(d -> d.containerDefinitions(
                d.build().containerDefinitions().getFirst().copy(c -> c.secrets(secrets))));
    }
}
