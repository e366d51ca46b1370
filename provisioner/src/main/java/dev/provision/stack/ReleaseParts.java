package dev.provision.stack;

import dev.provision.aws.AwsConnection;
import dev.provision.aws.Owner;
import dev.provision.aws.ecr.ImageSource;
import dev.provision.aws.ecs.TaskDefinitionArn;
import dev.provision.aws.elb.Slot;
import dev.provision.aws.ssm.EnvironmentParameters;
import dev.provision.config.AwsFargateEcs;
import dev.provision.config.AwsLambda;
import dev.provision.config.Container;
import dev.provision.config.Environment;
import dev.provision.config.Release;
import dev.provision.release.ComputeKind;
import dev.provision.release.Limits;
import dev.provision.release.ReleaseHistory;
import dev.provision.release.ReleaseSettings;
import dev.provision.release.Releases;
import dev.provision.release.Rollback;
import dev.provision.release.RoutePlan;
import dev.provision.release.RouteReader;
import dev.provision.release.RouteSite;
import dev.provision.release.RouteState;
import dev.provision.release.RouteStates;
import dev.provision.release.Strategy;
import dev.provision.release.TaskCounts;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;

/** What releases of an environment are made of, in the terms of the release package. */
record ReleaseParts(Environment environment, AwsConnection connection, Owner owner, EnvironmentParameters parameters) {
    private static final int LINEAR_STEPS = 10;

    List<RouteSite> sites() {
        return IntStream.range(0, environment.containers().size())
                .mapToObj(this::site)
                .toList();
    }

    private RouteSite site(int index) {
        Container container = environment.containers().get(index);
        ResourceNames names = new ResourceNames(environment);
        Map<ComputeKind, Map<Slot, String>> groups = new EnumMap<>(ComputeKind.class);
        for (ComputeKind kind : ComputeKind.values()) {
            groups.put(kind, bySlot(slot -> names.targetGroup(container, kind, slot)));
        }
        String path = container
                .routing()
                .pathSmokeTest()
                .or(() -> environment.release().smoke().path())
                .orElse(container.routing().pathHealthCheck());
        Urls urls = new Urls(environment);
        return new RouteSite(
                container.name(),
                RoutePart.rule(container),
                RoutePart.probe(container),
                RoutePart.probePriority(index),
                new RouteSite.Smoke(
                        path,
                        dnsName -> urls.of(dnsName, path),
                        environment.release().smoke().expect(),
                        CertificatePart.trust(environment, connection, owner)),
                groups,
                new RouteSite.Tasks(
                        names.cluster(),
                        bySlot(slot -> names.service(container, slot)),
                        container.name(),
                        names.taskLogs(container)),
                new RouteSite.Alias(names.function(container), names.functionLogs(container)));
    }

    private static Map<Slot, String> bySlot(Function<Slot, String> name) {
        Map<Slot, String> names = new EnumMap<>(Slot.class);
        Arrays.stream(Slot.values()).forEach(slot -> names.put(slot, name.apply(slot)));
        return names;
    }

    RouteReader reader() {
        return new RouteReader(connection, new ResourceNames(environment).loadBalancer(), sites());
    }

    ReleaseHistory history() {
        return new ReleaseHistory(parameters.in(ReleaseHistory.FOLDER));
    }

    /**
     * @param commit of the sources; an empty text where git does not know
     * @param candidates see {@link Releases}
     */
    Releases releases(Clock clock, String commit, Function<String, Optional<TaskDefinitionArn>> candidates) {
        return new Releases(connection, owner, sites(), reader(), history(), settings(commit), candidates, clock);
    }

    private ReleaseSettings settings(String commit) {
        Release release = environment.release();
        Release.Gates gates = release.gates();
        return new ReleaseSettings(
                new Strategy(steps(release), release.interval(), release.bake(), gates.patience()),
                new Limits(
                        gates.errorRate(),
                        gates.latencyFactor(),
                        gates.latencySlack(),
                        gates.minimumRequests(),
                        gates.alarms()),
                release.keepPrevious(),
                release.keep(),
                commit);
    }

    private static List<Integer> steps(Release release) {
        List<Integer> steps = new ArrayList<>(
                switch (release.strategy()) {
                    case ALL_AT_ONCE -> List.of();
                    case LINEAR ->
                        IntStream.range(1, LINEAR_STEPS)
                                .mapToObj(step -> step * 100 / LINEAR_STEPS)
                                .toList();
                    case CANARY -> release.steps();
                });
        steps.add(100);
        return steps;
    }

    /** What is to be done about the slots, given what they are doing. */
    List<RoutePlan> plans(RouteStates states, Function<Container, ImageSource> images, Instant now) {
        TaskCounts counts = new TaskCounts(connection);
        return IntStream.range(0, environment.containers().size())
                .mapToObj(index -> {
                    Container container = environment.containers().get(index);
                    RouteState state = states.of(container.name());
                    RoutePlan.Wanted wanted = wanted(container, images);
                    RoutePlan plan =
                            RoutePlan.of(state, wanted, environment.release().keepPrevious(), now);
                    return plan.candidate().isEmpty() ? plan : plan.with(counts.serving(sites().get(index), state));
                })
                .toList();
    }

    /** As if nothing existed. */
    List<RoutePlan> fresh() {
        return environment.containers().stream()
                .map(container -> RoutePlan.of(
                        RouteState.none(container.name()),
                        new RoutePlan.Wanted(
                                container.name(), ResourceNames.kind(container), Optional.empty(), least(container)),
                        environment.release().keepPrevious(),
                        Instant.EPOCH))
                .toList();
    }

    /** What serves goes on serving. */
    List<RoutePlan> held(RouteStates states, Instant now) {
        return environment.containers().stream()
                .map(container -> RoutePlan.of(
                        states.of(container.name()),
                        new RoutePlan.Wanted(
                                container.name(), ResourceNames.kind(container), Optional.empty(), least(container)),
                        environment.release().keepPrevious(),
                        now))
                .toList();
    }

    /** What serves goes on serving, but where an earlier version is wanted back. */
    List<RoutePlan> again(RouteStates states, Rollback.Return wanted, Instant now) {
        TaskCounts counts = new TaskCounts(connection);
        return held(states, now).stream()
                .map(plan -> wanted.moves().stream()
                        .filter(move -> move.container().equals(plan.container()))
                        .findFirst()
                        .map(move -> {
                            RouteState state = states.of(plan.container());
                            return RoutePlan.again(
                                            state,
                                            new RoutePlan.Wanted(
                                                    plan.container(),
                                                    move.version().compute(),
                                                    Optional.of(move.version().identity()),
                                                    1),
                                            move.version().runs(),
                                            environment.release().keepPrevious(),
                                            now)
                                    .with(counts.serving(siteOf(plan.container()), state));
                        })
                        .orElse(plan))
                .toList();
    }

    private RouteSite siteOf(String container) {
        return sites().stream()
                .filter(site -> site.container().equals(container))
                .findFirst()
                .orElseThrow();
    }

    List<RoutePlan> whole() {
        return environment.containers().stream()
                .map(container -> RoutePlan.whole(container.name()))
                .toList();
    }

    private RoutePlan.Wanted wanted(Container container, Function<Container, ImageSource> images) {
        Optional<String> identity = images.apply(container)
                .contentTag()
                .map(tag -> ReleaseIdentity.of(container, environment.image(), tag));
        return new RoutePlan.Wanted(container.name(), ResourceNames.kind(container), identity, least(container));
    }

    private static int least(Container container) {
        return switch (container.compute()) {
            case AwsLambda _ -> 0;
            case AwsFargateEcs fargate -> fargate.minInstances();
        };
    }
}
