package dev.provision.localcloud.elb;

import dev.provision.localcloud.cloudwatch.MetricSink;
import dev.provision.localcloud.elb.ElbState.Balancing;
import dev.provision.localcloud.elb.ElbState.Grouping;
import dev.provision.localcloud.elb.ElbState.Registration;
import dev.provision.localcloud.elb.HealthCheck.Outcome;
import dev.provision.localcloud.elb.routes.Group;
import dev.provision.localcloud.state.ControlPlane;
import dev.provision.localcloud.time.CloudTime;
import dev.provision.localcloud.time.Latency;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ProtocolEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroup;

/** Checks the targets of every group that a listener uses, each at its group's interval. */
final class HealthChecks implements AutoCloseable {
    /** How soon a new target that does not answer yet is asked again where nothing takes time. */
    private static final Duration IMPATIENCE = Duration.ofMillis(100);

    private static final Duration METRICS_PERIOD = Duration.ofMinutes(1);

    private final ElbState state;
    private final ControlPlane controlPlane;
    private final CloudTime time;
    private final Latency latency;
    private final DataPlane dataPlane;
    private final RoutesCompiler compiler;
    private final Publication publication;
    private final MetricSink metrics;
    private final CloudTime.Scheduled counting;
    private final Map<Place, Loop> loops = new HashMap<>();

    private record Place(String groupArn, TargetKey target) {}

    /** The checks of one target, one after the other. */
    private final class Loop {
        private final Place place;
        private Instant lastCounted;
        private CloudTime.Scheduled next;

        Loop(Place place) {
            this.place = place;
            this.lastCounted = time.now();
            this.next = time.after(Duration.ZERO, this::run);
        }

        void run() {
            Optional<HealthCheck> check =
                    controlPlane.call(() -> loops.get(place) == this ? of(place) : Optional.empty());
            if (check.isPresent()) {
                Outcome outcome = dataPlane.check(check.get());
                controlPlane.run(() -> took(outcome));
            }
        }

        private void took(Outcome outcome) {
            if (loops.get(place) != this) {
                return;
            }
            TargetGroup group = state.group(place.groupArn).shape();
            Registration before = state.targetsOf(place.groupArn).get(place.target);
            Duration interval = Duration.ofSeconds(group.healthCheckIntervalSeconds());
            boolean eager = before.health().initial()
                    && latency == Latency.INSTANT
                    && !state.group(place.groupArn).lambda();
            boolean counts = outcome instanceof Outcome.Passed
                    || !eager
                    || Duration.between(lastCounted, time.now()).compareTo(interval) >= 0;
            if (counts) {
                lastCounted = time.now();
                Health after =
                        before.health().after(outcome, group.healthyThresholdCount(), group.unhealthyThresholdCount());
                Registration now = before.with(after);
                boolean slowly = after.healthy() && !before.health().healthy() && startsSlowly(place);
                state.targetsOf(place.groupArn).put(place.target, slowly ? now.slowSince(time.now()) : now);
                if (before.health().state() != after.state()) {
                    publication.routes();
                }
            }
            boolean passed = outcome instanceof Outcome.Passed;
            next = time.after(eager && !passed ? IMPATIENCE : interval, this::run);
        }
    }

    HealthChecks(
            ElbState state,
            ControlPlane controlPlane,
            CloudTime time,
            Latency latency,
            DataPlane dataPlane,
            RoutesCompiler compiler,
            Publication publication,
            MetricSink metrics) {
        this.state = state;
        this.controlPlane = controlPlane;
        this.time = time;
        this.latency = latency;
        this.dataPlane = dataPlane;
        this.compiler = compiler;
        this.publication = publication;
        this.metrics = metrics;
        this.counting = time.every(METRICS_PERIOD, this::count);
        publication.before(this::reconcile);
    }

    /** Begins and ends checks as targets and the use of their groups come and go. */
    private void reconcile() {
        Set<String> used = new HashSet<>();
        state.listeners.keySet().forEach(listener -> used.addAll(state.groupsOf(listener)));
        Set<Place> wanted = new HashSet<>();
        state.groups.forEach((arn, group) -> state.targetsOf(arn).replaceAll((key, registration) -> {
            Health health = registration.health();
            if (health.draining()) {
                return registration;
            }
            if (!used.contains(arn)) {
                return registration.with(Health.UNUSED);
            }
            if (!group.shape().healthCheckEnabled()) {
                return registration.with(Health.UNAVAILABLE);
            }
            wanted.add(new Place(arn, key));
            boolean begins = health.unused() || health.equals(Health.UNAVAILABLE) || health.equals(Health.REGISTERING);
            return begins ? registration.with(Health.CHECKING) : registration;
        }));
        loops.entrySet().removeIf(entry -> {
            boolean ends = !wanted.contains(entry.getKey());
            if (ends) {
                entry.getValue().next.cancel();
            }
            return ends;
        });
        wanted.forEach(place -> loops.computeIfAbsent(place, Loop::new));
    }

    /** "Slow start mode": only where a healthy target is there already that is not in slow start itself. */
    private boolean startsSlowly(Place place) {
        Duration slowStart = state.group(place.groupArn).slowStart();
        Instant begin = time.now().minus(slowStart);
        return slowStart.isPositive()
                && state.targetsOf(place.groupArn).values().stream()
                        .filter(other -> !other.key().equals(place.target))
                        .anyMatch(other -> other.health().healthy()
                                && other.slowSince().filter(begin::isBefore).isEmpty());
    }

    private Optional<HealthCheck> of(Place place) {
        Grouping grouping = state.group(place.groupArn);
        TargetGroup group = grouping.shape();
        Matcher matcher = Matcher.of(group.matcher().httpCode());
        Duration timeout = Duration.ofSeconds(group.healthCheckTimeoutSeconds());
        if (grouping.lambda()) {
            return Optional.of(new HealthCheck.ByInvocation(
                    compiler.lambda(grouping), place.target.id(), group.healthCheckPath(), timeout, matcher));
        }
        Group.Target target = compiler.target(state.targetsOf(place.groupArn).get(place.target), grouping);
        int port = group.healthCheckPort().equals("traffic-port")
                ? place.target.port()
                : Integer.parseInt(group.healthCheckPort());
        return user(place.groupArn)
                .map(balancing -> new HealthCheck.OverNetwork(
                        RoutesCompiler.nodes(balancing),
                        target,
                        port,
                        group.healthCheckProtocol() == ProtocolEnum.HTTPS,
                        group.healthCheckPath(),
                        timeout,
                        matcher));
    }

    private Optional<Balancing> user(String groupArn) {
        return state.usersOf(groupArn).stream().findFirst().map(state.balancers::get);
    }

    private record Count(Map<String, String> dimensions, double healthy, double unhealthy) {}

    private void count() {
        List<Count> counts = controlPlane.call(() -> state.groups.values().stream()
                .filter(group -> group.shape().healthCheckEnabled())
                .flatMap(group -> user(group.shape().targetGroupArn()).map(user -> count(group, user)).stream())
                .toList());
        for (Count one : counts) {
            metrics.record("AWS/ApplicationELB", "HealthyHostCount", one.dimensions, one.healthy, "Count");
            metrics.record("AWS/ApplicationELB", "UnHealthyHostCount", one.dimensions, one.unhealthy, "Count");
        }
    }

    private Count count(Grouping group, Balancing user) {
        List<Health> all = state.targetsOf(group.shape().targetGroupArn()).values().stream()
                .map(Registration::health)
                .filter(health -> !health.draining() && !health.initial())
                .toList();
        long healthy = all.stream().filter(Health::healthy).count();
        return new Count(
                Map.of("LoadBalancer", user.dimension(), "TargetGroup", group.dimension()),
                healthy,
                all.size() - healthy);
    }

    @Override
    public void close() {
        counting.cancel();
        controlPlane.run(() -> {
            loops.values().forEach(loop -> loop.next.cancel());
            loops.clear();
        });
    }
}
