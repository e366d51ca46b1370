package dev.provision.localcloud.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.provision.localcloud.lambda.ConcurrencyGate.Admission;
import dev.provision.localcloud.lambda.ConcurrencyGate.Limits;
import dev.provision.localcloud.state.Account;
import dev.provision.localcloud.wire.AwsError;
import java.util.OptionalInt;
import java.util.random.RandomGenerator;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Who is let in, and out of what. */
class ConcurrencyGateTest {
    private static final String RESERVED = "ReservedFunctionConcurrentInvocationLimitExceeded";
    private static final Admission OUT_OF_RESERVE = new Admission.OnDemand(false);

    private final ConcurrencyGate gate = new ConcurrencyGate();

    private static Limits reserved(int reserved, int provisioned, int ready) {
        return new Limits(OptionalInt.of(reserved), provisioned, ready, 100);
    }

    @Test
    void aReserveOfNothingIsAnOffSwitch() {
        assertThat(gate.enter("demo", "1", reserved(0, 0, 0))).isEqualTo(new Admission.Throttled(RESERVED));
    }

    @Test
    void whatIsProvisionedComesOutOfTheReserveSoThatNothingIsLeftForOtherVersions() {
        assertThat(gate.enter("demo", "1", reserved(2, 2, 2))).isEqualTo(new Admission.Provisioned());
        assertThat(gate.enter("demo", "$LATEST", reserved(2, 2, 0))).isEqualTo(new Admission.Throttled(RESERVED));
    }

    @Test
    void whatWarmEnvironmentsCannotTakeSpillsOverIntoTheReserve() {
        Limits limits = reserved(2, 1, 1);
        Admission first = gate.enter("demo", "1", limits);
        assertThat(first).isEqualTo(new Admission.Provisioned());
        assertThat(gate.enter("demo", "1", limits)).isEqualTo(OUT_OF_RESERVE);
        assertThat(gate.enter("demo", "1", limits)).isEqualTo(new Admission.Throttled(RESERVED));
        gate.leave("demo", "1", first);
        assertThat(gate.enter("demo", "1", limits)).isEqualTo(new Admission.Provisioned());
    }

    @Test
    void functionsWithoutAReserveShareWhatTheAccountHasLeft() {
        Limits limits = new Limits(OptionalInt.empty(), 0, 0, 1);
        Admission first = gate.enter("demo", "1", limits);
        assertThat(first).isEqualTo(new Admission.OnDemand(true));
        assertThat(gate.enter("other", "2", limits))
                .isEqualTo(new Admission.Throttled("ConcurrentInvocationLimitExceeded"));
        assertThat(gate.enter("reserved", "3", reserved(1, 0, 0))).isEqualTo(OUT_OF_RESERVE);
        gate.leave("demo", "1", first);
        assertThat(gate.enter("other", "2", limits)).isEqualTo(new Admission.OnDemand(true));
    }

    @Test
    void aNewAccountHasNothingToReserve() {
        FunctionStore none = new FunctionStore(new Account("000000000000", "eu-west-2"), RandomGenerator.getDefault());
        refused(
                () -> new Concurrency(none, 10).checkRoom(1, "ReservedConcurrentExecutions"),
                "below its minimum value of [10]");
        refused(
                () -> new Concurrency(none, 1000).checkRoom(901, "ReservedConcurrentExecutions"),
                "below its minimum value of [100]");
        new Concurrency(none, 1000).checkRoom(900, "ReservedConcurrentExecutions");
    }

    private static void refused(ThrowingCallable call, String message) {
        assertThatThrownBy(call).isInstanceOf(AwsError.class).hasMessageContaining(message);
    }
}
