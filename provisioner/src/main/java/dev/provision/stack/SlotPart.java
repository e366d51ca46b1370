package dev.provision.stack;

import dev.provision.aws.elb.TargetGroupStep;
import dev.provision.config.Container;
import dev.provision.graph.Disposition;
import dev.provision.graph.Ref;
import dev.provision.graph.StepKey;
import dev.provision.release.SlotPlan;
import dev.provision.release.SlotPlan.Use;

/** One slot of a route: what is to be done about it, and its target group. */
record SlotPart(Container container, SlotPlan plan, Ref<TargetGroupStep.Live> targetGroup) {

    /** What is to be done about the steps of a slot; those of its scaling may have another fate. */
    static Disposition disposition(SlotPlan plan) {
        return switch (plan.use()) {
            case Use.Serving _, Use.First _, Use.Candidate _ -> Disposition.WANTED;
            case Use.Held _, Use.Untouched _, Use.Warm _, Use.Parked _ -> Disposition.KEPT;
            case Use.Removed _ -> Disposition.UNWANTED;
        };
    }

    Disposition disposition() {
        return disposition(plan);
    }

    /** What serves scales; what served keeps the tasks it had, and what is new starts with as many. */
    Disposition scaling() {
        return switch (plan.use()) {
            case Use.Serving _, Use.Held _, Use.First _, Use.Candidate _ -> Disposition.WANTED;
            case Use.Untouched _ -> Disposition.KEPT;
            case Use.Warm _, Use.Parked _, Use.Removed _ -> Disposition.UNWANTED;
        };
    }

    /** Whether what is in it follows from the configuration, and not from an earlier release. */
    boolean configured() {
        return plan.use() instanceof Use.Serving
                || plan.use() instanceof Use.First
                || (plan.use() instanceof Use.Candidate(int _, boolean again) && !again);
    }

    /** Whether it serves, so that people are to be told where it does not. */
    boolean serves() {
        return plan.share() > 0;
    }

    /** Whether a release judges it before it serves. */
    boolean judged() {
        return plan.use() instanceof Use.Candidate;
    }

    /** The key of a step of this slot. */
    StepKey key(String kind) {
        return key(container, plan, kind);
    }

    /** The key of a step of this slot, of which there are several of a kind. */
    StepKey key(String kind, String which) {
        return new StepKey(kind, key(kind).name() + "-" + which);
    }

    /** Both computes have target groups, and a route may have both while it moves from one to the other. */
    static StepKey key(Container container, SlotPlan plan, String kind) {
        String name = container.name() + "-" + plan.slot().word();
        boolean own = plan.kind() == ResourceNames.kind(container);
        return new StepKey(kind, own ? name : name + "-" + plan.kind().word());
    }
}
