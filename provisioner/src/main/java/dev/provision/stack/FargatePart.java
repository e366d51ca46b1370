package dev.provision.stack;

import dev.provision.aws.ecs.ClusterStep;
import dev.provision.aws.ecs.ServiceStep;
import dev.provision.aws.ecs.ServiceSteps;
import dev.provision.aws.ecs.TaskCount;
import dev.provision.aws.ecs.TaskDefinitionArn;
import dev.provision.aws.ecs.TaskDefinitionStep;
import dev.provision.aws.scaling.Metric;
import dev.provision.aws.scaling.ScalableTargetStep;
import dev.provision.aws.scaling.Scaling;
import dev.provision.aws.scaling.ScalingPolicyStep;
import dev.provision.aws.scaling.ScalingSteps;
import dev.provision.aws.scaling.ServicePolicies;
import dev.provision.config.AutoScaling;
import dev.provision.config.AwsFargateEcs;
import dev.provision.config.Container;
import dev.provision.graph.Disposition;
import dev.provision.graph.Ref;
import dev.provision.graph.StepGraph;
import dev.provision.graph.StepKey;
import dev.provision.release.SlotPlan.Use;
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
    private final SlotPart slot;
    private final Ingredients from;
    private final ResourceNames names;

    FargatePart(StepGraph.Builder graph, ServiceSteps services, ScalingSteps scaling, SlotPart slot, Ingredients from) {
        this.graph = graph;
        this.services = services;
        this.scaling = scaling;
        this.slot = slot;
        this.from = from;
        this.names = new ResourceNames(from.environment());
    }

    /**
     * @param definition see {@link #definition}
     * @param rule of the route: a service is refused while no rule uses its target group
     * @return what must be ready for the slot to have a target
     */
    StepKey add(
            Ref<ClusterStep.Live> cluster,
            Ref<TaskDefinitionStep.Live> definition,
            StepKey rule,
            AwsFargateEcs settings) {
        Ref<ServiceStep.Live> service = service(cluster, definition, rule, settings);
        int least = Math.max(settings.minInstances(), least(slot));
        Ref<ScalableTargetStep.Live> target = graph.add(
                scaling.target(
                        slot.key("scalable-target"),
                        new ScalableTargetStep.Spec(
                                names.cluster(),
                                names.service(slot.container(), slot.plan().slot()),
                                least,
                                Math.max(least, settings.maxInstances())),
                        service),
                slot.scaling());
        ServicePolicies policies = scaling.policies(target);
        AutoScaling.Policy policy = settings.autoScaling().policy();
        for (ScalingRule scalingRule : ScalingRule.values()) {
            step(scalingRule, target, policies, settings.autoScaling(), scaling(policy, AutoScaling.Policy.STEP));
        }
        Disposition tracking = scaling(policy, AutoScaling.Policy.TARGET);
        track(ScalingRule.CPU_OUT, target, policies, settings.autoScaling(), tracking);
        track(ScalingRule.MEMORY_OUT, target, policies, settings.autoScaling(), tracking);
        return service.key();
    }

    /** Of two kinds of policies one is configured; the other one goes. */
    private Disposition scaling(AutoScaling.Policy configured, AutoScaling.Policy kind) {
        return slot.scaling() == Disposition.WANTED && configured != kind ? Disposition.UNWANTED : slot.scaling();
    }

    /** Scaling in must not undo, in the middle of a shift, what makes the new fleet as large as the old one. */
    private static int least(SlotPart slot) {
        return slot.plan().use() instanceof Use.Candidate(int tasks, boolean _) ? tasks : 0;
    }

    private Ref<ServiceStep.Live> service(
            Ref<ClusterStep.Live> cluster,
            Ref<TaskDefinitionStep.Live> definition,
            StepKey rule,
            AwsFargateEcs settings) {
        Set<StepKey> order = new HashSet<>(from.network().wayOut());
        order.add(from.security().rulesOf(Side.FARGATE));
        order.add(from.security().balancerRules());
        order.add(rule);
        return graph.add(
                services.service(
                        slot.key("service"),
                        new ServiceStep.Spec(
                                names.service(slot.container(), slot.plan().slot()),
                                count(settings),
                                slot.judged(),
                                slot.container().name(),
                                SecurityPart.SERVICE_PORT,
                                GRACE_SECONDS,
                                settings.enableExecuteCommand(),
                                names.taskLogs(slot.container())),
                        new ServiceStep.Parts(
                                cluster,
                                definition,
                                slot.targetGroup(),
                                from.network().tasks(from.security().of(Side.FARGATE))),
                        order),
                slot.disposition());
    }

    private TaskCount count(AwsFargateEcs settings) {
        return switch (slot.plan().use()) {
            case Use.Candidate(int tasks, boolean _) -> new TaskCount.AtLeast(Math.max(tasks, settings.minInstances()));
            // Scaling adds no task where somebody has taken all away: without one there is no load to measure.
            case Use.Serving _, Use.First _ -> new TaskCount.AtLeast(settings.minInstances());
            case Use.Held _, Use.Untouched _, Use.Warm _, Use.Parked _, Use.Removed _ ->
                new TaskCount.Initially(settings.minInstances());
        };
    }

    /** Adds what the tasks of the slot run. */
    Ref<TaskDefinitionStep.Live> definition(AwsFargateEcs settings) {
        Container container = slot.container();
        return graph.add(
                services.taskDefinition(
                        slot.key("task-definition"),
                        new TaskDefinitionStep.Spec(
                                names.family(container),
                                container.name(),
                                settings.cpu(),
                                settings.memory(),
                                from.architecture(),
                                SecurityPart.SERVICE_PORT,
                                from.environment().region(),
                                from.compute().variables(),
                                slot.plan().runs().map(TaskDefinitionArn::new)),
                        new TaskDefinitionStep.Parts(
                                from.image(),
                                from.compute().role(),
                                from.compute().execution().orElseThrow(),
                                from.compute().logs())),
                slot.configured() ? Disposition.WANTED : Disposition.KEPT);
    }

    private void step(
            ScalingRule rule,
            Ref<ScalableTargetStep.Live> target,
            ServicePolicies policies,
            AutoScaling settings,
            Disposition disposition) {
        String name = names.scaling(slot.container(), slot.plan().slot(), rule);
        Ref<ScalingPolicyStep.Live> policy = graph.add(
                scaling.policy(
                        slot.key("scaling-policy", rule.word()),
                        name,
                        new Scaling.Step(rule.tasks(), rule.cooldownSeconds()),
                        target,
                        policies),
                disposition);
        graph.add(
                scaling.alarm(
                        slot.key("alarm", rule.word()), name, rule.metric(), rule.alarm(settings), target, policy),
                disposition);
    }

    private void track(
            ScalingRule rule,
            Ref<ScalableTargetStep.Live> target,
            ServicePolicies policies,
            AutoScaling settings,
            Disposition disposition) {
        String which = rule.metric() == Metric.CPU ? "cpu" : "memory";
        graph.add(
                scaling.policy(
                        slot.key("scaling-policy", which),
                        names.tracking(slot.container(), slot.plan().slot(), which),
                        new Scaling.Tracking(rule.metric(), rule.percent(settings)),
                        target,
                        policies),
                disposition);
    }
}
