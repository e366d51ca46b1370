package dev.provision.cli;

import dev.provision.config.AwsFargateEcs;
import dev.provision.config.Container;
import dev.provision.config.Environment;
import dev.provision.config.ImageSettings.Architecture;
import dev.provision.cost.Assumptions;
import dev.provision.cost.CostModel;
import dev.provision.cost.Load;
import dev.provision.cost.Tasks;
import dev.provision.graph.ProvisionException.ConfigInvalid;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** What the cost of an environment depends on, beside its configuration. */
final class CostOptions {
    /** The values of {@code --architecture}. */
    enum ArchitectureChoice {
        x86_64,
        arm64
    }

    private static final Duration LONGEST = Duration.ofDays(15);

    @Option(
            names = "--requests-per-day",
            paramLabel = "N",
            description = "Requests a day, on all routes together (default: none).")
    private long requestsPerDay;

    @Option(
            names = "--duration",
            paramLabel = "TIME",
            converter = DurationText.class,
            description = "What a request takes in the handler (default: 200ms).")
    private Duration duration = Load.STANDARD;

    @Option(
            names = "--tasks",
            paramLabel = "N",
            description = "Fargate tasks that run all day (default: what the load needs).")
    private Optional<Integer> tasks = Optional.empty();

    @Option(names = "--peak-tasks", paramLabel = "N", description = "Fargate tasks that run during the daily peak.")
    private Optional<Integer> peakTasks = Optional.empty();

    @Option(names = "--peak-hours", paramLabel = "HOURS", description = "How long the peak lasts (default: 4).")
    private BigDecimal peakHours = BigDecimal.valueOf(4);

    @Option(names = "--free-tier", description = "Take off what AWS gives for free each month.")
    private boolean freeTier;

    @Option(
            names = "--architecture",
            paramLabel = "ARCH",
            description = "${COMPLETION-CANDIDATES}, instead of what the images are built for.")
    private Optional<ArchitectureChoice> architecture = Optional.empty();

    @Option(
            names = "--actual",
            paramLabel = "SPAN",
            arity = "0..1",
            fallbackValue = "24h",
            converter = DurationText.class,
            description = "The traffic of the environment's last SPAN (default: 24h), instead of what is said here.")
    private Optional<Duration> actual = Optional.empty();

    /**
     * The time whose traffic is to be taken.
     *
     * @throws ConfigInvalid if another traffic is said, too
     */
    Optional<Duration> actual() {
        actual.ifPresent(span -> {
            if (requestsPerDay != 0 || tasks.isPresent() || peakTasks.isPresent()) {
                throw new ConfigInvalid(
                        List.of("--actual with --requests-per-day, --tasks or --peak-tasks"),
                        "say the traffic, or let it be measured");
            }
            if (span.compareTo(Duration.ofMinutes(1)) < 0 || span.compareTo(LONGEST) > 0) {
                throw new ConfigInvalid(List.of("--actual " + span), "CloudWatch keeps one minute to 15 days of it");
            }
        });
        return actual;
    }

    Assumptions assumptions(Environment environment) {
        Architecture chosen = architecture
                .map(choice -> choice == ArchitectureChoice.arm64 ? Architecture.ARM64 : Architecture.X86_64)
                .orElse(environment.image().architecture());
        return Assumptions.of(chosen).withFreeTier(freeTier);
    }

    Duration duration() {
        return duration;
    }

    /** @throws ConfigInvalid if it is negative */
    Load total() {
        if (requestsPerDay < 0) {
            throw new ConfigInvalid(
                    List.of("--requests-per-day is " + requestsPerDay), "say how many requests there are");
        }
        return Load.of(requestsPerDay, duration);
    }

    Map<String, Load> loads(Environment environment) {
        return CostModel.even(environment, total().requestsPerDay(), duration);
    }

    /** The day's tasks of every Fargate container, where it is said. */
    Map<String, Tasks> tasks(Environment environment) {
        Map<String, Tasks> byContainer = new LinkedHashMap<>();
        if (tasks.isEmpty() && peakTasks.isEmpty()) {
            return byContainer;
        }
        for (Container container : environment.containers()) {
            if (container.compute() instanceof AwsFargateEcs fargate) {
                byContainer.put(container.name(), day(fargate));
            }
        }
        return byContainer;
    }

    private Tasks day(AwsFargateEcs fargate) {
        int baseline = tasks.orElse(fargate.minInstances());
        try {
            return new Tasks(baseline, peakTasks.orElse(baseline), peakTasks.isPresent() ? peakHours : BigDecimal.ZERO);
        } catch (IllegalArgumentException impossible) {
            throw new ConfigInvalid(
                    List.of(String.valueOf(impossible.getMessage())), "use counts of 0 and more, and 0 to 24 hours");
        }
    }
}
