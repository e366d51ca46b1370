package dev.provision.aws.lambda;

import dev.provision.aws.Api;
import dev.provision.aws.AwsConnection;
import dev.provision.aws.Owner;
import dev.provision.aws.elb.TargetGroupStep;
import dev.provision.graph.Ref;
import dev.provision.graph.StepKey;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.lambda.LambdaClient;

/** Makes the steps of this package for one environment. */
public final class FunctionSteps {
    private final Owner owner;
    private final Api<LambdaClient> lambda;
    private final Api<ElasticLoadBalancingV2Client> elb;

    public FunctionSteps(AwsConnection connection, Owner owner) {
        this.owner = owner;
        this.lambda = connection.api("lambda", LambdaClient::builder);
        this.elb = connection.api("elasticloadbalancing", ElasticLoadBalancingV2Client::builder);
    }

    public FunctionStep function(StepKey key, FunctionStep.Spec spec, FunctionStep.Parts parts, Set<StepKey> order) {
        return new FunctionStep(key, spec, parts, order, owner, lambda);
    }

    /**
     * @param step of {@code function}
     * @param chosen the version that it is; empty: the one that is as the function is wanted
     */
    public FunctionVersionStep version(
            StepKey key, FunctionStep step, Ref<FunctionStep.Live> function, Optional<String> chosen) {
        return new FunctionVersionStep(key, function, step::shapeWanted, chosen, lambda);
    }

    public AliasStep alias(
            StepKey key,
            String name,
            int provisionedConcurrency,
            Ref<FunctionStep.Live> function,
            Ref<FunctionVersionStep.Live> version) {
        return new AliasStep(key, name, provisionedConcurrency, function, version, lambda);
    }

    public PermissionStep permission(StepKey key, Ref<AliasStep.Live> alias, Ref<TargetGroupStep.Live> targetGroup) {
        return new PermissionStep(key, alias, targetGroup, lambda);
    }

    /** See {@link RegistrationStep}. */
    public RegistrationStep registration(
            StepKey key,
            String name,
            Ref<AliasStep.Live> alias,
            Ref<TargetGroupStep.Live> targetGroup,
            Ref<PermissionStep.Live> permission) {
        return new RegistrationStep(key, name, alias, targetGroup, permission, elb);
    }
}
