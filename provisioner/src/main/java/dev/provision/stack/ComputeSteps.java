package dev.provision.stack;

import dev.provision.aws.AwsConnection;
import dev.provision.aws.Owner;
import dev.provision.aws.cloudwatch.MonitoringSteps;
import dev.provision.aws.ecs.ClusterStep;
import dev.provision.aws.ecs.ServiceSteps;
import dev.provision.aws.ecs.TaskDefinitionStep;
import dev.provision.aws.lambda.FunctionSteps;
import dev.provision.aws.scaling.ScalingSteps;
import dev.provision.config.AutoScaling;
import dev.provision.config.AwsFargateEcs;
import dev.provision.config.AwsLambda;
import dev.provision.config.Container;
import dev.provision.config.Environment;
import dev.provision.graph.Disposition;
import dev.provision.graph.Ref;
import dev.provision.graph.StepGraph;
import dev.provision.graph.StepKey;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/** Adds what runs the versions in the slots of the routes; all tasks share one cluster. */
final class ComputeSteps {
    /** The key of the cluster. */
    static final StepKey CLUSTER = new StepKey("cluster", "main");

    /** Of a compute that a container is moving away from nothing is made or changed, so that its settings do not matter. */
    private static final AwsLambda LEFT_LAMBDA = new AwsLambda(128, 3, OptionalInt.empty(), 0);

    private static final AwsFargateEcs LEFT_FARGATE =
            new AwsFargateEcs(256, 512, 1, 1, new AutoScaling(AutoScaling.Policy.STEP, 60, 70));

    private final Environment environment;
    private final StepGraph.Builder graph;
    private final ServiceSteps services;
    private final ScalingSteps scaling;
    private final FunctionSteps functions;
    private final Map<StepKey, Ref<ClusterStep.Live>> clusters = new LinkedHashMap<>();
    private final Map<String, Ref<TaskDefinitionStep.Live>> candidates = new HashMap<>();

    /** @param monitoring whose alarms set off scaling */
    ComputeSteps(
            Environment environment,
            AwsConnection connection,
            Owner owner,
            MonitoringSteps monitoring,
            StepGraph.Builder graph) {
        this.environment = environment;
        this.graph = graph;
        this.services = new ServiceSteps(connection, owner);
        this.scaling = new ScalingSteps(connection, owner, monitoring);
        this.functions = new FunctionSteps(connection, owner);
    }

    /** @return what must be ready for the slots that stay to have a target */
    List<StepKey> add(RoutePart route, Ingredients from) {
        List<SlotPart> slots = route.slots().stream()
                .filter(slot -> slot.plan().kind() == from.compute().kind())
                .toList();
        Container container = route.container();
        List<StepKey> targets =
                switch (from.compute().kind()) {
                    case LAMBDA -> new LambdaPart(graph, functions, from, lambda(container)).add(container, slots);
                    case FARGATE ->
                        slots.stream()
                                .map(slot -> tasks(slot, route, from, fargate(container)))
                                .toList();
                };
        return IntStream.range(0, slots.size())
                .filter(index -> slots.get(index).disposition() != Disposition.UNWANTED)
                .mapToObj(targets::get)
                .toList();
    }

    private StepKey tasks(SlotPart slot, RoutePart route, Ingredients from, AwsFargateEcs settings) {
        Ref<ClusterStep.Live> cluster = clusters.computeIfAbsent(CLUSTER, this::cluster);
        FargatePart part = new FargatePart(graph, services, scaling, slot, from);
        Ref<TaskDefinitionStep.Live> definition = part.definition(settings);
        if (slot.judged()) {
            candidates.put(slot.container().name(), definition);
        }
        return part.add(cluster, definition, route.rule(), settings);
    }

    /** By container, what the tasks of its new version run. */
    Map<String, Ref<TaskDefinitionStep.Live>> candidates() {
        return Map.copyOf(candidates);
    }

    private Ref<ClusterStep.Live> cluster(StepKey key) {
        return graph.add(services.cluster(key, new ResourceNames(environment).cluster()));
    }

    private static AwsLambda lambda(Container container) {
        return container.compute() instanceof AwsLambda lambda ? lambda : LEFT_LAMBDA;
    }

    private static AwsFargateEcs fargate(Container container) {
        return container.compute() instanceof AwsFargateEcs fargate ? fargate : LEFT_FARGATE;
    }
}
