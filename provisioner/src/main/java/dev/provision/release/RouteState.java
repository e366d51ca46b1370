package dev.provision.release;

import dev.provision.aws.elb.ListenerArn;
import dev.provision.aws.elb.RuleArn;
import dev.provision.aws.elb.Slot;
import dev.provision.release.SlotMark.Part;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What a route is doing.
 *
 * @param container whose route it is
 * @param rule empty where there is no rule yet
 * @param probe the rule that a smoke test has left
 * @param slots those that exist; there may be two of one colour, for two computes
 */
public record RouteState(String container, Optional<Rule> rule, Optional<RuleArn> probe, List<SlotState> slots) {
    public RouteState {
        slots = List.copyOf(slots);
    }

    /** The rule of the route. */
    public record Rule(RuleArn arn, ListenerArn listener) {}

    /** Nothing of it exists. */
    public static RouteState none(String container) {
        return new RouteState(container, Optional.empty(), Optional.empty(), List.of());
    }

    /** The slot that serves, or that served until the release that is under way; empty before the first release is done. */
    public Optional<SlotState> serving() {
        return slots.stream()
                .filter(slot -> slot.is(Part.SERVING))
                .max(Comparator.comparingInt(SlotState::weight))
                .or(() -> slots.stream()
                        .filter(slot -> slot.is(Part.PREVIOUS))
                        .filter(slot -> slot.weight() > 0)
                        .max(Comparator.comparingInt(SlotState::weight)));
    }

    /** The slot that a release was putting a new version into; empty where none is under way. */
    public Optional<SlotState> candidate() {
        return slots.stream().filter(slot -> slot.is(Part.CANDIDATE)).findFirst();
    }

    /** The slot that served before the one that does, as it was then. */
    public Optional<SlotState> previous() {
        // Killed between its two marks, a promotion leaves two slots that are said to serve.
        return idle().stream()
                .filter(slot -> slot.is(Part.PREVIOUS) || slot.is(Part.SERVING))
                .findFirst();
    }

    /** The slots that do not serve. */
    List<SlotState> idle() {
        Optional<SlotState> serving = serving();
        return slots.stream().filter(slot -> !serving.equals(Optional.of(slot))).toList();
    }

    public Optional<SlotState> slot(Slot slot, ComputeKind kind) {
        return slots.stream()
                .filter(one -> one.slot() == slot && one.kind() == kind)
                .findFirst();
    }
}
