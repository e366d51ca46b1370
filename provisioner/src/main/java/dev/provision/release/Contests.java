package dev.provision.release;

import dev.provision.aws.AwsConnection;
import dev.provision.aws.Owner;
import dev.provision.aws.ecs.ServiceWatch;
import dev.provision.aws.ecs.TaskDefinitionArn;
import dev.provision.aws.elb.CheckPace;
import dev.provision.aws.elb.RouteControl;
import dev.provision.aws.elb.RouteControl.Probe;
import dev.provision.aws.elb.TargetGroupArn;
import dev.provision.aws.lambda.FunctionControl;
import dev.provision.aws.lambda.FunctionView;
import dev.provision.aws.scaling.ScalingControl;
import dev.provision.graph.Readiness;
import java.util.List;
import java.util.Map;

/** Does to AWS what a release decides. Every method may be repeated without harm. */
final class Contests {
    private final RouteControl routes;
    private final ServiceWatch services;
    private final ScalingControl scaling;
    private final FunctionControl functions;
    private final FunctionView views;
    private final Owner owner;

    Contests(AwsConnection connection, Owner owner) {
        this.routes = new RouteControl(connection);
        this.services = new ServiceWatch(connection);
        this.scaling = new ScalingControl(connection);
        this.functions = new FunctionControl(connection);
        this.views = new FunctionView(connection);
        this.owner = owner;
    }

    void weigh(Contest contest, int percent) {
        routes.weigh(contest.rule().arn(), contest.weights(percent));
    }

    /** @param states as they are now, for a probe that a killed run left has to go first */
    void open(Contest contest, String token, RouteStates states) {
        close(contest, states);
        RouteSite site = contest.site();
        routes.open(
                new Probe(
                        site.probe(),
                        contest.rule().listener(),
                        site.probePriority(),
                        site.smoke().path(),
                        SmokeGate.HEADER,
                        token,
                        contest.fresh().group()),
                owner.tags(site.probe()));
    }

    void close(Contest contest, RouteStates states) {
        states.of(contest.site().container()).probe().ifPresent(routes::remove);
    }

    void mark(TargetGroupArn group, SlotMark mark) {
        routes.tag(group, mark.tags());
    }

    /** Only tasks are checked. */
    void check(ComputeKind kind, TargetGroupArn group, CheckPace pace) {
        if (kind == ComputeKind.FARGATE) {
            routes.check(group, pace);
        }
    }

    /** Nothing runs in the slot any more, and nothing is kept warm. */
    void park(RouteSite site, SlotState slot) {
        switch (slot.kind()) {
            case FARGATE -> {
                String service = site.tasks().services().get(slot.slot());
                scaling.release(site.tasks().cluster(), service);
                if (services.find(site.tasks().cluster(), service)
                        .filter(now -> now.desired() > 0)
                        .isPresent()) {
                    services.scale(site.tasks().cluster(), service, 0);
                }
            }
            case LAMBDA -> functions.cool(site.alias().function(), slot.slot().word());
        }
    }

    /** Whether everything in a slot that would get requests is fit to, at this instant. */
    boolean fit(RouteSite site, SlotState slot) {
        var targets = routes.targets(slot.group());
        return !targets.isEmpty()
                && targets.stream().allMatch(target -> target.serves())
                && switch (slot.kind()) {
                    case FARGATE -> true;
                    case LAMBDA -> callable(site.alias().function(), slot);
                };
    }

    /** The health of functions is not checked: one that somebody else deleted is a target like any other. */
    private boolean callable(String function, SlotState slot) {
        String alias = slot.slot().word();
        return views.find(function, alias)
                        .filter(version -> version.readiness() instanceof Readiness.Ready)
                        .map(FunctionView.Version::version)
                        .equals(slot.mark().map(SlotMark::runs))
                && views.callable(function, alias, slot.group().value());
    }

    /** Gives the whole route to the old version. */
    void revert(RouteState route, SlotState serving, SlotState candidate) {
        route.rule().ifPresent(rule -> routes.weigh(rule.arn(), Map.of(serving.group(), 100, candidate.group(), 0)));
        route.probe().ifPresent(routes::remove);
    }

    /** Whether what a release ran is still there, to run again. */
    boolean there(RouteSite site, ReleaseRecord.Route route) {
        return switch (route.compute()) {
            case FARGATE -> services.active(new TaskDefinitionArn(route.runs()));
            case LAMBDA -> functions.has(site.alias().function(), route.runs());
        };
    }

    /** Forgets what no remembered release runs any more. */
    void forget(RouteSite site, ReleaseRecord.Route route) {
        if (route.runs().isEmpty()) {
            return;
        }
        switch (route.compute()) {
            case FARGATE -> services.retire(List.of(new TaskDefinitionArn(route.runs())));
            case LAMBDA -> functions.forget(site.alias().function(), route.runs());
        }
    }
}
