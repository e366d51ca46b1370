package dev.provision.aws.scaling;

import dev.provision.aws.Api;
import dev.provision.aws.AwsStep;
import dev.provision.aws.Changes;
import dev.provision.aws.Owner;
import dev.provision.aws.ecs.ServiceStep;
import dev.provision.graph.Change;
import dev.provision.graph.Ref;
import dev.provision.graph.StepKey;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.applicationautoscaling.ApplicationAutoScalingClient;
import software.amazon.awssdk.services.applicationautoscaling.model.ScalableDimension;
import software.amazon.awssdk.services.applicationautoscaling.model.ScalableTarget;
import software.amazon.awssdk.services.applicationautoscaling.model.ServiceNamespace;

/** The bounds within which the task count of a service moves. */
public final class ScalableTargetStep extends AwsStep<ScalableTargetStep.Live> {
    static final ScalableDimension TASKS = ScalableDimension.ECS_SERVICE_DESIRED_COUNT;
    private final int min;
    private final int max;
    private final Ref<ServiceStep.Live> service;
    private final Owner owner;
    private final Api<ApplicationAutoScalingClient> scaling;

    /** @param min tasks at least; {@code max} tasks at most */
    public ScalableTargetStep(
            StepKey key,
            int min,
            int max,
            Ref<ServiceStep.Live> service,
            Owner owner,
            Api<ApplicationAutoScalingClient> scaling) {
        super(key, "application-autoscaling", needs(service));
        this.min = min;
        this.max = max;
        this.service = service;
        this.owner = owner;
        this.scaling = scaling;
    }

    /** @param resource {@code service/<cluster>/<service>} */
    public record Live(String resource, String cluster, String service, int min, int max) {}

    static String resource(ServiceStep.Live live) {
        return "service/" + live.cluster() + "/" + live.name();
    }

    @Override
    public Optional<Live> find() {
        return service.live().flatMap(live -> scaling
                .call(c -> c.describeScalableTargets(r -> r.serviceNamespace(ServiceNamespace.ECS)
                                .resourceIds(resource(live))
                                .scalableDimension(TASKS))
                        .scalableTargets())
                .stream()
                .findFirst()
                .map(target -> live(live, target)));
    }

    private static Live live(ServiceStep.Live service, ScalableTarget target) {
        return new Live(
                target.resourceId(), service.cluster(), service.name(), target.minCapacity(), target.maxCapacity());
    }

    @Override
    protected Changes comparison(Live live) {
        return new Changes().field("min_capacity", live.min(), min).field("max_capacity", live.max(), max);
    }

    @Override
    public Live create() {
        return register();
    }

    @Override
    public Live converge(Live live, List<Change> changes) {
        return register();
    }

    /** Registers or updates; tags only what it registers. */
    private Live register() {
        ServiceStep.Live live = service.require();
        boolean exists = find().isPresent();
        scaling.settle(c -> c.registerScalableTarget(r -> {
            r.serviceNamespace(ServiceNamespace.ECS)
                    .resourceId(resource(live))
                    .scalableDimension(TASKS)
                    .minCapacity(min)
                    .maxCapacity(max);
            if (!exists) {
                r.tags(owner.tags(key()));
            }
        }));
        return new Live(resource(live), live.cluster(), live.name(), min, max);
    }

    @Override
    public void delete(Live live) {
        scaling.delete(c -> c.deregisterScalableTarget(r -> r.serviceNamespace(ServiceNamespace.ECS)
                .resourceId(live.resource())
                .scalableDimension(TASKS)));
    }

    @Override
    public Set<String> actions() {
        return Set.of(
                "application-autoscaling:DeregisterScalableTarget",
                "application-autoscaling:DescribeScalableTargets",
                "application-autoscaling:RegisterScalableTarget",
                "application-autoscaling:TagResource",
                "iam:CreateServiceLinkedRole");
    }
}
