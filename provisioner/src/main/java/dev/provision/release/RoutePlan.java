package dev.provision.release;

import dev.provision.aws.elb.Slot;
import dev.provision.release.SlotMark.Part;
import dev.provision.release.SlotPlan.Use;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What is to be done about the slots of a route. Pure.
 *
 * @param identity of what is wanted: image and settings; empty where it cannot be told, and then nothing is released
 */
public record RoutePlan(String container, Optional<String> identity, List<SlotPlan> slots) {
    public RoutePlan {
        slots = List.copyOf(slots);
    }

    /**
     * What is wanted of a route.
     *
     * @param kind the compute
     * @param identity see {@link RoutePlan}
     * @param tasks on Fargate, how many a candidate needs to take over from the serving slot
     */
    public record Wanted(String container, ComputeKind kind, Optional<String> identity, int tasks) {}

    /** @param keepPrevious how long a slot that served stays warm */
    public static RoutePlan of(RouteState state, Wanted wanted, Duration keepPrevious, Instant now) {
        return state.serving()
                .map(serving -> {
                    boolean same = serving.kind() == wanted.kind()
                            && (wanted.identity().isEmpty() || noted(serving).equals(wanted.identity()));
                    boolean release = !same && wanted.identity().isPresent();
                    return release
                            ? releasing(state, serving, wanted, keepPrevious, now)
                            : steady(state, serving, wanted, keepPrevious, now);
                })
                .orElseGet(() -> first(state, wanted));
    }

    /**
     * An earlier release is wanted back in a slot that does not hold it any more.
     *
     * @param runs its version of the function or the ARN of its task definition
     */
    public static RoutePlan again(RouteState state, Wanted wanted, String runs, Duration keepPrevious, Instant now) {
        SlotState serving = state.serving().orElseThrow();
        List<SlotPlan> slots = new ArrayList<>();
        slots.add(plan(serving, new Use.Untouched()));
        slots.add(new SlotPlan(
                serving.slot().other(), wanted.kind(), new Use.Candidate(wanted.tasks(), true), Optional.of(runs)));
        others(state, slots, wanted, keepPrevious, now);
        return new RoutePlan(state.container(), wanted.identity(), slots);
    }

    /** Everything that a route may ever have, for what deletes it all. */
    public static RoutePlan whole(String container) {
        List<SlotPlan> slots = new ArrayList<>();
        for (ComputeKind kind : ComputeKind.values()) {
            for (Slot slot : Slot.values()) {
                slots.add(new SlotPlan(slot, kind, new Use.Untouched(), Optional.empty()));
            }
        }
        return new RoutePlan(container, Optional.empty(), slots);
    }

    /** This, with a candidate that begins with at least so many tasks. */
    public RoutePlan with(int tasks) {
        return new RoutePlan(
                container,
                identity,
                slots.stream()
                        .map(slot -> slot.use() instanceof Use.Candidate(int least, boolean again)
                                ? new SlotPlan(
                                        slot.slot(),
                                        slot.kind(),
                                        new Use.Candidate(Math.max(least, tasks), again),
                                        slot.runs())
                                : slot)
                        .toList());
    }

    /** The slot that gets a new version, if one does. */
    public Optional<SlotPlan> candidate() {
        return slots.stream()
                .filter(slot -> slot.use() instanceof Use.Candidate)
                .findFirst();
    }

    /** The slot of the first release, if this is it. */
    public Optional<SlotPlan> first() {
        return slots.stream().filter(slot -> slot.use() instanceof Use.First).findFirst();
    }

    /** Whether no release moves the route: what serves goes on. */
    public boolean steady() {
        return slots.stream().anyMatch(slot -> slot.use() instanceof Use.Serving || slot.use() instanceof Use.Held);
    }

    private static Optional<String> noted(SlotState slot) {
        return slot.mark().map(SlotMark::identity);
    }

    private static RoutePlan first(RouteState state, Wanted wanted) {
        List<SlotPlan> slots = new ArrayList<>();
        slots.add(new SlotPlan(Slot.BLUE, wanted.kind(), new Use.First(), Optional.empty()));
        state.slots().stream()
                .filter(slot -> slot.slot() != Slot.BLUE || slot.kind() != wanted.kind())
                .forEach(slot -> slots.add(plan(slot, new Use.Removed())));
        return new RoutePlan(wanted.container(), wanted.identity(), slots);
    }

    private static RoutePlan steady(
            RouteState state, SlotState serving, Wanted wanted, Duration keepPrevious, Instant now) {
        List<SlotPlan> slots = new ArrayList<>();
        boolean known = serving.kind() == wanted.kind() && wanted.identity().isPresent();
        slots.add(plan(serving, known ? new Use.Serving() : new Use.Held()));
        others(state, slots, wanted, keepPrevious, now);
        return new RoutePlan(wanted.container(), wanted.identity(), slots);
    }

    private static RoutePlan releasing(
            RouteState state, SlotState serving, Wanted wanted, Duration keepPrevious, Instant now) {
        List<SlotPlan> slots = new ArrayList<>();
        slots.add(plan(serving, new Use.Untouched()));
        slots.add(new SlotPlan(
                serving.slot().other(), wanted.kind(), new Use.Candidate(wanted.tasks(), false), Optional.empty()));
        others(state, slots, wanted, keepPrevious, now);
        return new RoutePlan(wanted.container(), wanted.identity(), slots);
    }

    /** The slots that have no plan yet. */
    private static void others(
            RouteState state, List<SlotPlan> slots, Wanted wanted, Duration keepPrevious, Instant now) {
        SlotState serving = state.serving().orElseThrow();
        for (SlotState slot : state.slots()) {
            boolean planned = slots.stream().anyMatch(plan -> plan.slot() == slot.slot() && plan.kind() == slot.kind());
            if (!planned) {
                boolean inUse = slot.kind() == wanted.kind() || slot.kind() == serving.kind();
                slots.add(plan(
                        slot,
                        warm(slot, keepPrevious, now) ? new Use.Warm() : inUse ? new Use.Parked() : new Use.Removed()));
            }
        }
    }

    private static boolean warm(SlotState slot, Duration keepPrevious, Instant now) {
        return slot.mark()
                .filter(mark -> mark.part() == Part.PREVIOUS || mark.part() == Part.SERVING)
                .filter(mark -> now.isBefore(mark.since().plus(keepPrevious)))
                .isPresent();
    }

    private static SlotPlan plan(SlotState slot, Use use) {
        return new SlotPlan(
                slot.slot(), slot.kind(), use, slot.mark().map(SlotMark::runs).filter(runs -> !runs.isEmpty()));
    }
}
