package dev.provision.release;

import dev.provision.aws.AwsConnection;
import dev.provision.aws.ecs.ServiceWatch;
import dev.provision.aws.logs.LogTail;
import java.util.List;

/** The last lines that a version wrote that did not do well. */
final class Culprit {
    private static final int LINES = 20;
    private final LogTail logs;
    private final ServiceWatch services;

    Culprit(AwsConnection connection) {
        this.logs = new LogTail(connection);
        this.services = new ServiceWatch(connection);
    }

    /** Of the tasks or instances of the new version that wrote last. */
    String lines(Contest contest) {
        Side fresh = contest.fresh();
        return switch (fresh.kind()) {
            // The name of a stream is <date>/[<version>]<instance>.
            case LAMBDA ->
                join(logs.ofLatest(
                        contest.site().alias().logs(), name -> name.contains("[" + fresh.runs() + "]"), LINES));
            case FARGATE -> {
                List<String> tasks = services.tasks(contest.site().tasks().cluster(), contest.service(fresh));
                yield join(logs.ofLatest(
                        contest.site().tasks().logs(), name -> tasks.stream().anyMatch(name::endsWith), LINES));
            }
        };
    }

    /** @param task its id */
    String lines(Contest contest, String task) {
        RouteSite.Tasks tasks = contest.site().tasks();
        return join(logs.ofStream(tasks.logs(), "ecs/" + tasks.container() + "/" + task, LINES));
    }

    private static String join(List<String> lines) {
        return String.join(System.lineSeparator(), lines);
    }
}
