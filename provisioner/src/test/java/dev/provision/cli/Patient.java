package dev.provision.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.provision.graph.Poller;
import dev.provision.graph.Readiness;
import dev.provision.graph.Sleeper;
import dev.provision.graph.StepKey;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.Service;
import software.amazon.awssdk.services.ecs.model.Task;

/** The environment {@code dev} with its tasks: what doctor says of it, and what comes of doing what it says. */
final class Patient implements AutoCloseable {
    private static final Pattern REMEDY = Pattern.compile("(?<=[;,] |or )aws ec2 .*");
    private final Account account;
    private final EcsClient ecs;

    private Patient(Account account) {
        this.account = account;
        this.ecs = account.client(EcsClient.builder());
    }

    /** In an account of its own; the test is skipped where tasks or doctor's commands cannot run. */
    static Patient in(Path folder) {
        assumeTrue(TinyImage.possible(), "there is no " + TinyImage.PERL);
        assumeTrue(AwsCommand.installed(), "the aws CLI is not installed");
        return new Patient(Account.open(folder));
    }

    Account account() {
        return account;
    }

    /** The account, too. */
    @Override
    public void close() {
        ecs.close();
        account.close();
    }

    /** What stands in the way, but for the folder of the service, which there is none of here. */
    List<String> doctor() {
        int before = account.told().length();
        account.run("doctor", "--env", "dev");
        return account.told()
                .substring(before)
                .lines()
                .filter(line -> line.startsWith("BAD") && !line.contains("is not a folder"))
                .toList();
    }

    /** Doctor's commands are run until there is nothing left to mend. */
    void mend() {
        List<String> bad = doctor();
        for (int round = 0; !bad.isEmpty(); round++) {
            assertThat(round).as(bad.toString()).isLessThan(3);
            bad.stream()
                    .flatMap(line -> REMEDY.matcher(line).results())
                    .map(MatchResult::group)
                    .distinct()
                    .forEach(command -> AwsCommand.run(account.cloud().endpoint(), command));
            bad = doctor();
        }
        assertThat(reasonOfOneMore()).isEmpty();
    }

    /** Why one more task of the service stops before it runs; empty if it runs. */
    String reasonOfOneMore() {
        Service service = ecs.describeServices(r -> r.cluster("demo-dev").services("demo-dev-fargate-blue"))
                .services()
                .getFirst();
        String task = ecs.runTask(r -> r.cluster("demo-dev")
                        .taskDefinition(service.taskDefinition())
                        .launchType("FARGATE")
                        .networkConfiguration(service.networkConfiguration()))
                .tasks()
                .getFirst()
                .taskArn();
        Poller.brisk(Clock.systemUTC(), Sleeper.system())
                .await(
                        new StepKey("task", "one-more"),
                        Duration.ofMinutes(1),
                        () -> List.of("RUNNING", "STOPPED")
                                        .contains(described(task).lastStatus())
                                ? Readiness.ready()
                                : Readiness.pending("not yet"),
                        reason -> {});
        Task ended = described(task);
        if (ended.lastStatus().equals("RUNNING")) {
            ecs.stopTask(r -> r.cluster("demo-dev").task(task));
            return "";
        }
        return ended.stoppedReason();
    }

    private Task described(String task) {
        return ecs.describeTasks(r -> r.cluster("demo-dev").tasks(task)).tasks().getFirst();
    }

    void tasksDoNotStart() {
        assertThat(reasonOfOneMore())
                .contains("There is a connection issue between the task and Amazon ECR")
                .contains("i/o timeout");
    }
}
