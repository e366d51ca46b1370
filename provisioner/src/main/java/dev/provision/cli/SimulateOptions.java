package dev.provision.cli;

import dev.provision.graph.ProvisionException.ConfigInvalid;
import dev.provision.simulate.Behaviour;
import dev.provision.simulate.Load;
import dev.provision.simulate.LoadCurve;
import dev.provision.simulate.LoadFile;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The load of a simulation, and how the service behaves. */
final class SimulateOptions {
    /** The values of {@code --shape}. */
    enum ShapeChoice {
        daily,
        spike,
        ramp
    }

    private static final String WANTED =
            "name a file with a line second,rate for each point, or the time of each request";

    @Option(
            names = "--rps",
            paramLabel = "LOW..HIGH",
            description = "Requests a second, on all routes together (default: 0..100).")
    private Optional<String> rps = Optional.empty();

    @Option(names = "--shape", paramLabel = "SHAPE", description = "${COMPLETION-CANDIDATES} (default: daily).")
    private Optional<ShapeChoice> shape = Optional.empty();

    @Option(
            names = "--for",
            paramLabel = "TIME",
            converter = DurationText.class,
            description = "How long it lasts (default: 24h).")
    private Optional<Duration> length = Optional.empty();

    @Option(
            names = "--load",
            paramLabel = "FILE",
            description =
                    "Instead of a shape: a line second,rate for each point, or a line with its time for each request.")
    private Optional<Path> file = Optional.empty();

    @Option(
            names = "--duration",
            paramLabel = "TIME",
            converter = DurationText.class,
            description = "What a request takes in the handler (default: 10ms).")
    private Duration handler = Behaviour.EXPECTED.handler();

    @Option(
            names = "--cpu",
            paramLabel = "TIME",
            converter = DurationText.class,
            description =
                    "The part of it that computes, on a whole vCPU (default: 5ms, or half of --duration if less).")
    private Optional<Duration> cpu = Optional.empty();

    @Option(
            names = "--cold-start",
            paramLabel = "TIME",
            converter = DurationText.class,
            description = "The init of a function instance (default: 350ms).")
    private Duration init = Behaviour.EXPECTED.init();

    @Option(
            names = "--task-start",
            paramLabel = "TIME",
            converter = DurationText.class,
            description = "From the decision to add a task until it serves (default: 45s).")
    private Duration taskStart = Behaviour.EXPECTED.taskStart();

    @Option(names = "--seed", paramLabel = "N", description = "The same seed gives the same arrivals (default: 42).")
    private long seed = Behaviour.EXPECTED.seed();

    /** @throws ConfigInvalid if it cannot be */
    Behaviour behaviour() {
        Duration half = handler.dividedBy(2);
        Duration standard = half.compareTo(Behaviour.EXPECTED.cpu()) < 0 ? half : Behaviour.EXPECTED.cpu();
        try {
            return new Behaviour(
                    handler, cpu.orElse(standard), init, taskStart, Behaviour.EXPECTED.memoryPercent(), seed);
        } catch (IllegalArgumentException impossible) {
            throw new ConfigInvalid(List.of(String.valueOf(impossible.getMessage())), "make --cpu at most --duration");
        }
    }

    /**
     * The load on all routes together.
     *
     * @throws ConfigInvalid if there is no such file, or it cannot be read as a load
     */
    Load load() {
        if (file.isPresent()) {
            if (rps.isPresent() || shape.isPresent() || length.isPresent()) {
                throw new ConfigInvalid(
                        List.of("--load says how much comes and how long, and so do --rps, --shape and --for"),
                        "leave either --load or the others out");
            }
            return read(file.get());
        }
        String[] ends = rate().split("\\.\\.", -1);
        try {
            double low = Double.parseDouble(ends[0]);
            double high = Double.parseDouble(ends[ends.length - 1]);
            if (ends.length <= 2 && low >= 0 && high >= low && high <= 1_000_000) {
                LoadCurve.Shape chosen = LoadCurve.Shape.valueOf(shape().name().toUpperCase(Locale.ROOT));
                return LoadCurve.of(chosen, low, high, Math.clamp(length().toSeconds(), 1, Load.LONGEST));
            }
        } catch (NumberFormatException noNumber) {
            throw wrongRate();
        }
        throw wrongRate();
    }

    private String rate() {
        return rps.orElse("0..100");
    }

    private ShapeChoice shape() {
        return shape.orElse(ShapeChoice.daily);
    }

    private Duration length() {
        return length.orElse(Duration.ofHours(24));
    }

    private ConfigInvalid wrongRate() {
        return new ConfigInvalid(
                List.of("--rps is '" + rate() + "'"), "say for example 50, or 0..5000 (at most 1000000)");
    }

    private static Load read(Path file) {
        try {
            return LoadFile.read(file);
        } catch (NoSuchFileException missing) {
            throw new ConfigInvalid(List.of("no file " + file), WANTED);
        } catch (CharacterCodingException noText) {
            throw new ConfigInvalid(List.of(file + " is no text"), WANTED);
        } catch (IOException unreadable) {
            throw new ConfigInvalid(List.of("cannot read " + file + ": " + unreadable.getMessage()), "");
        }
    }

    String words() {
        return file.map(path -> "load " + path)
                .orElse(rate() + " requests/s, " + shape() + ", for "
                        + length().toString().substring(2).toLowerCase(Locale.ROOT));
    }
}
