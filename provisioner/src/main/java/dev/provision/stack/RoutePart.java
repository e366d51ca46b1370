package dev.provision.stack;

import dev.provision.aws.CpuArchitecture;
import dev.provision.aws.ecr.ImageStep;
import dev.provision.aws.elb.BalancerSteps;
import dev.provision.aws.elb.RouteRuleStep;
import dev.provision.aws.elb.RouteWeights;
import dev.provision.aws.elb.Slot;
import dev.provision.aws.elb.TargetGroupStep;
import dev.provision.aws.elb.TargetKind;
import dev.provision.config.AwsFargateEcs;
import dev.provision.config.AwsLambda;
import dev.provision.config.Container;
import dev.provision.config.Environment;
import dev.provision.graph.Ref;
import dev.provision.graph.StepGraph;
import dev.provision.graph.StepKey;
import java.util.Map;

/**
 * A route: the rule that sends requests to slots, and the target group of the slot that serves. The other slot is made when a
 * release needs it.
 */
record RoutePart(Container container, Slot slot, Ref<TargetGroupStep.Live> targetGroup, StepKey rule) {
    /** A function may take 30 s for a request, and a task as long. */
    private static final int DRAIN_SECONDS = 30;

    /** Leaves room before each route's rule for one of a higher priority. */
    private static final int PRIORITY_STEP = 100;

    static RoutePart add(
            StepGraph.Builder graph,
            BalancerSteps steps,
            BalancerPart balancer,
            NetworkPart network,
            Environment environment,
            int index) {
        Container container = environment.containers().get(index);
        Slot slot = Slot.BLUE;
        TargetKind kind =
                switch (container.compute()) {
                    case AwsLambda _ -> new TargetKind.Function();
                    case AwsFargateEcs _ ->
                        new TargetKind.Addresses(
                                network.vpc(),
                                SecurityPart.SERVICE_PORT,
                                container.routing().pathHealthCheck(),
                                DRAIN_SECONDS);
                };
        Ref<TargetGroupStep.Live> targetGroup = graph.add(steps.targetGroup(
                new StepKey("target-group", name(container, slot)),
                new ResourceNames(environment).targetGroup(container, slot),
                kind));
        StepKey rule = graph.add(steps.routeRule(
                        new StepKey("listener-rule", container.name()),
                        new RouteRuleStep.Spec(
                                PRIORITY_STEP * (index + 1), container.routing().pathPattern(), RouteWeights.all(slot)),
                        balancer.listener(),
                        Map.of(slot, targetGroup),
                        balancer.rules()))
                .key();
        return new RoutePart(container, slot, targetGroup, rule);
    }

    private static String name(Container container, Slot slot) {
        return container.name() + "-" + slot.word();
    }

    /** The key of a step of this route's slot. */
    StepKey key(String kind) {
        return new StepKey(kind, name(container, slot));
    }

    /** The key of a step of this route's slot, of which there are several of a kind. */
    StepKey key(String kind, String which) {
        return new StepKey(kind, name(container, slot) + "-" + which);
    }

    /** What the compute of a route is made of. */
    record Ingredients(
            Environment environment,
            NetworkPart network,
            SecurityPart security,
            ComputePart compute,
            Ref<ImageStep.Live> image) {
        CpuArchitecture architecture() {
            return switch (environment.image().architecture()) {
                case X86_64 -> CpuArchitecture.X86_64;
                case ARM64 -> CpuArchitecture.ARM64;
            };
        }
    }
}
