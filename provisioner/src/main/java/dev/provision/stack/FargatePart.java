package dev.provision.stack;

import dev.provision.aws.ecs.ClusterStep;
import dev.provision.aws.ecs.ServiceStep;
import dev.provision.aws.ecs.ServiceSteps;
import dev.provision.aws.ecs.TaskDefinitionStep;
import dev.provision.aws.network.Placement;
import dev.provision.aws.scaling.AlarmStep;
import dev.provision.aws.scaling.Metric;
import dev.provision.aws.scaling.ScalableTargetStep;
import dev.provision.aws.scaling.Scaling;
import dev.provision.aws.scaling.ScalingPolicyStep;
import dev.provision.aws.scaling.ScalingSteps;
import dev.provision.aws.scaling.ServicePolicies;
import dev.provision.config.AutoScaling;
import dev.provision.config.AwsFargateEcs;
import dev.provision.config.Container;
import dev.provision.graph.Ref;
import dev.provision.graph.StepGraph;
import dev.provision.graph.StepKey;
import dev.provision.stack.RoutePart.Ingredients;
import dev.provision.stack.SecurityPart.Side;
import java.util.HashSet;
import java.util.Set;

/** A slot on Fargate: task definition, the slot's service, and its scaling. */
final class FargatePart {
    /** How long after its start a task may fail the load balancer's check; more than a JVM needs on a quarter vCPU. */
    private static final int GRACE_SECONDS = 60;

    private final StepGraph.Builder graph;
    private final ServiceSteps services;
    private final ScalingSteps scaling;
    private final RoutePart route;
    private final Ingredients from;
    private final ResourceNames names;

    FargatePart(
            StepGraph.Builder graph, ServiceSteps services, ScalingSteps scaling, RoutePart route, Ingredients from) {
        this.graph = graph;
        this.services = services;
        this.scaling = scaling;
        this.route = route;
        this.from = from;
        this.names = new ResourceNames(from.environment());
    }

    /** @return what must be ready for the slot to have a target */
    Set<StepKey> add(Ref<ClusterStep.Live> cluster, AwsFargateEcs settings) {
        Ref<ServiceStep.Live> service = service(cluster, settings);
        Ref<ScalableTargetStep.Live> target = graph.add(scaling.target(
                route.key("scalable-target"), settings.minInstances(), settings.maxInstances(), service));
        ServicePolicies policies = scaling.policies(target);
        switch (settings.autoScaling().policy()) {
            case STEP -> {
                for (ScalingRule rule : ScalingRule.values()) {
                    step(rule, target, policies, settings.autoScaling());
                }
            }
            case TARGET -> {
                track(ScalingRule.CPU_OUT, target, policies, settings.autoScaling());
                track(ScalingRule.MEMORY_OUT, target, policies, settings.autoScaling());
            }
        }
        return Set.of(service.key());
    }

    private Ref<ServiceStep.Live> service(Ref<ClusterStep.Live> cluster, AwsFargateEcs settings) {
        Container container = route.container();
        Ref<TaskDefinitionStep.Live> definition = graph.add(services.taskDefinition(
                new StepKey("task-definition", container.name()),
                new TaskDefinitionStep.Spec(
                        names.family(container),
                        container.name(),
                        settings.cpu(),
                        settings.memory(),
                        from.architecture(),
                        SecurityPart.SERVICE_PORT,
                        from.environment().region(),
                        container.environment()),
                new TaskDefinitionStep.Parts(
                        from.image(),
                        from.compute().role(),
                        from.compute().execution().orElseThrow(),
                        from.compute().logs())));
        Set<StepKey> order = new HashSet<>(from.network().wayOut());
        order.add(from.security().rulesOf(Side.FARGATE));
        order.add(from.security().balancerRules());
        order.add(route.rule());
        return graph.add(services.service(
                route.key("service"),
                new ServiceStep.Spec(
                        names.service(container, route.slot()),
                        settings.minInstances(),
                        container.name(),
                        SecurityPart.SERVICE_PORT,
                        GRACE_SECONDS),
                new ServiceStep.Parts(
                        cluster,
                        definition,
                        route.targetGroup(),
                        new Placement(
                                from.network().privateSubnets(), from.security().of(Side.FARGATE))),
                order));
    }

    private void step(
            ScalingRule rule, Ref<ScalableTargetStep.Live> target, ServicePolicies policies, AutoScaling settings) {
        String name = names.scaling(route.container(), route.slot(), rule);
        Ref<ScalingPolicyStep.Live> policy = graph.add(scaling.policy(
                route.key("scaling-policy", rule.word()),
                name,
                new Scaling.Step(rule.tasks(), rule.cooldownSeconds()),
                target,
                policies));
        graph.add(scaling.alarm(
                route.key("alarm", rule.word()),
                new AlarmStep.Spec(name, rule.metric(), rule.side(), rule.percent(settings), rule.minutes()),
                target,
                policy));
    }

    private void track(
            ScalingRule rule, Ref<ScalableTargetStep.Live> target, ServicePolicies policies, AutoScaling settings) {
        String which = rule.metric() == Metric.CPU ? "cpu" : "memory";
        graph.add(scaling.policy(
                route.key("scaling-policy", which),
                names.tracking(route.container(), route.slot(), which),
                new Scaling.Tracking(rule.metric(), rule.percent(settings)),
                target,
                policies));
    }
}
