package dev.provision.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.provision.aws.elb.Slot;
import dev.provision.aws.elb.TargetGroupArn;
import dev.provision.graph.ProvisionException.ConfigInvalid;
import dev.provision.release.ReleaseRecord.Outcome;
import dev.provision.release.SlotMark.Part;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

final class RollbackTest {
    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");

    private static ReleaseRecord record(int number, Outcome outcome, String... containers) {
        return new ReleaseRecord(
                number,
                NOW,
                "ann",
                "",
                outcome,
                "",
                List.of(containers).stream()
                        .map(name -> new ReleaseRecord.Route(name, ComputeKind.LAMBDA, "id" + number, "", "v" + number))
                        .toList());
    }

    private static SlotState slot(Slot slot, Part part, int release, int weight) {
        return new SlotState(
                slot,
                ComputeKind.LAMBDA,
                new TargetGroupArn(slot.word()),
                true,
                weight,
                Optional.of(new SlotMark(part, release, "id" + release, "v" + release, NOW)));
    }

    private static RouteStates states(String container, SlotState... slots) {
        return new RouteStates(
                Optional.empty(),
                List.of(new RouteState(container, Optional.empty(), Optional.empty(), List.of(slots))));
    }

    private static Rollback.Return back(Rollback rollback) {
        return (Rollback.Return) rollback;
    }

    @Test
    void whatServedBeforeComesBackFromItsWarmSlot() {
        Rollback.Return plan = back(Rollback.plan(
                states("web", slot(Slot.GREEN, Part.SERVING, 2, 100), slot(Slot.BLUE, Part.PREVIOUS, 1, 0)),
                List.of(record(2, Outcome.PROMOTED, "web"), record(1, Outcome.PROMOTED, "web")),
                OptionalInt.empty()));
        assertThat(plan.warm()).isTrue();
        assertThat(plan.moves()).extracting(Rollback.Move::release).containsExactly(1);
    }

    @Test
    void aFailedReleaseHasUsedUpTheSlotAndIsNotGoneBackTo() {
        Rollback.Return plan = back(Rollback.plan(
                states("web", slot(Slot.GREEN, Part.SERVING, 2, 100), slot(Slot.BLUE, Part.REJECTED, 3, 0)),
                List.of(
                        record(3, Outcome.ROLLED_BACK, "web"),
                        record(2, Outcome.PROMOTED, "web"),
                        record(1, Outcome.PROMOTED, "web")),
                OptionalInt.empty()));
        assertThat(plan.warm()).isFalse();
        assertThat(plan.moves()).extracting(Rollback.Move::release).containsExactly(1);
    }

    @Test
    void aReleaseThatDidNotTouchTheRouteMeansTheOneBefore() {
        Rollback.Return plan = back(Rollback.plan(
                states("web", slot(Slot.GREEN, Part.SERVING, 3, 100)),
                List.of(
                        record(3, Outcome.PROMOTED, "web"),
                        record(2, Outcome.PROMOTED, "other"),
                        record(1, Outcome.PROMOTED, "web")),
                OptionalInt.of(2)));
        assertThat(plan.moves()).extracting(Rollback.Move::release).containsExactly(1);
    }

    @Test
    void aReleaseThatIsUnderWayIsReverted() {
        assertThat(Rollback.plan(
                        states("web", slot(Slot.GREEN, Part.SERVING, 1, 75), slot(Slot.BLUE, Part.CANDIDATE, 2, 25)),
                        List.of(record(2, Outcome.RUNNING, "web"), record(1, Outcome.PROMOTED, "web")),
                        OptionalInt.empty()))
                .isEqualTo(new Rollback.Revert(2));
    }

    @Test
    void oneThatWasKilledBeforeItMarkedAnythingIsToo() {
        assertThat(Rollback.plan(
                        states("web", slot(Slot.GREEN, Part.SERVING, 1, 100)),
                        List.of(record(2, Outcome.RUNNING, "web"), record(1, Outcome.PROMOTED, "web")),
                        OptionalInt.empty()))
                .isEqualTo(new Rollback.Revert(2));
    }

    @Test
    void whatCannotBeIsSaid() {
        RouteStates serving = states("web", slot(Slot.GREEN, Part.SERVING, 1, 100));
        List<ReleaseRecord> history = List.of(record(1, Outcome.PROMOTED, "web"));
        assertThatThrownBy(() -> Rollback.plan(serving, history, OptionalInt.empty()))
                .isInstanceOf(ConfigInvalid.class)
                .hasMessageContaining("no earlier release");
        assertThatThrownBy(() -> Rollback.plan(serving, history, OptionalInt.of(9)))
                .hasMessageContaining("release 9 is not remembered");
        assertThatThrownBy(() -> Rollback.plan(serving, history, OptionalInt.of(1)))
                .hasMessageContaining("is what serves");
        assertThatThrownBy(() -> Rollback.plan(RouteStates.none(), List.of(), OptionalInt.empty()))
                .hasMessageContaining("nothing has been released");
    }
}
