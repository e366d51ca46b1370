package dev.provision.localcloud.ecs;

import static dev.provision.localcloud.TestCloud.await;
import static dev.provision.localcloud.ecs.EcsCloud.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.provision.localcloud.TestCloud;
import dev.provision.localcloud.runtime.TestImage;
import dev.provision.localcloud.runtime.TestImage.Layer;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.LaunchType;
import software.amazon.awssdk.services.ecs.model.Session;
import software.amazon.awssdk.services.ecs.model.Task;
import software.amazon.awssdk.services.ecs.model.TaskDefinition;

/** ECS Exec: what is refused, and sessions with real programs on real terminals, in the plugin's own messages. */
@SuppressWarnings("unchecked") // the SDK has varargs of generic consumers
@EnabledOnOs(OS.LINUX)
@Timeout(60)
class TaskCommandsTest {
    @TempDir
    static Path folder;

    private static EcsCloud ecs;
    private static EcsClient client;
    private static TestCloud cloud;
    private static TaskDefinition definition;
    private static Task task;

    @BeforeAll
    static void start() {
        ecs = EcsCloud.start(folder);
        client = ecs.client();
        cloud = ecs.surroundings();
        String image = cloud.push(
                "shell:1",
                new TestImage()
                        .layer(new Layer()
                                .file("app/run", 0755, "#!/bin/sh\nexec sleep 600\n")
                                .file("app/ask", 0755, """
                                        #!/bin/sh
                                        echo "$NAME in ${PWD##*/} as $TERM, $(stty size)"
                                        read line
                                        echo "<$line> of $# words, the last: $2"
                                        """))
                        .entryPoint("/app/run")
                        .workingDirectory("/app")
                        .build());
        definition = ecs.register(d -> d.taskRoleArn(TestCloud.ROLE)
                .containerDefinitions(
                        d.build().containerDefinitions().getFirst().copy(c -> c.image(image))));
        task = run(true);
    }

    private static Task run(boolean enabled) {
        Task started = client.runTask(r -> r.cluster("main")
                        .taskDefinition(definition.taskDefinitionArn())
                        .launchType(LaunchType.FARGATE)
                        .enableExecuteCommand(enabled)
                        .networkConfiguration(n -> n.awsvpcConfiguration(v -> v.subnets("subnet-1"))))
                .tasks()
                .getFirst();
        await("it runs", () -> ecs.task(started.taskArn()).lastStatus().equals("RUNNING"));
        return ecs.task(started.taskArn());
    }

    @AfterAll
    static void stop() throws Exception {
        ecs.close();
    }

    private static Session session(String command) {
        return client.executeCommand(e -> e.cluster("main")
                        .task(task.taskArn())
                        .container("app")
                        .command(command)
                        .interactive(true))
                .session();
    }

    @Test
    void programRunsOnATerminalInTheContainer() throws Exception {
        assertThat(task.containers().getFirst().managedAgents())
                .singleElement()
                .satisfies(agent -> assertThat(agent.lastStatus()).isEqualTo("RUNNING"));
        Session session = session("/app/ask one 'two three'");
        assertThat(session.sessionId()).startsWith("ecs-execute-command-");
        try (SessionClient talk = new SessionClient(session, session.tokenValue())) {
            await("the handshake's request", () -> talk.shown().equals("<5>"));
            talk.answerHandshake(1);
            await("it speaks", () -> talk.shown().contains("value in app as xterm-256color, 0 0"));
            assertThat(talk.shown()).startsWith("<5><7>");
            talk.send(3, 1, "lost\r");
            talk.send(1, 3, "{\"cols\":91,\"rows\":33}");
            talk.send(1, 3, "{\"cols\":1,\"rows\":1}");
            talk.send(2, 1, "hällo\r");
            assertThat(talk.end()).isEqualTo("channel_closed ");
            assertThat(talk.shown()).endsWith("hällo\r\n<hällo> of 2 words, the last: two three\r\n");
            assertThat(talk.acknowledged()).isEqualTo(2);
        }
    }

    @Test
    void controlCEndsItAndWhoGoesAwayTakesItAlong() throws Exception {
        Session interrupted = session("/app/ask");
        try (SessionClient talk = new SessionClient(interrupted, interrupted.tokenValue())) {
            talk.answerHandshake(1);
            await("it speaks", () -> talk.shown().contains("value in app"));
            talk.send(1, 1, "\u0003");
            assertThat(talk.end()).isEqualTo("channel_closed ");
        }
        Session left = session("/app/run");
        List<ProcessHandle> before = sleeping();
        try (SessionClient talk = new SessionClient(left, left.tokenValue())) {
            talk.answerHandshake(1);
            await("it runs", () -> sleeping().size() == before.size() + 1);
        }
        await("it is gone", () -> sleeping().size() == before.size());
    }

    private static List<ProcessHandle> sleeping() {
        return ProcessHandle.current()
                .descendants()
                .filter(one -> one.info().commandLine().orElse("").endsWith("sleep 600"))
                .toList();
    }

    @Test
    void sessionIsItsOwnersAndOnlyOnce() throws Exception {
        Session session = session("/app/ask");
        try (SessionClient stranger = new SessionClient(session, "guessed")) {
            assertThat(stranger.end()).isEqualTo("1008 the token is not valid");
        }
        try (SessionClient refusing = new SessionClient(session, session.tokenValue())) {
            refusing.answerHandshake(2);
            assertThat(refusing.end()).startsWith("channel_closed SessionType failed on client");
        }
        assertThat(session.toString()).doesNotContain(session.tokenValue());
    }

    @Test
    void missingProgramIsNamed() throws Exception {
        Session session = session("/bin/none -x");
        try (SessionClient talk = new SessionClient(session, session.tokenValue())) {
            talk.answerHandshake(1);
            assertThat(talk.end())
                    .contains("Unable to start command: Failed to start pty:")
                    .contains("/bin/none")
                    .contains("no such file or directory");
        }
    }

    @Test
    void whatAwsRefusesIsRefused() {
        refused(
                () -> client.executeCommand(e ->
                        e.cluster("none").task(task.taskArn()).command("id").interactive(true)),
                "ClusterNotFoundException",
                "Cluster not found");
        refused(
                () -> client.executeCommand(
                        e -> e.cluster("main").task("1234").command("id").interactive(true)),
                "InvalidParameterException",
                "The referenced task was not found");
        refused(
                () -> client.executeCommand(e ->
                        e.cluster("main").task(task.taskArn()).command("id").interactive(false)),
                "InvalidParameterException",
                "Interactive is the only mode supported");
        refused(
                () -> client.executeCommand(e -> e.cluster("main")
                        .task(task.taskArn())
                        .container("other")
                        .command("id")
                        .interactive(true)),
                "InvalidParameterException",
                "Container other is not running");
        Task plain = run(false);
        refused(
                () -> client.executeCommand(e ->
                        e.cluster("main").task(plain.taskArn()).command("id").interactive(true)),
                "InvalidParameterException",
                "execute command was not enabled");
        assertThat(plain.containers().getFirst().managedAgents()).isEmpty();
        cloud.online = false;
        refused(() -> session("id"), "TargetNotConnectedException", "failed due to an internal error");
        cloud.online = true;
        cloud.denied.add("ssmmessages:OpenDataChannel");
        refused(() -> session("id"), "TargetNotConnectedException", "failed due to an internal error");
        cloud.denied.clear();
    }

    @Test
    void wordsAreTakenApartAsByTheAgent() {
        assertThat(ShellWords.split("a  'b c' \"d\\\"e\" f\\ g '' 'it'\\''s'"))
                .containsExactly("a", "b c", "d\"e", "f g", "", "it's");
    }
}
