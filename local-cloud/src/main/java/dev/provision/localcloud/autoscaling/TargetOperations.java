package dev.provision.localcloud.autoscaling;

import dev.provision.localcloud.state.Page;
import dev.provision.localcloud.wire.AwsError;
import dev.provision.localcloud.wire.AwsService;
import dev.provision.localcloud.wire.ServiceApi;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import software.amazon.awssdk.services.applicationautoscaling.model.DeregisterScalableTargetRequest;
import software.amazon.awssdk.services.applicationautoscaling.model.DeregisterScalableTargetResponse;
import software.amazon.awssdk.services.applicationautoscaling.model.DescribeScalableTargetsRequest;
import software.amazon.awssdk.services.applicationautoscaling.model.DescribeScalableTargetsResponse;
import software.amazon.awssdk.services.applicationautoscaling.model.DescribeScalingActivitiesRequest;
import software.amazon.awssdk.services.applicationautoscaling.model.DescribeScalingActivitiesResponse;
import software.amazon.awssdk.services.applicationautoscaling.model.ListTagsForResourceRequest;
import software.amazon.awssdk.services.applicationautoscaling.model.ListTagsForResourceResponse;
import software.amazon.awssdk.services.applicationautoscaling.model.RegisterScalableTargetRequest;
import software.amazon.awssdk.services.applicationautoscaling.model.RegisterScalableTargetResponse;
import software.amazon.awssdk.services.applicationautoscaling.model.ScalingActivity;
import software.amazon.awssdk.services.applicationautoscaling.model.ScalingActivityStatusCode;
import software.amazon.awssdk.services.applicationautoscaling.model.ServiceNamespace;
import software.amazon.awssdk.services.applicationautoscaling.model.TagResourceRequest;
import software.amazon.awssdk.services.applicationautoscaling.model.TagResourceResponse;
import software.amazon.awssdk.services.applicationautoscaling.model.UntagResourceRequest;
import software.amazon.awssdk.services.applicationautoscaling.model.UntagResourceResponse;

/** The operations on scalable targets. */
final class TargetOperations implements AwsService {
    private static final int PAGE = 50;

    private final Registrations registrations;
    private final TrackingAlarms trackingAlarms;
    private final Map<ServiceNamespace, Scalable> scalables;

    TargetOperations(
            Registrations registrations, TrackingAlarms trackingAlarms, Map<ServiceNamespace, Scalable> scalables) {
        this.registrations = registrations;
        this.trackingAlarms = trackingAlarms;
        this.scalables = scalables;
    }

    @Override
    public ServiceApi api() {
        return ApplicationAutoScaling.API;
    }

    public RegisterScalableTargetResponse registerScalableTarget(RegisterScalableTargetRequest request) {
        TargetId id = new TargetId(request.serviceNamespace(), request.resourceId(), request.scalableDimension());
        Optional<Target> before = registrations.target(id);
        int minimum = bound(request.minCapacity(), before.map(Target::minimum), "minCapacity");
        int maximum = bound(request.maxCapacity(), before.map(Target::maximum), "maxCapacity");
        if (minimum < 0 || maximum < minimum) {
            throw Registrations.invalid("Minimum capacity cannot be greater than maximum capacity");
        }
        Scalable scalable = scalables.get(id.namespace());
        OptionalInt capacity = scalable.capacity(id.resourceId());
        if (capacity.isEmpty()) {
            throw Registrations.invalid(id.namespace() + " resource doesn't exist: " + id.resourceId());
        }
        Target target = registrations.targetOrNew(id);
        target.bounds(minimum, maximum);
        target.tags().putAll(request.tags());
        if (request.suspendedState() != null) {
            target.suspend(request.suspendedState());
        }
        // A count outside the bounds is brought inside at once, see RegisterScalableTarget.
        int bounded = Math.clamp(capacity.getAsInt(), minimum, maximum);
        if (bounded != capacity.getAsInt()) {
            scalable.scale(id.resourceId(), bounded);
        }
        return RegisterScalableTargetResponse.builder()
                .scalableTargetARN(target.arn())
                .build();
    }

    private static int bound(Integer given, Optional<Integer> before, String name) {
        return Optional.ofNullable(given)
                .or(() -> before)
                .orElseThrow(
                        () -> Registrations.invalid(name + " is required when a scalable target is first registered"));
    }

    public DeregisterScalableTargetResponse deregisterScalableTarget(DeregisterScalableTargetRequest request) {
        TargetId id = new TargetId(request.serviceNamespace(), request.resourceId(), request.scalableDimension());
        registrations.require(id);
        for (Policy policy : registrations.policies().toList()) {
            if (policy.target().equals(id)) {
                trackingAlarms.delete(policy);
                registrations.removePolicy(policy);
            }
        }
        registrations.remove(id);
        return DeregisterScalableTargetResponse.builder().build();
    }

    public DescribeScalableTargetsResponse describeScalableTargets(DescribeScalableTargetsRequest request) {
        List<Target> matching = registrations
                .targets()
                .filter(target -> target.id().namespace() == request.serviceNamespace())
                .filter(target -> !request.hasResourceIds()
                        || request.resourceIds().contains(target.id().resourceId()))
                .filter(target -> request.scalableDimension() == null
                        || request.scalableDimension() == target.id().dimension())
                .toList();
        Page<Target> page = page(matching, request.nextToken(), request.maxResults());
        return DescribeScalableTargetsResponse.builder()
                .scalableTargets(page.items().stream().map(Target::describe).toList())
                .nextToken(page.nextToken().orElse(null))
                .build();
    }

    public DescribeScalingActivitiesResponse describeScalingActivities(DescribeScalingActivitiesRequest request) {
        List<ScalingActivity> matching = registrations
                .targets()
                .filter(target -> target.id().namespace() == request.serviceNamespace())
                .filter(target -> request.resourceId() == null
                        || request.resourceId().equals(target.id().resourceId()))
                .flatMap(target -> target.activities().stream().map(activity -> describe(target.id(), activity)))
                .toList();
        Page<ScalingActivity> page = page(matching, request.nextToken(), request.maxResults());
        return DescribeScalingActivitiesResponse.builder()
                .scalingActivities(page.items())
                .nextToken(page.nextToken().orElse(null))
                .build();
    }

    private static ScalingActivity describe(TargetId id, Target.Activity activity) {
        return ScalingActivity.builder()
                .activityId(activity.id())
                .serviceNamespace(id.namespace())
                .resourceId(id.resourceId())
                .scalableDimension(id.dimension())
                .description(activity.description())
                .cause(activity.cause())
                .startTime(activity.at())
                .endTime(activity.at())
                .statusCode(ScalingActivityStatusCode.SUCCESSFUL)
                .statusMessage("Successfully set capacity. Change successfully fulfilled by " + id.namespace() + ".")
                .build();
    }

    static <T> Page<T> page(List<T> matching, String token, Integer limit) {
        return Page.of(matching, token, limit == null ? PAGE : limit)
                .orElseThrow(() -> AwsError.badRequest("InvalidNextTokenException", "The next token is not valid."));
    }

    public TagResourceResponse tagResource(TagResourceRequest request) {
        byArn(request.resourceARN()).tags().putAll(request.tags());
        return TagResourceResponse.builder().build();
    }

    public UntagResourceResponse untagResource(UntagResourceRequest request) {
        byArn(request.resourceARN()).tags().keySet().removeAll(request.tagKeys());
        return UntagResourceResponse.builder().build();
    }

    public ListTagsForResourceResponse listTagsForResource(ListTagsForResourceRequest request) {
        return ListTagsForResourceResponse.builder()
                .tags(byArn(request.resourceARN()).tags())
                .build();
    }

    private Target byArn(String arn) {
        return registrations
                .targets()
                .filter(target -> target.arn().equals(arn))
                .findFirst()
                .orElseThrow(() -> AwsError.badRequest(
                        "ResourceNotFoundException", "The resource with ARN " + arn + " doesn't exist."));
    }
}
