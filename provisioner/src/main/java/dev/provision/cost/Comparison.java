package dev.provision.cost;

import dev.provision.config.AutoScaling;
import dev.provision.config.AwsFargateEcs;
import dev.provision.config.AwsLambda;
import dev.provision.config.Compute;
import dev.provision.config.Container;
import dev.provision.config.Environment;
import dev.provision.config.ImageSettings.Architecture;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * A function and tasks for the same load. Load balancer, network and logs are left out: they cost the same, or nearly so,
 * for both.
 *
 * @param model the prices
 * @param function its size
 * @param tasks their size and how many there must be at least
 * @param load of either
 */
public record Comparison(CostModel model, AwsLambda function, AwsFargateEcs tasks, Load load) {
    private static final List<Long> LADDER = List.of(1_000L, 10_000L, 100_000L, 1_000_000L, 3_000_000L, 10_000_000L);
    private static final int MOST_TASKS = 10_000;

    /** The computes of an environment; a function of 512 MB or a task of 0.25 vCPU and 512 MB where it has none. */
    public static Comparison of(CostModel model, Environment environment, Load load) {
        List<Compute> computes =
                environment.containers().stream().map(Container::compute).toList();
        AwsLambda function = first(computes, AwsLambda.class, new AwsLambda(512, 30, OptionalInt.empty(), 0));
        AwsFargateEcs tasks = first(
                computes,
                AwsFargateEcs.class,
                new AwsFargateEcs(256, 512, 1, 10, new AutoScaling(AutoScaling.Policy.STEP, 60, 70)));
        return new Comparison(model, function, tasks, load);
    }

    private static <C extends Compute> C first(List<Compute> computes, Class<C> kind, C otherwise) {
        return computes.stream()
                .filter(kind::isInstance)
                .map(kind::cast)
                .findFirst()
                .orElse(otherwise);
    }

    public BigDecimal functionMonthly(Load at) {
        return model.function(function, at);
    }

    public int tasksFor(Load at) {
        return Math.max(tasks.minInstances(), model.assumptions().tasksFor(at, tasks.cpu()));
    }

    public BigDecimal tasksMonthly(Load at) {
        return model.tasks(tasks, Tasks.steady(tasksFor(at)));
    }

    /** What both cost at a number of requests a month. */
    public record Rung(
            long requestsPerMonth, BigDecimal requestsPerDay, BigDecimal function, BigDecimal tasks, int count) {
        public String cheaper() {
            return function.compareTo(tasks) <= 0 ? "Lambda" : "Fargate";
        }
    }

    /** From a thousand to ten million requests a month. */
    public List<Rung> ladder() {
        return LADDER.stream()
                .map(requests -> {
                    Load at = Load.monthly(requests, load.duration());
                    return new Rung(requests, at.requestsPerDay(), functionMonthly(at), tasksMonthly(at), tasksFor(at));
                })
                .toList();
    }

    /**
     * The least number of requests a day at which tasks are not dearer than the function; empty where the function stays
     * cheaper, for every task that is added pays for itself too late.
     */
    public OptionalLong breakEven() {
        BigDecimal perTask = model.assumptions().requestsPerTask(tasks.cpu()).multiply(BigDecimal.valueOf(86_400));
        long from = 0;
        for (int count = Math.max(1, tasks.minInstances()); count <= MOST_TASKS; count++) {
            long to = perTask.multiply(BigDecimal.valueOf(count))
                    .setScale(0, RoundingMode.FLOOR)
                    .longValueExact();
            if (!functionCheaper(to)) {
                return OptionalLong.of(firstNotCheaper(from, to));
            }
            from = to;
        }
        return OptionalLong.empty();
    }

    private boolean functionCheaper(long requestsPerDay) {
        Load at = load.with(BigDecimal.valueOf(requestsPerDay));
        return functionMonthly(at).compareTo(tasksMonthly(at)) < 0;
    }

    private long firstNotCheaper(long from, long to) {
        long low = from;
        long high = to;
        while (low < high) {
            long middle = low + (high - low) / 2;
            if (functionCheaper(middle)) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return high;
    }

    /**
     * A compute and size that can carry the load.
     *
     * @param compute {@code Lambda} or {@code Fargate}
     * @param size in words
     * @param monthly US dollars
     */
    public record Option(String compute, Architecture architecture, String size, BigDecimal monthly) {}

    /** Computes and sizes that can carry the load, the cheapest first. */
    public List<Option> options() {
        return Stream.of(Architecture.values())
                .flatMap(architecture -> options(architecture).stream())
                .sorted(Comparator.comparing(Option::monthly))
                .toList();
    }

    private List<Option> options(Architecture architecture) {
        CostModel priced = new CostModel(model.prices(), model.assumptions().on(architecture));
        List<Option> options = new ArrayList<>();
        int kept = function.provisionedConcurrency();
        options.add(new Option("Lambda", architecture, function.memory() + " MB", priced.function(cold(), load)));
        if (kept > 0) {
            options.add(new Option(
                    "Lambda",
                    architecture,
                    function.memory() + " MB, " + kept + " kept warm",
                    priced.function(function, load)));
        }
        for (int cpu = tasks.cpu() == 512 ? 256 : Math.min(256, tasks.cpu()); cpu <= 4096; cpu *= 2) {
            int memory = Math.max(tasks.memory(), cpu * 2);
            if (memory > Math.max(cpu * 8, 2048)) {
                continue;
            }
            AwsFargateEcs size =
                    new AwsFargateEcs(cpu, memory, tasks.minInstances(), tasks.maxInstances(), tasks.autoScaling());
            int count = Math.max(tasks.minInstances(), priced.assumptions().tasksFor(load, cpu));
            options.add(new Option(
                    "Fargate",
                    architecture,
                    count + " × "
                            + BigDecimal.valueOf(cpu)
                                    .divide(BigDecimal.valueOf(1024))
                                    .toPlainString() + " vCPU, " + memory + " MB",
                    priced.tasks(size, Tasks.steady(count))));
        }
        return options;
    }

    /** The function without instances that are kept warm. */
    private AwsLambda cold() {
        return new AwsLambda(function.memory(), function.timeout(), function.reservedConcurrency(), 0);
    }

    /** Why the cheapest option is the cheapest. */
    public String why() {
        BigDecimal busy = load.requestsPerSecond()
                .multiply(BigDecimal.valueOf(100))
                .divide(
                        model.assumptions().requestsPerTask(tasks.cpu()).multiply(BigDecimal.valueOf(tasksFor(load))),
                        1,
                        RoundingMode.HALF_UP);
        String used = "at " + busy.toPlainString() + " % of what " + (tasksFor(load) == 1 ? "it is" : "they are")
                + " meant to carry";
        String many = tasksFor(load) == 1 ? "one task" : tasksFor(load) + " tasks";
        return options().getFirst().compute().equals("Lambda")
                ? "a function is paid by the request, while " + many + " would be paid all day " + used
                : many + " of the configured size would be " + used + ", and a request to a function costs "
                        + Money.exact(model.request(function, load));
    }

    /** Points for a chart: requests a day, function, tasks; to twice the break-even, or to three times the load. */
    public List<Rung> curve(int points) {
        long end = Math.max(
                2 * breakEven().orElse(0),
                3 * Math.max(1000, load.requestsPerDay().longValue()));
        return LongStream.range(0, points)
                .map(point -> end * point / (points - 1))
                .mapToObj(perDay -> {
                    Load at = load.with(BigDecimal.valueOf(perDay));
                    return new Rung(
                            at.requestsPerMonth()
                                    .setScale(0, RoundingMode.HALF_UP)
                                    .longValue(),
                            at.requestsPerDay(),
                            functionMonthly(at),
                            tasksMonthly(at),
                            tasksFor(at));
                })
                .toList();
    }
}
