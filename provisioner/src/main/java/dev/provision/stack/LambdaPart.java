package dev.provision.stack;

import dev.provision.aws.lambda.AliasStep;
import dev.provision.aws.lambda.FunctionStep;
import dev.provision.aws.lambda.FunctionSteps;
import dev.provision.aws.lambda.FunctionVersionStep;
import dev.provision.aws.lambda.PermissionStep;
import dev.provision.aws.network.Placement;
import dev.provision.config.AwsLambda;
import dev.provision.config.Container;
import dev.provision.graph.Disposition;
import dev.provision.graph.Ref;
import dev.provision.graph.StepGraph;
import dev.provision.graph.StepKey;
import dev.provision.stack.SecurityPart.Side;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The function of a route, and what each slot on Lambda has of its own: an alias, and its place in the target group. */
final class LambdaPart {
    private final StepGraph.Builder graph;
    private final FunctionSteps steps;
    private final Ingredients from;
    private final AwsLambda settings;
    private final ResourceNames names;

    LambdaPart(StepGraph.Builder graph, FunctionSteps steps, Ingredients from, AwsLambda settings) {
        this.graph = graph;
        this.steps = steps;
        this.from = from;
        this.settings = settings;
        this.names = new ResourceNames(from.environment());
    }

    /**
     * @param slots those on Lambda; at least one
     * @return what must be ready for a slot to have a target
     */
    List<StepKey> add(Container container, List<SlotPart> slots) {
        Disposition whole = Dispositions.strongest(
                slots.stream().map(LambdaPart::ofFunction).toList());
        FunctionStep step = steps.function(
                new StepKey("function", container.name()),
                new FunctionStep.Spec(
                        names.function(container),
                        settings.memory(),
                        settings.timeout(),
                        from.architecture(),
                        settings.reservedConcurrency(),
                        from.compute().variables()),
                new FunctionStep.Parts(
                        from.image(),
                        from.compute().role(),
                        new Placement(
                                from.network().privateSubnets(), from.security().of(Side.LAMBDA))),
                Set.of(from.compute().logs().key(), from.security().rulesOf(Side.LAMBDA)));
        Ref<FunctionStep.Live> function = graph.add(step, whole);
        Ref<FunctionVersionStep.Live> like = graph.add(
                steps.version(new StepKey("function-version", container.name()), step, function, Optional.empty()),
                whole);
        List<StepKey> targets = new ArrayList<>();
        for (SlotPart slot : slots) {
            Ref<FunctionVersionStep.Live> version = slot.judged() && !slot.configured()
                    ? graph.add(
                            steps.version(
                                    slot.key("function-version"),
                                    step,
                                    function,
                                    slot.plan().runs()),
                            Disposition.KEPT)
                    : like;
            targets.add(target(slot, function, version));
        }
        return targets;
    }

    /** An earlier release comes back as the version that it was: the function's unpublished one stays as it is. */
    private static Disposition ofFunction(SlotPart slot) {
        return slot.judged() && !slot.configured() ? Disposition.KEPT : slot.disposition();
    }

    private StepKey target(SlotPart slot, Ref<FunctionStep.Live> function, Ref<FunctionVersionStep.Live> version) {
        Disposition disposition = slot.disposition();
        Ref<AliasStep.Live> alias = graph.add(
                steps.alias(
                        slot.key("function-alias"),
                        slot.plan().slot().word(),
                        settings.provisionedConcurrency(),
                        function,
                        version),
                disposition);
        Ref<PermissionStep.Live> permission =
                graph.add(steps.permission(slot.key("function-permission"), alias, slot.targetGroup()), disposition);
        return graph.add(
                        steps.registration(
                                slot.key("target-registration"),
                                names.function(slot.container()) + ":"
                                        + slot.plan().slot().word(),
                                alias,
                                slot.targetGroup(),
                                permission),
                        disposition)
                .key();
    }
}
