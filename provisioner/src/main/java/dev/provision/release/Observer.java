package dev.provision.release;

import dev.provision.aws.AwsConnection;
import dev.provision.aws.cloudwatch.AlarmStates;
import dev.provision.aws.cloudwatch.Traffic;
import dev.provision.aws.cloudwatch.TrafficMeter;
import dev.provision.aws.cloudwatch.TrafficMeter.Source;
import dev.provision.aws.elb.RouteControl;
import dev.provision.aws.elb.RuleArn;
import dev.provision.aws.elb.TargetGroupArn;
import dev.provision.graph.ProvisionException;
import dev.provision.graph.ProvisionException.StepFailed;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Looks at everything that a release is judged by. */
final class Observer {
    private final HealthGate health;
    private final SmokeGate smoke;
    private final TrafficGate traffic;
    private final TrafficMeter meter;
    private final AlarmStates alarms;
    private final Culprit culprit;
    private final RouteControl routes;
    private final RouteStates.Balancer balancer;
    private final List<Contest> contests;
    private final Instant since;
    private Instant counted = Instant.EPOCH;
    private List<Traffic> before = List.of();

    /**
     * @param balancer that the routes share
     * @param token of the smoke test's requests
     * @param since when the release began
     */
    Observer(
            AwsConnection connection,
            RouteStates.Balancer balancer,
            List<Contest> contests,
            Limits limits,
            String token,
            Instant since) {
        this.culprit = new Culprit(connection);
        this.health = new HealthGate(connection, culprit);
        this.smoke = new SmokeGate(token, culprit);
        this.traffic = new TrafficGate(limits);
        this.meter = new TrafficMeter(connection);
        this.alarms = new AlarmStates(connection);
        this.routes = new RouteControl(connection);
        this.balancer = balancer;
        this.contests = List.copyOf(contests);
        this.since = since;
    }

    /** What the target groups had to do earlier in the minute in which the release begins is not its doing. */
    void begin(Instant now) {
        counted = now;
        before = measure(now);
    }

    Observation look(ShiftState state, Instant now) {
        List<Integer> weights = weights();
        boolean judging = !(state instanceof ShiftState.RollingBack);
        return new Observation(
                judging ? guarded(() -> health(state)) : Verdict.pass(),
                state instanceof ShiftState.Smoking
                        ? each(contest -> smoke.judge(contest, balancer.dnsName()))
                        : Verdict.hold("no smoke test is under way"),
                state.exposed() ? guarded(() -> traffic(now)) : Verdict.hold("no client is served"),
                weights.stream().mapToInt(Integer::intValue).min().orElse(0),
                weights.stream().mapToInt(Integer::intValue).max().orElse(0));
    }

    /** Of the routes that are moved and no others: the shares that the new version gets, in percent. */
    private List<Integer> weights() {
        Map<RuleArn, Map<TargetGroupArn, Integer>> weights = routes.weights(
                contests.stream().map(contest -> contest.rule().arn()).toList());
        return contests.stream()
                .map(contest -> weights.getOrDefault(contest.rule().arn(), Map.of())
                        .getOrDefault(contest.fresh().group(), 0))
                .toList();
    }

    /** An answer that is lost is no reason to give a release up; that none comes for long is. */
    private static Verdict guarded(Supplier<Verdict> look) {
        try {
            return look.get();
        } catch (StepFailed lost) {
            return Verdict.hold("AWS does not tell: " + lost.getMessage());
        }
    }

    private interface Judge {
        Verdict of(Contest contest);
    }

    private Verdict each(Judge judge) {
        return Verdict.all(contests.stream()
                .map(contest -> named(contest, judge.of(contest)))
                .toArray(Verdict[]::new));
    }

    private static Verdict named(Contest contest, Verdict verdict) {
        String name = contest.site().container() + ": ";
        return switch (verdict) {
            case Verdict.Pass pass -> pass;
            case Verdict.Hold(String reason) -> Verdict.hold(name + reason);
            case Verdict.Abort(String reason, String evidence) -> Verdict.abort(name + reason, evidence);
        };
    }

    private Verdict health(ShiftState state) {
        return each(contest -> health.judge(contest, state.exposed(), since));
    }

    private Verdict traffic(Instant now) {
        List<Traffic> measured = measure(now);
        List<Verdict> verdicts = new ArrayList<>();
        for (int index = 0; index < contests.size(); index++) {
            Contest contest = contests.get(index);
            Traffic old = measured.get(2 * index).since(before.get(2 * index));
            Traffic fresh = measured.get(2 * index + 1).apartFrom(before.get(2 * index + 1));
            verdicts.add(named(contest, withLines(contest, traffic.judge(old, fresh))));
        }
        verdicts.add(alarms());
        return Verdict.all(verdicts.toArray(Verdict[]::new));
    }

    private Verdict withLines(Contest contest, Verdict verdict) {
        return verdict instanceof Verdict.Abort(String reason, String _)
                ? Verdict.abort(reason, culprit.lines(contest))
                : verdict;
    }

    /** The last lines of the new version that {@code reason} names. A roll-back goes on without them where AWS does not tell. */
    String lines(String reason) {
        try {
            return contests.stream()
                    .filter(contest -> reason.contains(contest.site().container() + ": "))
                    .findFirst()
                    .map(culprit::lines)
                    .orElse("");
        } catch (ProvisionException untold) {
            return "";
        }
    }

    private List<Traffic> measure(Instant now) {
        List<Source> sources = contests.stream()
                .flatMap(contest -> Stream.of(
                        contest.source(balancer.arn(), contest.old()), contest.source(balancer.arn(), contest.fresh())))
                .toList();
        return meter.measure(sources, counted, now);
    }

    private Verdict alarms() {
        List<String> names = traffic.limits().alarms();
        Map<String, AlarmStates.State> states = alarms.of(names);
        return Verdict.all(names.stream()
                .map(name -> states.containsKey(name)
                        ? alarm(name, states.get(name))
                        : Verdict.hold("there is no alarm " + name))
                .toArray(Verdict[]::new));
    }

    private static Verdict alarm(String name, AlarmStates.State state) {
        if (state.on()) {
            return Verdict.abort("the alarm " + name + " is on: " + state.reason(), "");
        }
        return state.known() ? Verdict.pass() : Verdict.hold("the alarm " + name + " has no data");
    }
}
