package dev.provision.aws.lambda;

import dev.provision.aws.Api;
import dev.provision.aws.AwsStep;
import dev.provision.aws.Changes;
import dev.provision.aws.elb.TargetGroupArn;
import dev.provision.aws.elb.TargetGroupStep;
import dev.provision.aws.elb.TargetState;
import dev.provision.graph.Change;
import dev.provision.graph.Ref;
import dev.provision.graph.StepKey;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetDescription;

/** Makes an alias the one target of a target group. */
public final class RegistrationStep extends AwsStep<RegistrationStep.Live> {
    private static final Duration PERMISSION_PROPAGATION = Duration.ofSeconds(30);
    private final String name;
    private final Ref<AliasStep.Live> alias;
    private final Ref<TargetGroupStep.Live> targetGroup;
    private final Api<ElasticLoadBalancingV2Client> elb;

    /**
     * @param name of the function and of its alias, with a colon between them
     * @param permission must be there first, or the registration is refused
     */
    public RegistrationStep(
            StepKey key,
            String name,
            Ref<AliasStep.Live> alias,
            Ref<TargetGroupStep.Live> targetGroup,
            Ref<PermissionStep.Live> permission,
            Api<ElasticLoadBalancingV2Client> elb) {
        super(key, "elasticloadbalancing", needs(alias, targetGroup, permission));
        this.name = name;
        this.alias = alias;
        this.targetGroup = targetGroup;
        this.elb = elb;
    }

    /** @param target the ARN that is registered */
    public record Live(TargetGroupArn targetGroup, String target) {}

    @Override
    public Optional<Live> find() {
        return targetGroup.live().map(TargetGroupStep.Live::arn).flatMap(group -> TargetState.of(elb, group).stream()
                .findFirst()
                .map(state -> new Live(group, state.target())));
    }

    /**
     * A target group holds one function, so that a wrong one has to go first. An alias that is made again gets the ARN that it
     * had, and is the target that is registered.
     */
    @Override
    protected Changes comparison(Live live) {
        Optional<String> wanted = alias.live().map(found -> found.arn().value()).or(() -> Optional.of(live.target())
                .filter(target -> target.endsWith(":function:" + name)));
        return new Changes().fixedKnown("target", live.target(), wanted);
    }

    @Override
    public Live create() {
        TargetGroupArn group = targetGroup.require().arn();
        String target = alias.require().arn().value();
        // The permission may not be known to the load balancer yet.
        elb.settle(
                PERMISSION_PROPAGATION,
                refused -> refused.is(Set.of("AccessDenied", "AccessDeniedException")),
                c -> c.registerTargets(r -> r.targetGroupArn(group.value()).targets(target(target))));
        return new Live(group, target);
    }

    private static TargetDescription target(String arn) {
        return TargetDescription.builder().id(arn).build();
    }

    @Override
    public Live converge(Live live, List<Change> changes) {
        return live;
    }

    @Override
    public void delete(Live live) {
        elb.delete(c -> c.deregisterTargets(
                r -> r.targetGroupArn(live.targetGroup().value()).targets(target(live.target()))));
    }

    @Override
    public Set<String> actions() {
        return Set.of(
                "elasticloadbalancing:DeregisterTargets",
                "elasticloadbalancing:DescribeTargetHealth",
                "elasticloadbalancing:RegisterTargets");
    }
}
