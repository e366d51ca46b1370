package dev.provision.release;

import dev.provision.aws.AwsConnection;
import dev.provision.aws.Owner;
import dev.provision.aws.ecs.TaskDefinitionArn;
import dev.provision.aws.elb.CheckPace;
import dev.provision.aws.sts.Caller;
import dev.provision.release.ReleaseRecord.Outcome;
import dev.provision.release.SlotMark.Part;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Begins and ends releases: what is noted on slots and in the history, and what becomes of slots that are no longer needed.
 * What happens in between is the business of {@link ShiftRunner}.
 */
public final class Releases {
    private static final String SUPERSEDED = "another release was begun before it had ended";
    private final AwsConnection connection;
    private final List<RouteSite> sites;
    private final RouteReader reader;
    private final ReleaseHistory history;
    private final ReleaseSettings settings;
    private final Contests contests;
    private final Function<String, Optional<TaskDefinitionArn>> candidates;
    private final Clock clock;

    /** @param candidates the revision that was put into the slot of a container's new version, where that is tasks */
    public Releases(
            AwsConnection connection,
            Owner owner,
            List<RouteSite> sites,
            RouteReader reader,
            ReleaseHistory history,
            ReleaseSettings settings,
            Function<String, Optional<TaskDefinitionArn>> candidates,
            Clock clock) {
        this.connection = connection;
        this.sites = List.copyOf(sites);
        this.reader = reader;
        this.history = history;
        this.settings = settings;
        this.contests = new Contests(connection, owner);
        this.candidates = candidates;
        this.clock = clock;
    }

    /**
     * A release that has begun: slots may be changed now.
     *
     * @param plans of the routes that get a new version, or their first
     */
    public record Begun(ReleaseRecord record, List<RoutePlan> plans) {
        public Begun {
            plans = List.copyOf(plans);
        }
    }

    /**
     * Prepares for the changes that {@code plans} ask for: gives requests back that another release was moving, parks slots
     * whose time is over, and notes what is about to happen.
     *
     * @param states as the plans were made from
     * @return empty where nothing is to be released
     */
    public Optional<Begun> begin(List<RoutePlan> plans, RouteStates states) {
        boolean resumed = resumed(plans, states);
        if (!resumed && states.running().isPresent()) {
            abandon(states, Outcome.SUPERSEDED, SUPERSEDED);
        }
        plans.forEach(plan -> parkExpired(plan, states.of(plan.container())));
        List<RoutePlan> releasing = releasing(plans);
        if (releasing.isEmpty()) {
            return Optional.empty();
        }
        Begun begun = new Begun(resumed ? running(states) : fresh(releasing), releasing);
        releasing.forEach(plan -> markCandidate(plan, states.of(plan.container()), begun.record()));
        return Optional.of(begun);
    }

    /** Whether {@link #begin} would do nothing. */
    public static boolean none(List<RoutePlan> plans, RouteStates states) {
        return states.running().isEmpty()
                && releasing(plans).isEmpty()
                && plans.stream().allMatch(plan -> expired(plan, states.of(plan.container()))
                        .isEmpty());
    }

    private static List<RoutePlan> releasing(List<RoutePlan> plans) {
        return plans.stream()
                .filter(plan -> plan.candidate().isPresent() || plan.first().isPresent())
                .toList();
    }

    /** Whether what is wanted is what the release that was interrupted was bringing. */
    private static boolean resumed(List<RoutePlan> plans, RouteStates states) {
        List<RoutePlan> moving = plans.stream()
                .filter(plan -> states.of(plan.container()).candidate().isPresent())
                .toList();
        return !moving.isEmpty()
                && moving.stream().allMatch(plan -> {
                    SlotState candidate =
                            states.of(plan.container()).candidate().orElseThrow();
                    return plan.candidate()
                                    .filter(wanted ->
                                            wanted.slot() == candidate.slot() && wanted.kind() == candidate.kind())
                                    .isPresent()
                            && candidate.mark().map(SlotMark::identity).equals(plan.identity());
                });
    }

    private ReleaseRecord running(RouteStates states) {
        int number = states.running().orElseThrow().release();
        return history.find(number).orElseGet(() -> record(number));
    }

    private ReleaseRecord fresh(List<RoutePlan> releasing) {
        endUnended(Outcome.SUPERSEDED, SUPERSEDED);
        int last = history.all().stream()
                .mapToInt(ReleaseRecord::number)
                .findFirst()
                .orElse(0);
        ReleaseRecord record = record(last + 1);
        history.put(record.with(releasing.stream()
                .flatMap(plan -> Stream.concat(plan.candidate().stream(), plan.first().stream())
                        .map(slot -> new ReleaseRecord.Route(
                                plan.container(), slot.kind(), plan.identity().orElse(""), "", "")))
                .toList()));
        return record;
    }

    ReleaseRecord record(int number) {
        return new ReleaseRecord(
                number,
                clock.instant(),
                new Caller(connection).arn(),
                settings.commit(),
                Outcome.RUNNING,
                "",
                List.of());
    }

    /** What is in the slot is no longer what was noted, from now on. */
    private void markCandidate(RoutePlan plan, RouteState state, ReleaseRecord record) {
        plan.candidate()
                .flatMap(slot -> state.slot(slot.slot(), slot.kind()))
                .ifPresent(slot -> contests.mark(
                        slot.group(),
                        new SlotMark(
                                Part.CANDIDATE, record.number(), plan.identity().orElse(""), "", since(slot, record))));
    }

    /** A release that goes on has begun when it began. */
    private Instant since(SlotState slot, ReleaseRecord record) {
        return slot.mark()
                .filter(mark -> mark.part() == Part.CANDIDATE && mark.release() == record.number())
                .map(SlotMark::since)
                .orElseGet(clock::instant);
    }

    /** Ends the release that is under way, with everything on the old version. */
    public Optional<Integer> abandon(RouteStates states, Outcome how, String why) {
        Optional<RunningShift> running = states.running();
        states.routes().forEach(route -> route.candidate()
                .ifPresent(candidate -> route.serving().ifPresent(serving -> {
                    contests.revert(route, serving, candidate);
                    reject(route.container(), candidate);
                })));
        endUnended(how, why);
        return running.map(RunningShift::release);
    }

    /** A release that was killed before anything was marked has left nothing but its record. */
    private void endUnended(Outcome how, String why) {
        history.all().stream()
                .filter(record -> record.outcome() == Outcome.RUNNING)
                .forEach(record -> history.put(record.ended(how, why)));
    }

    private void reject(String container, SlotState slot) {
        slot.mark().ifPresent(mark -> contests.mark(slot.group(), mark.as(Part.REJECTED, clock.instant())));
        contests.park(site(container), slot);
    }

    private void parkExpired(RoutePlan plan, RouteState state) {
        expired(plan, state).forEach(slot -> {
            contests.park(site(plan.container()), slot);
            slot.mark().ifPresent(mark -> contests.mark(slot.group(), mark.as(Part.PARKED, clock.instant())));
        });
    }

    /** Slots that are to be parked, and are not yet. */
    private static List<SlotState> expired(RoutePlan plan, RouteState state) {
        return plan.slots().stream()
                .filter(slot -> slot.use() instanceof SlotPlan.Use.Parked)
                .flatMap(slot -> state.slot(slot.slot(), slot.kind()).stream())
                .filter(slot -> slot.is(Part.PREVIOUS) || slot.is(Part.SERVING))
                .toList();
    }

    RouteSite site(String container) {
        return sites.stream()
                .filter(site -> site.container().equals(container))
                .findFirst()
                .orElseThrow();
    }

    /**
     * Notes what the slots run now, and that first releases serve.
     *
     * @return the routes whose requests are still to be moved
     */
    List<Contest> prepared(Begun begun, RouteStates states) {
        Running running = new Running(connection);
        List<Contest> moving = new ArrayList<>();
        List<ReleaseRecord.Route> routes = new ArrayList<>();
        for (RoutePlan plan : begun.plans()) {
            RouteState state = states.of(plan.container());
            boolean first = plan.first().isPresent();
            SlotPlan planned = plan.candidate().or(plan::first).orElseThrow();
            SlotState slot = state.slot(planned.slot(), planned.kind()).orElseThrow();
            Running.What what = put(plan, running.in(site(plan.container()), slot));
            SlotMark mark = new SlotMark(
                    first ? Part.SERVING : Part.CANDIDATE,
                    begun.record().number(),
                    plan.identity().orElse(""),
                    what.runs(),
                    since(slot, begun.record()));
            contests.mark(slot.group(), mark);
            routes.add(
                    new ReleaseRecord.Route(plan.container(), slot.kind(), mark.identity(), what.image(), what.runs()));
            if (first) {
                contests.check(slot.kind(), slot.group(), CheckPace.STEADY);
            } else {
                moving.add(contest(plan, state, slot, what.runs()));
            }
        }
        ReleaseRecord record = begun.record().with(routes);
        history.put(moving.isEmpty() ? record.ended(Outcome.PROMOTED, "") : record);
        return moving;
    }

    /** ECS may have taken it back by now: then a gate refuses it, which must not look at what ECS went back to. */
    private Running.What put(RoutePlan plan, Running.What now) {
        return candidates
                .apply(plan.container())
                .map(TaskDefinitionArn::value)
                .filter(definition -> !definition.equals(now.runs()))
                .map(definition -> new Running.What(definition, ""))
                .orElse(now);
    }

    private Contest contest(RoutePlan plan, RouteState state, SlotState fresh, String runs) {
        SlotState old = state.serving().orElseThrow();
        return new Contest(
                site(plan.container()),
                state.rule().orElseThrow(),
                side(old, old.mark().map(SlotMark::runs).orElse("")),
                side(fresh, runs));
    }

    static Side side(SlotState slot, String runs) {
        return new Side(slot.slot(), slot.kind(), slot.group(), runs);
    }

    /** The new versions serve. The new mark comes first: of two that are said to serve, the one with the requests does. */
    void promote(ReleaseRecord begun, List<Contest> moved) {
        RouteStates states = reader.read();
        Instant now = clock.instant();
        for (Contest contest : moved) {
            RouteState route = states.of(contest.site().container());
            mark(route, contest.fresh(), Part.SERVING, now);
            mark(route, contest.old(), Part.PREVIOUS, now);
            contests.check(contest.fresh().kind(), contest.fresh().group(), CheckPace.STEADY);
        }
        history.find(begun.number()).ifPresent(record -> history.put(record.ended(Outcome.PROMOTED, "")));
        new Pruning(history, contests, sites).prune(settings.keep(), reader.read());
    }

    private void mark(RouteState route, Side side, Part part, Instant now) {
        route.slot(side.slot(), side.kind())
                .flatMap(SlotState::mark)
                .ifPresent(mark -> contests.mark(side.group(), mark.as(part, now)));
    }

    /** The new versions are given up; everything is on the old ones already. */
    void reject(ReleaseRecord begun, List<Contest> moved, String reason) {
        RouteStates states = reader.read();
        moved.forEach(contest -> states.of(contest.site().container())
                .slot(contest.fresh().slot(), contest.fresh().kind())
                .ifPresent(slot -> reject(contest.site().container(), slot)));
        history.find(begun.number()).ifPresent(record -> history.put(record.ended(Outcome.ROLLED_BACK, reason)));
    }

    /** Ends a release whose new version could not be made; no request ever went to it. */
    public void give(Begun begun, String reason) {
        RouteStates states = reader.read();
        begun.plans().stream()
                .flatMap(plan ->
                        states.of(plan.container()).candidate().stream().map(slot -> Map.entry(plan.container(), slot)))
                .forEach(candidate -> reject(candidate.getKey(), candidate.getValue()));
        history.find(begun.record().number())
                .ifPresent(record -> history.put(record.ended(Outcome.ROLLED_BACK, reason)));
    }

    Contests contests() {
        return contests;
    }

    RouteReader reader() {
        return reader;
    }

    public ReleaseSettings settings() {
        return settings;
    }

    AwsConnection connection() {
        return connection;
    }

    Clock clock() {
        return clock;
    }

    public ReleaseHistory history() {
        return history;
    }
}
