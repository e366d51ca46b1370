package dev.provision.cost;

import dev.provision.config.AwsFargateEcs;
import dev.provision.config.AwsLambda;
import dev.provision.config.Container;
import dev.provision.config.Environment;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What an environment costs. Exact to the last digit that the prices have; only what is shown is rounded.
 *
 * @param prices of the environment's region
 * @param assumptions what the configuration does not say
 */
public record CostModel(Prices prices, Assumptions assumptions) {

    /** The model for an environment; empty where the book has no prices of its region. */
    public static Optional<CostModel> of(PriceBook book, Environment environment) {
        return book.find(environment.region())
                .map(prices ->
                        new CostModel(prices, Assumptions.of(environment.image().architecture())));
    }

    /** What the environment costs a month without any request: what {@code plan} and {@code status} show. */
    public MonthlyCost monthly(Environment environment) {
        return monthly(environment, Map.of(), Map.of());
    }

    /** The same load on the whole, shared evenly by the routes. */
    public static Map<String, Load> even(Environment environment, BigDecimal requestsPerDay, Duration duration) {
        Map<String, Load> loads = new LinkedHashMap<>();
        BigDecimal routes = BigDecimal.valueOf(environment.containers().size());
        environment
                .containers()
                .forEach(container -> loads.put(
                        container.name(), new Load(requestsPerDay.divide(routes, MathContext.DECIMAL128), duration)));
        return loads;
    }

    /**
     * What the environment costs a month.
     *
     * @param loads by container; none for those that are missing
     * @param tasks by container; as many as the load needs, within what the configuration allows, for those that are missing
     */
    public MonthlyCost monthly(Environment environment, Map<String, Load> loads, Map<String, Tasks> tasks) {
        SharedCost shared = new SharedCost(prices, assumptions);
        List<Item> items = new ArrayList<>(shared.fixed(environment));
        List<String> notes = new ArrayList<>();
        for (Container container : environment.containers()) {
            Load load = loads.getOrDefault(container.name(), Load.none());
            switch (container.compute()) {
                case AwsLambda function -> {
                    FunctionCost cost = new FunctionCost(prices, assumptions);
                    items.addAll(cost.compute(container.name(), function, load));
                    if (cost.borrowed(function)) {
                        notes.add(container.name()
                                + ": the price book has no ARM price for instances kept warm; x86's is used");
                    }
                }
                case AwsFargateEcs fargate -> {
                    Tasks running = Optional.ofNullable(tasks.get(container.name()))
                            .orElseGet(() -> Tasks.steady(needed(fargate, load)));
                    items.addAll(new TaskCost(prices, assumptions).compute(container.name(), fargate, running));
                    if (assumptions.tasksFor(load, fargate.cpu()) > fargate.maxInstances()) {
                        notes.add(container.name() + ": " + fargate.maxInstances()
                                + " tasks, the most that are allowed, are too few for this load");
                    }
                }
            }
        }
        items.addAll(shared.traffic(environment, loads));
        return new MonthlyCost(items, notes);
    }

    private int needed(AwsFargateEcs fargate, Load load) {
        return Math.clamp(
                assumptions.tasksFor(load, fargate.cpu()),
                fargate.minInstances(),
                Math.max(fargate.minInstances(), fargate.maxInstances()));
    }

    /** What one more request to a function costs. */
    public BigDecimal request(AwsLambda function, Load load) {
        return new FunctionCost(prices, assumptions).request(function, load);
    }

    /** What a function costs a month, without logs and load balancer. */
    public BigDecimal function(AwsLambda function, Load load) {
        return new MonthlyCost(new FunctionCost(prices, assumptions).compute("", function, load), List.of()).total();
    }

    /** What a task costs an hour. */
    public BigDecimal taskHour(AwsFargateEcs size) {
        return new TaskCost(prices, assumptions).hour(size);
    }

    /** What tasks cost a month, without logs and load balancer. */
    public BigDecimal tasks(AwsFargateEcs size, Tasks count) {
        return taskHour(size).multiply(count.average()).multiply(Money.HOURS);
    }

    /**
     * What a function has cost that served requests, without logs and load balancer.
     *
     * @param billedSeconds of its instances, together
     * @param seconds that it existed: instances kept warm are paid for all of them
     */
    public BigDecimal used(AwsLambda function, long requests, double billedSeconds, int seconds) {
        return new FunctionCost(prices, assumptions).used(function, requests, billedSeconds, seconds);
    }

    /** What tasks have cost that ran for so many seconds, together. */
    public BigDecimal used(AwsFargateEcs size, double taskSeconds) {
        return taskHour(size)
                .multiply(BigDecimal.valueOf(taskSeconds))
                .divide(BigDecimal.valueOf(3600), MathContext.DECIMAL128);
    }
}
