package dev.provision.stack;

import dev.provision.aws.lambda.AliasStep;
import dev.provision.aws.lambda.FunctionStep;
import dev.provision.aws.lambda.FunctionSteps;
import dev.provision.aws.lambda.FunctionVersionStep;
import dev.provision.aws.lambda.PermissionStep;
import dev.provision.aws.network.Placement;
import dev.provision.config.AwsLambda;
import dev.provision.config.Container;
import dev.provision.graph.Ref;
import dev.provision.graph.StepGraph;
import dev.provision.graph.StepKey;
import dev.provision.stack.RoutePart.Ingredients;
import dev.provision.stack.SecurityPart.Side;
import java.util.Set;

/** A slot on Lambda: function, version, the slot's alias, and its place in the target group. */
final class LambdaPart {
    private LambdaPart() {}

    /** @return what must be ready for the slot to have a target */
    static Set<StepKey> add(
            StepGraph.Builder graph, FunctionSteps steps, RoutePart route, Ingredients from, AwsLambda settings) {
        Container container = route.container();
        Ref<FunctionStep.Live> function = graph.add(steps.function(
                new StepKey("function", container.name()),
                new FunctionStep.Spec(
                        new ResourceNames(from.environment()).function(container),
                        settings.memory(),
                        settings.timeout(),
                        from.architecture(),
                        settings.reservedConcurrency(),
                        container.environment()),
                new FunctionStep.Parts(
                        from.image(),
                        from.compute().role(),
                        new Placement(
                                from.network().privateSubnets(), from.security().of(Side.LAMBDA))),
                Set.of(from.compute().logs().key(), from.security().rulesOf(Side.LAMBDA))));
        Ref<FunctionVersionStep.Live> version =
                graph.add(steps.version(new StepKey("function-version", container.name()), function));
        Ref<AliasStep.Live> alias = graph.add(steps.alias(
                route.key("function-alias"), route.slot().word(), settings.provisionedConcurrency(), version));
        Ref<PermissionStep.Live> permission =
                graph.add(steps.permission(route.key("function-permission"), alias, route.targetGroup()));
        return Set.of(
                graph.add(steps.registration(route.key("target-registration"), alias, route.targetGroup(), permission))
                        .key());
    }
}
