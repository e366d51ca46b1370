package dev.provision.stack;

import dev.provision.aws.cloudwatch.Metric;
import dev.provision.aws.cloudwatch.Panel;
import dev.provision.aws.elb.Slot;
import dev.provision.config.AwsFargateEcs;
import dev.provision.config.AwsLambda;
import dev.provision.config.Container;
import dev.provision.config.Environment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The charts of an environment: for each route the metrics of SPEC.md.
 *
 * @param balancer the ARN of the load balancer; without it what it measures is left out
 * @param groups the ARNs of the target groups, by their names; slots without one are left out
 */
record Panels(Environment environment, Optional<String> balancer, Map<String, String> groups) {
    private static final double SECONDS_TO_MILLIS = 1_000;
    private static final String MILLIS = "ms";
    private static final String PERCENT = "%";

    Panels {
        groups = Map.copyOf(groups);
    }

    List<Panel> all() {
        return environment.containers().stream()
                .flatMap(container -> switch (container.compute()) {
                    case AwsLambda _ -> ofFunction(container).stream();
                    case AwsFargateEcs _ -> ofTasks(container).stream();
                })
                .toList();
    }

    private List<Panel> ofFunction(Container container) {
        String function = new ResourceNames(environment).function(container);
        return List.of(
                new Panel(container.name(), "Invocations", "", List.of(count("Invocations", function))),
                new Panel(
                        container.name(),
                        "Duration",
                        MILLIS,
                        List.of(
                                new Panel.Line("average", Metric.ofFunction("Duration", function, "Average"), 1),
                                new Panel.Line("p99", Metric.ofFunction("Duration", function, "p99"), 1))),
                new Panel(container.name(), "Errors", "", List.of(count("Errors", function))),
                new Panel(container.name(), "Throttles", "", List.of(count("Throttles", function))),
                new Panel(
                        container.name(),
                        "ConcurrentExecutions",
                        "",
                        List.of(new Panel.Line(
                                "most at once", Metric.ofFunction("ConcurrentExecutions", function, "Maximum"), 1))));
    }

    private static Panel.Line count(String metric, String function) {
        return new Panel.Line("a minute", Metric.ofFunction(metric, function, "Sum"), 1);
    }

    private List<Panel> ofTasks(Container container) {
        List<Panel> panels = new ArrayList<>();
        panels.add(new Panel(
                container.name(), "RequestCount", "", ofGroups(container, "a minute", "RequestCount", "Sum", 1)));
        List<Panel.Line> times =
                new ArrayList<>(ofGroups(container, "average", "TargetResponseTime", "Average", SECONDS_TO_MILLIS));
        times.addAll(ofGroups(container, "p99", "TargetResponseTime", "p99", SECONDS_TO_MILLIS));
        panels.add(new Panel(container.name(), "TargetResponseTime", MILLIS, times));
        panels.add(new Panel(
                container.name(),
                "HealthyHostCount",
                "",
                ofGroups(container, "fewest", "HealthyHostCount", "Minimum", 1)));
        panels.add(new Panel(container.name(), "CPUUtilization", PERCENT, ofServices(container, "CPUUtilization")));
        panels.add(
                new Panel(container.name(), "MemoryUtilization", PERCENT, ofServices(container, "MemoryUtilization")));
        return panels.stream().filter(panel -> !panel.lines().isEmpty()).toList();
    }

    private List<Panel.Line> ofGroups(
            Container container, String label, String metric, String statistic, double scale) {
        return balancer.stream()
                .flatMap(arn -> slots(container).stream().map(slot -> {
                    String group = groups.get(new ResourceNames(environment).targetGroup(container, slot));
                    return new Panel.Line(
                            label(container, slot, label), Metric.ofGroup(metric, arn, group, statistic), scale);
                }))
                .toList();
    }

    private List<Panel.Line> ofServices(Container container, String metric) {
        ResourceNames names = new ResourceNames(environment);
        return slots(container).stream()
                .map(slot -> new Panel.Line(
                        label(container, slot, "average"),
                        Metric.ofService(metric, names.cluster(), names.service(container, slot), "Average"),
                        1))
                .toList();
    }

    /** The slot is of interest only where there are two. */
    private String label(Container container, Slot slot, String label) {
        return slots(container).size() == 1 ? label : slot.word() + " " + label;
    }

    private List<Slot> slots(Container container) {
        ResourceNames names = new ResourceNames(environment);
        return List.of(Slot.values()).stream()
                .filter(slot -> groups.containsKey(names.targetGroup(container, slot)))
                .toList();
    }
}
