package dev.provision.stack;

import static dev.provision.aws.cloudwatch.AlarmRule.Side.AT_LEAST;
import static dev.provision.aws.cloudwatch.AlarmRule.Side.LESS_THAN;

import dev.provision.aws.cloudwatch.AlarmRule;
import dev.provision.aws.cloudwatch.AlarmStep;
import dev.provision.aws.cloudwatch.DashboardStep;
import dev.provision.aws.cloudwatch.Metric;
import dev.provision.aws.cloudwatch.MonitoringSteps;
import dev.provision.aws.cloudwatch.Panel;
import dev.provision.aws.elb.LoadBalancerStep;
import dev.provision.aws.elb.Slot;
import dev.provision.aws.elb.TargetGroupStep;
import dev.provision.config.Container;
import dev.provision.config.Environment;
import dev.provision.graph.Disposition;
import dev.provision.graph.Ref;
import dev.provision.graph.StepGraph;
import dev.provision.graph.StepKey;
import dev.provision.release.ComputeKind;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** What tells people how an environment does: a dashboard with SPEC.md's metrics, and the alarms that matter. */
final class MonitoringPart {
    private final StepGraph.Builder graph;
    private final MonitoringSteps steps;
    private final Environment environment;
    private final Ref<LoadBalancerStep.Live> balancer;
    private final NoticePart notices;

    /** @param notices whom the alarms tell */
    MonitoringPart(
            StepGraph.Builder graph,
            MonitoringSteps steps,
            Environment environment,
            Ref<LoadBalancerStep.Live> balancer,
            NoticePart notices) {
        this.graph = graph;
        this.steps = steps;
        this.environment = environment;
        this.balancer = balancer;
        this.notices = notices;
    }

    /**
     * A slot that is watched.
     *
     * @param kind of the compute, which may be the one that the container moves away from
     * @param serves whether people are to be told when it does not
     * @param stays whether it is not being removed
     */
    record Watched(
            Container container,
            Slot slot,
            ComputeKind kind,
            Ref<TargetGroupStep.Live> group,
            boolean serves,
            boolean stays) {
        String word() {
            return container.name() + "-" + slot.word();
        }

        /** The charts of a function are of all that it does, in either slot. */
        boolean shown() {
            return stays && kind == ComputeKind.FARGATE && kind == ResourceNames.kind(container);
        }
    }

    /** @param all that the environment has, and what is being removed: its alarms go with it */
    void add(List<Watched> all) {
        ofBalancer();
        all.stream()
                .filter(slot -> slot.kind() == ComputeKind.LAMBDA)
                .map(Watched::container)
                .distinct()
                .forEach(this::ofFunction);
        all.stream().filter(slot -> slot.kind() == ComputeKind.FARGATE).forEach(this::ofTargets);
        dashboard(all.stream().filter(Watched::shown).toList());
    }

    private void dashboard(List<Watched> slots) {
        Set<StepKey> needs = new HashSet<>(Set.of(balancer.key()));
        slots.forEach(slot -> needs.add(slot.group().key()));
        graph.add(steps.dashboard(
                new StepKey("dashboard", "main"),
                new DashboardStep.Spec(environment.prefix(), environment.region()),
                needs,
                () -> panels(slots)));
    }

    private Optional<List<Panel>> panels(List<Watched> slots) {
        if (slots.isEmpty()) {
            return Optional.of(new Panels(environment, Optional.empty(), Map.of()).all());
        }
        Map<String, String> groups = new HashMap<>();
        ResourceNames names = new ResourceNames(environment);
        slots.forEach(slot -> slot.group()
                .live()
                .ifPresent(live -> groups.put(
                        names.targetGroup(slot.container(), slot.slot()),
                        live.arn().value())));
        return groups.size() < slots.size()
                ? Optional.empty()
                : balancer.live()
                        .map(live ->
                                new Panels(environment, Optional.of(live.arn().value()), groups).all());
    }

    private void ofBalancer() {
        alarm(
                "balancer-5xx",
                "The load balancer itself answers 5xx: no healthy target, or a function that is throttled or fails."
                        + " See provision status.",
                new AlarmRule(AT_LEAST, 5, 2, 3),
                Set.of(balancer.key()),
                () -> ofBalancer("HTTPCode_ELB_5XX_Count", "Sum"));
        alarm(
                "target-5xx",
                "The service answers 5xx. See provision logs --filter ERROR.",
                new AlarmRule(AT_LEAST, 5, 2, 3),
                Set.of(balancer.key()),
                () -> ofBalancer("HTTPCode_Target_5XX_Count", "Sum"));
        alarm(
                "latency",
                "One request in a hundred takes a second or more, for five minutes. See provision logs --requests.",
                new AlarmRule(AT_LEAST, 1, 5, 5),
                Set.of(balancer.key()),
                () -> ofBalancer("TargetResponseTime", "p99"));
    }

    private Optional<Metric> ofBalancer(String metric, String statistic) {
        return balancer.live().map(live -> Metric.ofBalancer(metric, live.arn().value(), statistic));
    }

    /** A function that the container has moved away from fails nobody. */
    private void ofFunction(Container container) {
        Disposition disposition =
                ResourceNames.kind(container) == ComputeKind.LAMBDA ? Disposition.WANTED : Disposition.UNWANTED;
        String function = new ResourceNames(environment).function(container);
        alarm(
                container.name() + "-errors",
                "Invocations of the function fail: crash, time-out or out of memory. See provision logs --container "
                        + container.name() + ".",
                new AlarmRule(AT_LEAST, 3, 2, 3),
                Set.of(),
                () -> Optional.of(Metric.ofFunction("Errors", function, "Sum")),
                disposition);
        alarm(
                container.name() + "-throttles",
                "The function is throttled: clients get 502. Raise reservedConcurrency or the account's quota.",
                new AlarmRule(AT_LEAST, 1, 1, 1),
                Set.of(),
                () -> Optional.of(Metric.ofFunction("Throttles", function, "Sum")),
                disposition);
    }

    /** Nobody is to be told that an idle slot has no tasks. */
    private void ofTargets(Watched slot) {
        Disposition disposition = slot.serves() ? Disposition.WANTED : Disposition.UNWANTED;
        alarm(
                slot.word() + "-unhealthy",
                "A task does not pass the load balancer's health check for three minutes. See provision status.",
                new AlarmRule(AT_LEAST, 1, 3, 3),
                Set.of(balancer.key(), slot.group().key()),
                () -> ofGroup(slot, "UnHealthyHostCount", "Maximum"),
                disposition);
        alarm(
                slot.word() + "-no-task",
                "No task is healthy for two minutes: tasks fail to start or crash. See provision status and logs.",
                new AlarmRule(LESS_THAN, 1, 2, 2),
                Set.of(balancer.key(), slot.group().key()),
                () -> ofGroup(slot, "HealthyHostCount", "Maximum"),
                disposition);
    }

    private Optional<Metric> ofGroup(Watched slot, String metric, String statistic) {
        return balancer.live().flatMap(live -> slot.group()
                .live()
                .map(group ->
                        Metric.ofGroup(metric, live.arn().value(), group.arn().value(), statistic)));
    }

    private void alarm(
            String name, String description, AlarmRule rule, Set<StepKey> needs, Supplier<Optional<Metric>> metric) {
        alarm(name, description, rule, needs, metric, Disposition.WANTED);
    }

    private void alarm(
            String name,
            String description,
            AlarmRule rule,
            Set<StepKey> needs,
            Supplier<Optional<Metric>> metric,
            Disposition disposition) {
        Set<StepKey> all = new HashSet<>(needs);
        all.addAll(notices.needs());
        graph.add(
                steps.alarm(
                        new StepKey("health-alarm", name),
                        new AlarmStep.Spec(
                                environment.prefix() + "-" + name, description, rule, AlarmStep.Purpose.TELL),
                        all,
                        metric,
                        notices::topics),
                disposition);
    }
}
