package dev.provision.release;

import dev.provision.aws.elb.Slot;
import dev.provision.aws.elb.TargetGroupArn;
import java.util.Optional;

/**
 * A slot that exists: there is a target group.
 *
 * @param attached whether the route's rule names it, be it with no share
 * @param weight percent of the route's requests
 * @param mark what is noted on it; empty where nothing ever was
 */
public record SlotState(
        Slot slot, ComputeKind kind, TargetGroupArn group, boolean attached, int weight, Optional<SlotMark> mark) {
    boolean is(SlotMark.Part part) {
        return mark.filter(noted -> noted.part() == part).isPresent();
    }
}
