package dev.provision.stack;

import dev.provision.aws.AwsConnection;
import dev.provision.aws.Together;
import dev.provision.aws.cloudwatch.Metric;
import dev.provision.aws.cloudwatch.MetricReader;
import dev.provision.aws.cloudwatch.Panel;
import dev.provision.aws.ecs.ServiceView;
import dev.provision.aws.elb.BalancerLook;
import dev.provision.aws.elb.BalancerView;
import dev.provision.aws.elb.BalancerView.Balancer;
import dev.provision.aws.elb.BalancerView.Group;
import dev.provision.aws.elb.Slot;
import dev.provision.aws.elb.TargetState;
import dev.provision.aws.lambda.FunctionView;
import dev.provision.aws.ssm.Held;
import dev.provision.config.Container;
import dev.provision.config.Environment;
import dev.provision.graph.ProvisionException.PermissionMissing;
import dev.provision.graph.ProvisionException.StepFailed;
import dev.provision.graph.Readiness;
import dev.provision.release.ComputeKind;
import dev.provision.release.ReleaseHistory;
import dev.provision.release.ReleaseRecord;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Asks the load balancer what the routes are doing, and the computes behind them why. */
final class StatusReader {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration HOUR = Duration.ofHours(1);

    /** The alarms of step scaling and of target tracking. */
    private static final Pattern SCALING = Pattern.compile("-(cpu-out|cpu-in|memory-out)$|^TargetTracking-");

    private final Environment environment;
    private final ResourceNames names;
    private final BalancerView balancer;
    private final FunctionView functions;
    private final ServiceView services;
    private final MetricReader metrics;
    private final ReleaseHistory history;
    private final Supplier<Optional<Held>> lock;
    private final Optional<BalancerLook> look;

    /**
     * @param lock who holds it
     * @param look at the load balancer, if there was one just now
     */
    StatusReader(
            Environment environment,
            AwsConnection connection,
            ReleaseHistory history,
            Supplier<Optional<Held>> lock,
            Optional<BalancerLook> look) {
        this.history = history;
        this.lock = lock;
        this.look = look;
        this.environment = environment;
        this.names = new ResourceNames(environment);
        this.balancer = new BalancerView(connection);
        this.functions = new FunctionView(connection);
        this.services = new ServiceView(connection);
        this.metrics = new MetricReader(connection);
    }

    /** What is behind a slot. */
    private record Behind(int wanted, String image, String version, SlotWork work, Readiness readiness) {
        String digest() {
            return image.contains("@") ? image.substring(image.indexOf('@') + 1) : "";
        }
    }

    /**
     * Everything, asked for at the same time as far as one answer does not need another.
     *
     * @param beside answers {@link #beside}, for which others may have asked earlier
     */
    StatusReport read(Instant now, Supplier<BesideRoutes> beside) {
        List<String> unread = Collections.synchronizedList(new ArrayList<>());
        StatusReport report = routesAndCharts(now, unread);
        BesideRoutes there = beside.get();
        unread.addAll(there.unread());
        return new StatusReport(
                report.environment(),
                report.endpoints(),
                report.routes(),
                report.charts(),
                there.alarms(),
                there.release(),
                there.lock(),
                unread);
    }

    /** What needs no look at the load balancer. */
    BesideRoutes beside() {
        List<String> unread = Collections.synchronizedList(new ArrayList<>());
        Together.Two<List<AlarmStatus>, Together.Two<List<ReleaseRecord>, List<Held>>> all = Together.both(
                () -> asked("alarms", this::alarms, unread),
                () -> Together.both(
                        () -> asked("releases", history::all, unread),
                        () -> asked("lock", () -> lock.get().stream().toList(), unread)));
        return new BesideRoutes(
                all.first(),
                all.second().first().stream().findFirst(),
                all.second().second().stream().findFirst(),
                unread);
    }

    private StatusReport routesAndCharts(Instant now, List<String> unread) {
        Optional<Balancer> found =
                look.map(balancer::balancer).orElseGet(() -> balancer.balancer(names.loadBalancer()));
        List<Group> groups = found.map(Balancer::groups).orElse(List.of());
        Together.Two<List<RouteStatus>, List<Chart>> both =
                Together.both(() -> routes(groups), () -> asked("metrics", () -> charts(found, groups, now), unread));
        return new StatusReport(
                environment.env(),
                endpoints(found.map(Balancer::dnsName)),
                both.first(),
                both.second(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                List.of());
    }

    /** What status can do without: that it may not be read does not hide the rest. */
    private static <T> List<T> asked(String what, Supplier<List<T>> question, List<String> unread) {
        try {
            return question.get();
        } catch (PermissionMissing | StepFailed refused) {
            unread.add(what + ": " + refused.getMessage());
            return List.of();
        }
    }

    private List<RouteStatus> routes(List<Group> groups) {
        List<Supplier<List<RouteStatus>>> questions = environment.containers().stream()
                .<Supplier<List<RouteStatus>>>map(
                        container -> () -> routes(container, groups).toList())
                .toList();
        return Together.all(questions).stream().flatMap(List::stream).toList();
    }

    private List<AlarmStatus> alarms() {
        return metrics.alarms(names.prefix() + "-").stream()
                .map(alarm -> new AlarmStatus(
                        alarm.name(),
                        alarm.state(),
                        alarm.reason(),
                        SCALING.matcher(alarm.name()).find()))
                .toList();
    }

    /** The charts of the hour before {@code now}, a value a minute. */
    private List<Chart> charts(Optional<Balancer> found, List<Group> groups, Instant now) {
        List<Panel> panels = new Panels(
                        environment,
                        found.map(Balancer::arn),
                        groups.stream().collect(Collectors.toMap(Group::name, Group::arn)))
                .all();
        List<Metric> asked = panels.stream()
                .flatMap(panel -> panel.lines().stream().map(Panel.Line::metric))
                .toList();
        Instant end = now.truncatedTo(ChronoUnit.MINUTES).plus(MINUTE);
        Iterator<SortedMap<Instant, Double>> values =
                metrics.read(asked, end.minus(HOUR), end, MINUTE).iterator();
        return panels.stream()
                .map(panel -> new Chart(
                        panel.group(),
                        panel.title(),
                        panel.unit(),
                        panel.lines().stream()
                                .map(line -> new Chart.Line(line.label(), scaled(values.next(), line.scale())))
                                .toList()))
                .toList();
    }

    private static SortedMap<Instant, Double> scaled(SortedMap<Instant, Double> values, double scale) {
        SortedMap<Instant, Double> scaled = new TreeMap<>();
        values.forEach((at, value) -> scaled.put(at, value * scale));
        return scaled;
    }

    /** Where the load balancer is reached, if there is one. */
    Optional<String> dnsName() {
        return balancer.dnsName(names.loadBalancer());
    }

    /** @param dnsName of the load balancer */
    List<Endpoint> endpoints(Optional<String> dnsName) {
        Urls urls = new Urls(environment);
        return environment.containers().stream()
                .flatMap(container -> dnsName.stream()
                        .map(name -> new Endpoint(
                                container.name(), urls.of(container, name).toString())))
                .toList();
    }

    private Stream<RouteStatus> routes(Container container, List<Group> groups) {
        List<RouteStatus> slots = Stream.of(Slot.values())
                .flatMap(slot -> groups.stream()
                        .filter(group -> Stream.of(ComputeKind.values())
                                .anyMatch(kind -> group.name().equals(names.targetGroup(container, kind, slot))))
                        .map(group -> status(container, slot, group)))
                .toList();
        return slots.isEmpty() ? Stream.of(missing(container)) : slots.stream();
    }

    private static RouteStatus missing(Container container) {
        return new RouteStatus(
                container.name(),
                container.routing().pathPattern(),
                SecurityPart.Side.of(container.compute()).word(),
                Slot.BLUE.word(),
                0,
                false,
                0,
                0,
                new SlotWork.Nothing(),
                List.of("not deployed"),
                "",
                "");
    }

    private RouteStatus status(Container container, Slot slot, Group group) {
        Optional<Behind> behind = group.functions() ? function(container, slot) : tasks(container, slot);
        int serving = (int) group.targets().stream().filter(TargetState::serves).count();
        int wanted = Math.max(group.targets().size(), behind.map(Behind::wanted).orElse(1));
        List<String> reasons = new ArrayList<>();
        group.targets().stream().filter(target -> !target.serves()).forEach(target -> reasons.add(target.toString()));
        behind.ifPresentOrElse(
                there -> why(there.readiness()).ifPresent(reasons::add),
                () -> reasons.add("there is nothing behind it, no " + compute(container, slot, group)));
        boolean healthy = group.weight() == 0 || (serving >= wanted && reasons.isEmpty());
        return new RouteStatus(
                container.name(),
                container.routing().pathPattern(),
                group.functions() ? SecurityPart.Side.LAMBDA.word() : SecurityPart.Side.FARGATE.word(),
                slot.word(),
                group.weight(),
                healthy,
                serving,
                wanted,
                behind.map(Behind::work).orElse(new SlotWork.Nothing()),
                healthy ? List.of() : reasons,
                behind.map(Behind::digest).orElse(""),
                behind.map(Behind::version).orElse(""));
    }

    private String compute(Container container, Slot slot, Group group) {
        return group.functions()
                ? "function " + names.function(container) + " with an alias " + slot.word()
                : "service " + names.service(container, slot);
    }

    private static Optional<String> why(Readiness readiness) {
        return switch (readiness) {
            case Readiness.Ready() -> Optional.empty();
            case Readiness.Pending(String reason) -> Optional.of(reason);
            case Readiness.Failed(String reason, String _) -> Optional.of(reason);
        };
    }

    private Optional<Behind> function(Container container, Slot slot) {
        return functions
                .find(names.function(container), slot.word())
                .map(version -> new Behind(
                        1,
                        version.imageUri(),
                        version.version(),
                        new SlotWork.Function(
                                version.state(),
                                version.warm().wanted(),
                                version.warm().there()),
                        version.readiness()));
    }

    private Optional<Behind> tasks(Container container, Slot slot) {
        return services.find(names.cluster(), names.service(container, slot))
                .map(tasks -> new Behind(
                        tasks.desired(),
                        tasks.image(),
                        String.valueOf(tasks.revision()),
                        new SlotWork.Tasks(
                                tasks.desired(),
                                tasks.running(),
                                tasks.events().stream()
                                        .map(event -> new SlotWork.Happening(event.at(), event.message()))
                                        .toList()),
                        tasks.readiness()));
    }
}
