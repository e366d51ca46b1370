package dev.provision.aws.ecs;

import dev.provision.aws.Api;
import dev.provision.aws.AwsConnection;
import dev.provision.aws.ssmmessages.Session;
import dev.provision.graph.ProvisionException.StepFailed;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.DesiredStatus;
import software.amazon.awssdk.services.ecs.model.ExecuteCommandResponse;
import software.amazon.awssdk.services.ecs.model.TargetNotConnectedException;
import software.amazon.awssdk.services.ecs.model.Task;

/** Starts commands in running tasks, by ECS Exec. */
public final class TaskShell {
    private final Api<EcsClient> ecs;
    private final ServiceView views;

    public TaskShell(AwsConnection connection) {
        this.ecs = connection.api("ecs", EcsClient::builder);
        this.views = new ServiceView(connection);
    }

    /**
     * Starts a command in one of the running tasks of the first of some services that has any.
     *
     * @param services their names; at least one
     * @throws StepFailed if no task runs, ECS Exec is not enabled for it, or its agent does not answer
     */
    public Session start(String cluster, List<String> services, String container, String command) {
        String service = services.stream()
                .filter(name -> views.find(cluster, name)
                        .filter(tasks -> tasks.running() > 0)
                        .isPresent())
                .findFirst()
                .orElse(services.getFirst());
        List<String> arns = ecs.find(c -> c.listTasks(
                                r -> r.cluster(cluster).serviceName(service).desiredStatus(DesiredStatus.RUNNING))
                        .taskArns())
                .orElse(List.of());
        List<Task> tasks = arns.isEmpty()
                ? List.of()
                : ecs.call(c ->
                        c.describeTasks(r -> r.cluster(cluster).tasks(arns)).tasks());
        Task task = tasks.stream()
                .filter(one -> "RUNNING".equals(one.lastStatus()))
                .findFirst()
                .orElseThrow(() -> refused(
                        "no task of service " + service + " runs", "look at it with provision status, then with logs"));
        if (!Boolean.TRUE.equals(task.enableExecuteCommand())) {
            throw refused(
                    "ECS Exec is not enabled for the tasks of service " + service,
                    "write enableExecuteCommand: true under compute.awsFargateEcs of container " + container
                            + ", then run up");
        }
        String id = task.taskArn().substring(task.taskArn().lastIndexOf('/') + 1);
        ExecuteCommandResponse answer = ecs.call(c -> {
            try {
                return c.executeCommand(r -> r.cluster(cluster)
                        .task(task.taskArn())
                        .container(container)
                        .command(command)
                        .interactive(true));
            } catch (TargetNotConnectedException silent) {
                throw refused(
                        "the agent of ECS Exec in task " + id + " does not answer",
                        "wait a minute after the task's start; an existing role (awsIam.roleArn) must allow"
                                + " ssmmessages:CreateControlChannel, CreateDataChannel, OpenControlChannel and"
                                + " OpenDataChannel, and the task needs a way to the internet on port 443");
            }
        });
        return new Session(
                answer.session().sessionId(),
                answer.session().streamUrl(),
                answer.session().tokenValue());
    }

    private static StepFailed refused(String reason, String remedy) {
        return new StepFailed(Optional.empty(), reason, "", remedy, null);
    }
}
