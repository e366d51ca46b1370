package dev.provision.release;

import static org.assertj.core.api.Assertions.assertThat;

import dev.provision.aws.elb.ListenerArn;
import dev.provision.aws.elb.RuleArn;
import dev.provision.aws.elb.Slot;
import dev.provision.aws.elb.TargetGroupArn;
import dev.provision.release.SlotMark.Part;
import dev.provision.release.SlotPlan.Use;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class RoutePlanTest {
    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
    private static final Duration HOUR = Duration.ofHours(1);

    private static SlotState slot(Slot slot, ComputeKind kind, Part part, String identity, int weight, int minutesAgo) {
        return new SlotState(
                slot,
                kind,
                new TargetGroupArn(slot.word() + kind.word()),
                true,
                weight,
                Optional.of(new SlotMark(part, 1, identity, "r-" + identity, NOW.minusSeconds(60L * minutesAgo))));
    }

    private static RouteState route(SlotState... slots) {
        return new RouteState(
                "web",
                Optional.of(new RouteState.Rule(new RuleArn("rule"), new ListenerArn("listener"))),
                Optional.empty(),
                List.of(slots));
    }

    private static RoutePlan plan(RouteState state, ComputeKind kind, String identity) {
        return RoutePlan.of(
                state,
                new RoutePlan.Wanted("web", kind, identity.isEmpty() ? Optional.empty() : Optional.of(identity), 2),
                HOUR,
                NOW);
    }

    private static Class<?> use(RoutePlan plan, Slot slot, ComputeKind kind) {
        return plan.slots().stream()
                .filter(one -> one.slot() == slot && one.kind() == kind)
                .findFirst()
                .orElseThrow()
                .use()
                .getClass();
    }

    @Test
    void aFirstReleaseIsMadeInBlue() {
        RoutePlan plan = plan(RouteState.none("web"), ComputeKind.FARGATE, "a");
        assertThat(plan.first()).map(SlotPlan::slot).contains(Slot.BLUE);
        assertThat(plan.slots()).hasSize(1);
    }

    @Test
    void theSameIsNotReleasedTwice() {
        RoutePlan plan =
                plan(route(slot(Slot.GREEN, ComputeKind.LAMBDA, Part.SERVING, "a", 100, 5)), ComputeKind.LAMBDA, "a");
        assertThat(plan.candidate()).isEmpty();
        assertThat(use(plan, Slot.GREEN, ComputeKind.LAMBDA)).isEqualTo(Use.Serving.class);
    }

    @Test
    void aNewVersionGoesToTheOtherSlotAndTheServingOneIsNotTouched() {
        RoutePlan plan =
                plan(route(slot(Slot.GREEN, ComputeKind.LAMBDA, Part.SERVING, "a", 100, 5)), ComputeKind.LAMBDA, "b");
        assertThat(plan.candidate()).map(SlotPlan::slot).contains(Slot.BLUE);
        assertThat(use(plan, Slot.GREEN, ComputeKind.LAMBDA)).isEqualTo(Use.Untouched.class);
    }

    @Test
    void whatIsNotKnownIsNotReleased() {
        RoutePlan plan =
                plan(route(slot(Slot.BLUE, ComputeKind.FARGATE, Part.SERVING, "a", 100, 5)), ComputeKind.FARGATE, "");
        assertThat(plan.candidate()).isEmpty();
        assertThat(use(plan, Slot.BLUE, ComputeKind.FARGATE)).isEqualTo(Use.Held.class);
    }

    @Test
    void thePreviousSlotStaysWarmForAWhile() {
        SlotState serving = slot(Slot.GREEN, ComputeKind.FARGATE, Part.SERVING, "b", 100, 5);
        RoutePlan fresh = plan(
                route(serving, slot(Slot.BLUE, ComputeKind.FARGATE, Part.PREVIOUS, "a", 0, 59)),
                ComputeKind.FARGATE,
                "b");
        assertThat(use(fresh, Slot.BLUE, ComputeKind.FARGATE)).isEqualTo(Use.Warm.class);
        RoutePlan later = plan(
                route(serving, slot(Slot.BLUE, ComputeKind.FARGATE, Part.PREVIOUS, "a", 0, 60)),
                ComputeKind.FARGATE,
                "b");
        assertThat(use(later, Slot.BLUE, ComputeKind.FARGATE)).isEqualTo(Use.Parked.class);
    }

    @Test
    void whatWasRejectedIsOfNoUse() {
        RoutePlan plan = plan(
                route(
                        slot(Slot.GREEN, ComputeKind.FARGATE, Part.SERVING, "a", 100, 5),
                        slot(Slot.BLUE, ComputeKind.FARGATE, Part.REJECTED, "b", 0, 1)),
                ComputeKind.FARGATE,
                "a");
        assertThat(use(plan, Slot.BLUE, ComputeKind.FARGATE)).isEqualTo(Use.Parked.class);
    }

    @Test
    void anotherComputeTakesOverAsANewVersionDoes() {
        RouteState before = route(slot(Slot.GREEN, ComputeKind.LAMBDA, Part.SERVING, "a", 100, 5));
        RoutePlan plan = plan(before, ComputeKind.FARGATE, "a");
        assertThat(plan.candidate())
                .contains(new SlotPlan(Slot.BLUE, ComputeKind.FARGATE, new Use.Candidate(2, false), Optional.empty()));
    }

    @Test
    void theComputeThatWasLeftIsRemovedOnceItIsNotWarmAnyMore() {
        SlotState serving = slot(Slot.BLUE, ComputeKind.FARGATE, Part.SERVING, "b", 100, 90);
        RouteState after = route(
                serving,
                slot(Slot.GREEN, ComputeKind.LAMBDA, Part.PREVIOUS, "a", 0, 90),
                slot(Slot.BLUE, ComputeKind.LAMBDA, Part.PARKED, "0", 0, 900));
        RoutePlan plan = plan(after, ComputeKind.FARGATE, "b");
        assertThat(use(plan, Slot.GREEN, ComputeKind.LAMBDA)).isEqualTo(Use.Removed.class);
        assertThat(use(plan, Slot.BLUE, ComputeKind.LAMBDA)).isEqualTo(Use.Removed.class);
    }

    @Test
    void ofTwoThatAreSaidToServeTheOneWithTheRequestsDoes() {
        RouteState killed = route(
                slot(Slot.BLUE, ComputeKind.FARGATE, Part.SERVING, "a", 0, 90),
                slot(Slot.GREEN, ComputeKind.FARGATE, Part.SERVING, "b", 100, 1));
        assertThat(killed.serving()).map(SlotState::slot).contains(Slot.GREEN);
        assertThat(killed.previous()).map(SlotState::slot).contains(Slot.BLUE);
    }

    @Test
    void theOldVersionServesUntilTheNewOneIsPromoted() {
        RouteState baking = route(
                slot(Slot.BLUE, ComputeKind.FARGATE, Part.SERVING, "a", 0, 90),
                slot(Slot.GREEN, ComputeKind.FARGATE, Part.CANDIDATE, "b", 100, 1));
        assertThat(baking.serving()).map(SlotState::slot).contains(Slot.BLUE);
        assertThat(plan(baking, ComputeKind.FARGATE, "b").candidate())
                .map(SlotPlan::slot)
                .contains(Slot.GREEN);
    }

    @Test
    void marksSurviveTheTags() {
        SlotMark mark = new SlotMark(Part.PREVIOUS, 12, "id", "arn:x", NOW);
        assertThat(SlotMark.of(mark.tags())).contains(mark);
        assertThat(SlotMark.of(java.util.Map.of("provision:part", "serving"))).isEmpty();
    }
}
