package dev.provision.cli;

import dev.provision.aws.ssm.EnvironmentLock;
import dev.provision.aws.ssm.Holder;
import dev.provision.aws.ssm.Lease;
import dev.provision.graph.Event;
import dev.provision.graph.ProvisionException.Interrupted;
import dev.provision.graph.ProvisionException.LockHeld;
import dev.provision.report.Report;
import dev.provision.stack.Stack;
import java.time.Duration;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.TypeConversionException;

/** How a command takes the lock of its environment. */
final class LockOptions {
    private final Valued<Duration> patience = new Valued<>(OptionSpec.builder("--wait")
            .paramLabel("DURATION")
            .type(Duration.class)
            .converters(new Durations())
            .description(
                    "Wait up to DURATION, such as 90s or 10m, where another operation is at work on the environment.")
            .build());

    void addTo(CommandSpec command) {
        command.addOption(patience.option());
    }

    /** Reads 90s, 10m and 1h. */
    static final class Durations implements ITypeConverter<Duration> {
        @Override
        public Duration convert(String text) {
            if (!text.matches("\\d{1,6}[smh]")) {
                throw new TypeConversionException("'" + text + "' is no duration such as 90s, 10m or 1h");
            }
            return Duration.parse("PT" + text.toUpperCase(Locale.ROOT));
        }
    }

    /**
     * Does {@code work} while no other command is at work on the environment.
     *
     * @param command as typed, without {@code provision}
     * @param work gets the lease, to stop what it runs when the lock is lost
     * @throws LockHeld if another operation is at work and stays so, or the lock was lost
     */
    ExitCode exclusively(
            Stack stack, String command, Surroundings surroundings, Report report, Function<Lease, ExitCode> work) {
        EnvironmentLock lock = stack.lock(surroundings.clock(), surroundings.sleeper());
        try (Lease lease = take(lock, command, surroundings, report)) {
            ExitCode exit;
            try {
                exit = Interrupts.stopping(
                        () -> leave(lease, surroundings, report), surroundings, () -> work.apply(lease));
            } catch (Interrupted stopped) {
                lease.orThrow();
                throw stopped;
            }
            lease.orThrow();
            return exit;
        }
    }

    /** Between two runs of the engine, which stop by themselves: at a question, or while something is looked at. */
    private static void leave(Lease lease, Surroundings surroundings, Report report) {
        lease.close();
        report.line("stopped");
        surroundings.leave().run();
    }

    private Lease take(EnvironmentLock lock, String command, Surroundings surroundings, Report report) {
        Set<String> said = new HashSet<>();
        Consumer<String> told = text -> {
            if (said.add(text.replaceAll("last sign of life.*", ""))) {
                report.accept(new Event.Note(surroundings.clock().instant(), text));
            }
        };
        Machine machine = Machine.of(surroundings.variables());
        Holder holder = machine.holder(command, surroundings.clock().instant());
        return lock.take(holder, patience.value().orElse(Duration.ZERO), Machine::gone, told);
    }
}
