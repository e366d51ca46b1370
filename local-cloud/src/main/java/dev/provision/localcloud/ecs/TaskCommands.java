package dev.provision.localcloud.ecs;

import dev.provision.localcloud.iam.Authority;
import dev.provision.localcloud.network.Reachability;
import dev.provision.localcloud.network.Verdict;
import dev.provision.localcloud.runtime.ContainerRuntime;
import dev.provision.localcloud.ssmmessages.Sessions;
import dev.provision.localcloud.wire.AwsError;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.ecs.model.ExecuteCommandRequest;
import software.amazon.awssdk.services.ecs.model.ExecuteCommandResponse;
import software.amazon.awssdk.services.ecs.model.ManagedAgent;
import software.amazon.awssdk.services.ecs.model.ManagedAgentName;

/**
 * ECS Exec: commands in running tasks. An agent beside the container has to reach Systems Manager, with the rights of the
 * task's role.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-exec.html">AWS: ECS Exec</a>
 */
final class TaskCommands extends EcsApi {
    private static final List<String> RIGHTS = List.of(
            "ssmmessages:CreateControlChannel",
            "ssmmessages:CreateDataChannel",
            "ssmmessages:OpenControlChannel",
            "ssmmessages:OpenDataChannel");

    private final EcsStore store;
    private final Authority authority;
    private final Reachability reachability;
    private final Sessions sessions;

    TaskCommands(EcsStore store, Authority authority, Reachability reachability, Sessions sessions) {
        this.store = store;
        this.authority = authority;
        this.reachability = reachability;
        this.sessions = sessions;
    }

    public ExecuteCommandResponse executeCommand(ExecuteCommandRequest request) {
        EcsCluster cluster = store.cluster(request.cluster());
        if (!request.interactive()) {
            throw EcsErrors.invalidParameter("Interactive is the only mode supported currently.");
        }
        EcsTask task = Optional.ofNullable(request.task())
                .flatMap(store::task)
                .filter(found -> found.view().clusterArn().equals(cluster.arn()))
                .orElseThrow(() -> EcsErrors.invalidParameter("The referenced task was not found."));
        List<String> command = ShellWords.split(
                Optional.ofNullable(request.command()).orElse("").strip());
        if (command.isEmpty()) {
            throw EcsErrors.invalidParameter("Command cannot be empty.");
        }
        if (!Boolean.TRUE.equals(task.view().enableExecuteCommand()) || !task.is("RUNNING")) {
            throw EcsErrors.invalidParameter(
                    "The execute command failed because execute command was not enabled when the"
                            + " task was run or the execute command agent isn’t running. Wait and try again or run a new task with"
                            + " execute command enabled and try again.");
        }
        String name = container(task, Optional.ofNullable(request.container()));
        if (!connected(task)) {
            throw AwsError.badRequest(
                    "TargetNotConnectedException",
                    "The execute command failed due to an internal error. Try again later.");
        }
        ContainerRuntime.Container container = task.running().get(name);
        Sessions.Opened session = sessions.open("ecs-execute-command", output -> container.exec(command, output));
        return ExecuteCommandResponse.builder()
                .clusterArn(cluster.arn())
                .taskArn(task.arn())
                .containerName(name)
                .containerArn(task.view().containers().stream()
                        .filter(one -> one.name().equals(name))
                        .findFirst()
                        .orElseThrow()
                        .containerArn())
                .interactive(true)
                .session(s -> s.sessionId(session.id()).streamUrl(session.url()).tokenValue(session.token()))
                .build();
    }

    private static String container(EcsTask task, Optional<String> wanted) {
        Map<String, ContainerRuntime.Container> running = task.running();
        if (wanted.isEmpty() && running.size() == 1) {
            return running.keySet().iterator().next();
        }
        return wanted.filter(running::containsKey)
                .orElseThrow(() -> EcsErrors.invalidParameter(
                        wanted.map(name -> "Container " + name + " is not running in the task.")
                                .orElse("Container name is required for a task with several containers.")));
    }

    /** Whether the agent has been able to call Systems Manager. */
    private boolean connected(EcsTask task) {
        Optional<String> role = Optional.ofNullable(task.definition().taskRoleArn());
        boolean way = task.networkInterface()
                .map(attached -> reachability.toService(attached.id(), "ssmmessages"))
                .filter(Verdict.Allowed.class::isInstance)
                .isPresent();
        return way
                && role.filter(arn -> authority.mayAssume("ecs-tasks.amazonaws.com", arn))
                        .filter(arn -> RIGHTS.stream().allMatch(action -> authority.allows(arn, action, "*")))
                        .isPresent();
    }

    /** How the agent of a task's containers is. */
    static ManagedAgent agent(EcsTask task) {
        return ManagedAgent.builder()
                .name(ManagedAgentName.EXECUTE_COMMAND_AGENT)
                .lastStatus(task.is("RUNNING") ? "RUNNING" : task.is("STOPPED") ? "STOPPED" : "PENDING")
                .lastStartedAt(task.view().startedAt())
                .build();
    }
}
