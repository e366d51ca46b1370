package dev.provision.localcloud.autoscaling;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import software.amazon.awssdk.services.applicationautoscaling.model.ScalableTarget;
import software.amazon.awssdk.services.applicationautoscaling.model.SuspendedState;

/** A scalable target: its bounds and what happened to it lately. Changes under the control-plane lock only. */
final class Target {
    private final TargetId id;
    private final String arn;
    private final Instant created;
    private final Map<String, String> tags = new TreeMap<>();
    private final List<Activity> activities = new ArrayList<>();
    private int minimum;
    private int maximum;
    private SuspendedState suspended = SuspendedState.builder()
            .dynamicScalingInSuspended(false)
            .dynamicScalingOutSuspended(false)
            .scheduledScalingSuspended(false)
            .build();
    private Instant lastOut = Instant.EPOCH;
    private int beforeOut;
    private Instant lastIn = Instant.EPOCH;

    /**
     * @param id of the activity
     * @param at when
     * @param description for example {@code Setting desired count to 2.}
     * @param cause the alarm that set it off
     */
    record Activity(String id, Instant at, String description, String cause) {}

    Target(TargetId id, String arn, Instant created) {
        this.id = id;
        this.arn = arn;
        this.created = created;
    }

    TargetId id() {
        return id;
    }

    String arn() {
        return arn;
    }

    Map<String, String> tags() {
        return tags;
    }

    int minimum() {
        return minimum;
    }

    int maximum() {
        return maximum;
    }

    void bounds(int newMinimum, int newMaximum) {
        minimum = newMinimum;
        maximum = newMaximum;
    }

    void suspend(SuspendedState state) {
        suspended = state;
    }

    boolean suspendedOut() {
        return Boolean.TRUE.equals(suspended.dynamicScalingOutSuspended());
    }

    boolean suspendedIn() {
        return Boolean.TRUE.equals(suspended.dynamicScalingInSuspended());
    }

    Instant lastOut() {
        return lastOut;
    }

    Instant lastIn() {
        return lastIn;
    }

    /** The capacity that the latest scale-out began with. */
    int beforeOut() {
        return beforeOut;
    }

    /** @param outFrom the capacity that a scale-out began with; empty for a scale-in */
    void scaled(OptionalInt outFrom, Activity activity) {
        if (outFrom.isPresent()) {
            beforeOut = outFrom.getAsInt();
            lastOut = activity.at();
            lastIn = Instant.EPOCH; // A scale-out ends the cooldown of a scale-in.
        } else {
            lastIn = activity.at();
        }
        activities.addFirst(activity);
        if (activities.size() > 50) {
            activities.removeLast();
        }
    }

    List<Activity> activities() {
        return List.copyOf(activities);
    }

    ScalableTarget describe() {
        return ScalableTarget.builder()
                .serviceNamespace(id.namespace())
                .resourceId(id.resourceId())
                .scalableDimension(id.dimension())
                .minCapacity(minimum)
                .maxCapacity(maximum)
                .roleARN("arn:aws:iam::" + arn.split(":", -1)[4]
                        + ":role/aws-service-role/ecs.application-autoscaling.amazonaws.com/"
                        + "AWSServiceRoleForApplicationAutoScaling_ECSService")
                .creationTime(created)
                .suspendedState(suspended)
                .scalableTargetARN(arn)
                .build();
    }
}
