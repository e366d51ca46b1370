package dev.provision.stack;

import dev.provision.aws.elb.BalancerSteps;
import dev.provision.aws.elb.CheckPace;
import dev.provision.aws.elb.RouteRuleStep;
import dev.provision.aws.elb.TargetKind;
import dev.provision.config.Container;
import dev.provision.config.Environment;
import dev.provision.graph.Disposition;
import dev.provision.graph.StepGraph;
import dev.provision.graph.StepKey;
import dev.provision.release.ComputeKind;
import dev.provision.release.RoutePlan;
import dev.provision.release.SlotPlan;
import dev.provision.release.SlotPlan.Use;
import java.util.ArrayList;
import java.util.List;

/** A route: the rule that sends requests to its slots by weight, and the target group of each slot. */
record RoutePart(Container container, StepKey rule, List<SlotPart> slots) {
    /** A function may take 30 s for a request, and a task as long. */
    private static final int DRAIN_SECONDS = 30;

    /** Leaves room before each route's rule for one of a higher priority. */
    private static final int PRIORITY_STEP = 100;

    RoutePart {
        slots = List.copyOf(slots);
    }

    static RoutePart add(
            StepGraph.Builder graph,
            BalancerSteps steps,
            BalancerPart balancer,
            NetworkPart network,
            Environment environment,
            int index,
            RoutePlan plan) {
        Container container = environment.containers().get(index);
        ResourceNames names = new ResourceNames(environment);
        List<SlotPart> slots = new ArrayList<>();
        List<RouteRuleStep.Attached> attached = new ArrayList<>();
        for (SlotPlan slot : plan.slots()) {
            SlotPart part = new SlotPart(
                    container,
                    slot,
                    graph.add(
                            steps.targetGroup(
                                    SlotPart.key(container, slot, "target-group"),
                                    names.targetGroup(container, slot.kind(), slot.slot()),
                                    kind(slot, network, container)),
                            SlotPart.disposition(slot)));
            slots.add(part);
            if (slot.attached()) {
                attached.add(new RouteRuleStep.Attached(
                        part.targetGroup(), slot.share(), part.disposition() == Disposition.KEPT));
            }
        }
        StepKey rule = graph.add(steps.routeRule(
                        rule(container),
                        new RouteRuleStep.Spec(
                                priority(index), container.routing().pathPattern(), plan.steady()),
                        balancer.listener(),
                        attached,
                        balancer.rules()))
                .key();
        graph.add(steps.probeRule(probe(container), balancer.listener(), balancer.rules()), Disposition.UNWANTED);
        return new RoutePart(container, rule, slots);
    }

    static StepKey rule(Container container) {
        return new StepKey("listener-rule", container.name());
    }

    /** The rule of the smoke test. */
    static StepKey probe(Container container) {
        return new StepKey("probe-rule", container.name());
    }

    private static int priority(int index) {
        return PRIORITY_STEP * (index + 1);
    }

    /** The priority of the smoke test's rule: before its route's, behind the route before. */
    static int probePriority(int index) {
        return priority(index) - PRIORITY_STEP / 2;
    }

    private static TargetKind kind(SlotPlan slot, NetworkPart network, Container container) {
        return slot.kind() == ComputeKind.LAMBDA
                ? new TargetKind.Function()
                : new TargetKind.Addresses(
                        network.vpc(),
                        SecurityPart.SERVICE_PORT,
                        container.routing().pathHealthCheck(),
                        slot.use() instanceof Use.First || slot.use() instanceof Use.Candidate
                                ? CheckPace.WAITING
                                : CheckPace.STEADY,
                        DRAIN_SECONDS);
    }
}
