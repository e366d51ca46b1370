package dev.provision.aws.elb;

import dev.provision.aws.Api;
import dev.provision.aws.CheckStep;
import dev.provision.graph.Readiness;
import dev.provision.graph.Ref;
import dev.provision.graph.StepKey;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;

/** Waits until the load balancer calls a target of a slot healthy. */
public final class TargetHealthStep extends CheckStep<TargetGroupArn> {
    private final Ref<TargetGroupStep.Live> targetGroup;
    private final Api<ElasticLoadBalancingV2Client> elb;

    /** @param order what registers the targets and makes the load balancer use the group */
    public TargetHealthStep(
            StepKey key,
            Ref<TargetGroupStep.Live> targetGroup,
            Set<StepKey> order,
            Api<ElasticLoadBalancingV2Client> elb) {
        super(key, "elasticloadbalancing", needs(needs(targetGroup), order));
        this.targetGroup = targetGroup;
        this.elb = elb;
    }

    @Override
    protected Optional<TargetGroupArn> subject() {
        return targetGroup.live().map(TargetGroupStep.Live::arn);
    }

    @Override
    public Readiness probe(TargetGroupArn live) {
        List<TargetState> targets = TargetState.of(elb, live);
        if (targets.stream().anyMatch(TargetState::serves)) {
            return Readiness.ready();
        }
        return Readiness.pending(
                targets.isEmpty()
                        ? "no target is registered"
                        : String.join(
                                "; ",
                                targets.stream().map(TargetState::toString).toList()));
    }

    @Override
    public Set<String> actions() {
        return Set.of("elasticloadbalancing:DescribeTargetHealth");
    }

    @Override
    public int typicalSeconds() {
        return 20;
    }
}
