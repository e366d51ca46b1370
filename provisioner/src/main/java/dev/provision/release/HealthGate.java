package dev.provision.release;

import dev.provision.aws.AwsConnection;
import dev.provision.aws.ecs.ServiceWatch;
import dev.provision.aws.ecs.ServiceWatch.Crash;
import dev.provision.aws.ecs.TaskDefinitionArn;
import dev.provision.aws.elb.RouteControl;
import dev.provision.aws.elb.TargetState;
import dev.provision.aws.lambda.FunctionView;
import dev.provision.graph.Readiness;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/** Judges a new version by what ECS, Lambda and the load balancer say of it. */
final class HealthGate {
    /** ECS replaces a task that ended; that two of them do is no accident. */
    private static final int CRASHES = 2;

    private final ServiceWatch services;
    private final FunctionView functions;
    private final RouteControl routes;
    private final Culprit culprit;

    HealthGate(AwsConnection connection, Culprit culprit) {
        this.services = new ServiceWatch(connection);
        this.functions = new FunctionView(connection);
        this.routes = new RouteControl(connection);
        this.culprit = culprit;
    }

    /**
     * @param exposed whether clients' requests go to it, so that nothing at all may go wrong
     * @param since when the release began
     */
    Verdict judge(Contest contest, boolean exposed, Instant since) {
        return switch (contest.fresh().kind()) {
            case LAMBDA -> function(contest);
            case FARGATE -> tasks(contest, exposed, since);
        };
    }

    private Verdict function(Contest contest) {
        return functions
                .find(contest.site().alias().function(), contest.fresh().slot().word())
                .map(version -> switch (version.readiness()) {
                    case Readiness.Ready() -> Verdict.pass();
                    case Readiness.Pending(String reason) -> Verdict.hold(reason);
                    case Readiness.Failed(String reason, String evidence) -> Verdict.abort(reason, evidence);
                })
                .orElseGet(() -> Verdict.hold("the alias is not there"));
    }

    private Verdict tasks(Contest contest, boolean exposed, Instant since) {
        String cluster = contest.site().tasks().cluster();
        String service = contest.service(contest.fresh());
        TaskDefinitionArn definition = new TaskDefinitionArn(contest.fresh().runs());
        List<Crash> crashes = services.crashes(cluster, service, definition, since);
        if (crashes.size() >= (exposed ? 1 : CRASHES)) {
            return Verdict.abort(
                    crashes.getFirst().reason(),
                    culprit.lines(contest, crashes.getFirst().task()));
        }
        return services.find(cluster, service)
                .map(now -> now.taskDefinition().equals(definition)
                        ? running(contest, now, exposed, crashes)
                        : takenBack(contest, now, services.crashes(cluster, service, definition, since)))
                .orElseGet(() -> Verdict.hold("the service is not there"));
    }

    /** @param crashes as of after that: what ECS took it back for may have come between two looks */
    private Verdict takenBack(Contest contest, ServiceWatch.Now now, List<Crash> crashes) {
        return crashes.isEmpty()
                ? Verdict.abort("ECS took the service back to " + now.taskDefinition(), culprit.lines(contest))
                : Verdict.abort(
                        crashes.getFirst().reason(),
                        culprit.lines(contest, crashes.getFirst().task()));
    }

    private Verdict running(Contest contest, ServiceWatch.Now now, boolean exposed, List<Crash> crashes) {
        if (now.rollout() instanceof Readiness.Failed(String reason, String evidence)) {
            return Verdict.abort(reason, evidence);
        }
        List<TargetState> targets = routes.targets(contest.fresh().group());
        List<TargetState> wanting =
                targets.stream().filter(target -> !target.serves()).toList();
        if (exposed) {
            return wanting.stream()
                    .filter(TargetState::unhealthy)
                    .findFirst()
                    .map(target -> Verdict.abort(target.toString(), culprit.lines(contest)))
                    .orElseGet(Verdict::pass);
        }
        boolean all = targets.size() >= Math.max(1, now.desired()) && wanting.isEmpty();
        if (all && now.rollout() instanceof Readiness.Ready) {
            return Verdict.pass();
        }
        return Verdict.hold(waitsFor(now, targets, wanting, crashes));
    }

    private static String waitsFor(
            ServiceWatch.Now now, List<TargetState> targets, List<TargetState> wanting, List<Crash> crashes) {
        if (!crashes.isEmpty()) {
            return crashes.getFirst().reason() + "; ECS tries again";
        }
        if (!wanting.isEmpty()) {
            return wanting.stream().map(TargetState::toString).collect(Collectors.joining("; "));
        }
        return now.rollout() instanceof Readiness.Pending(String reason)
                ? reason
                : targets.size() + " of " + now.desired() + " tasks are registered";
    }
}
