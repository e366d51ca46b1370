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
    private final Spec spec;
    private final Owner owner;
    private final Api<ApplicationAutoScalingClient> scaling;

    /**
     * What is wanted.
     *
     * @param service its name
     * @param min tasks at least
     * @param max tasks at most
     */
    public record Spec(String cluster, String service, int min, int max) {
        /** As Application Auto Scaling calls it. */
        String resource() {
            return "service/" + cluster + "/" + service;
        }
    }

    /** @param service whose tasks it is about; by its name what is registered is found even where somebody deleted it */
    public ScalableTargetStep(
            StepKey key,
            Spec spec,
            Ref<ServiceStep.Live> service,
            Owner owner,
            Api<ApplicationAutoScalingClient> scaling) {
        super(key, "application-autoscaling", needs(service));
        this.spec = spec;
        this.owner = owner;
        this.scaling = scaling;
    }

    /** @param resource {@code service/<cluster>/<service>} */
    public record Live(String resource, String cluster, String service, int min, int max) {}

    @Override
    public Optional<Live> find() {
        return scaling
                .call(c -> c.describeScalableTargets(r -> r.serviceNamespace(ServiceNamespace.ECS)
                                .resourceIds(spec.resource())
                                .scalableDimension(TASKS))
                        .scalableTargets())
                .stream()
                .findFirst()
                .map(this::live);
    }

    private Live live(ScalableTarget target) {
        return new Live(
                target.resourceId(), spec.cluster(), spec.service(), target.minCapacity(), target.maxCapacity());
    }

    @Override
    protected Changes comparison(Live live) {
        return new Changes()
                .field("min_capacity", live.min(), spec.min())
                .field("max_capacity", live.max(), spec.max());
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
        boolean exists = find().isPresent();
        scaling.settle(c -> c.registerScalableTarget(r -> {
            r.serviceNamespace(ServiceNamespace.ECS)
                    .resourceId(spec.resource())
                    .scalableDimension(TASKS)
                    .minCapacity(spec.min())
                    .maxCapacity(spec.max());
            if (!exists) {
                r.tags(owner.tags(key()));
            }
        }));
        return new Live(spec.resource(), spec.cluster(), spec.service(), spec.min(), spec.max());
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
