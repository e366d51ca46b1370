package dev.provision.cli;

import dev.provision.cost.Load;
import dev.provision.cost.Tasks;
import dev.provision.stack.RouteTraffic;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The load that an environment has had, as if every day went on like it.
 *
 * @param span the time that was looked at
 * @param routes what they were asked to do in it
 */
record ActualLoad(Duration span, List<RouteTraffic> routes) {
    private static final double DAY_SECONDS = 86_400;
    private static final BigDecimal DAY_HOURS = BigDecimal.valueOf(24);

    Map<String, Load> loads() {
        Map<String, Load> loads = new LinkedHashMap<>();
        routes.forEach(route -> loads.put(route.container(), load(route.requests(), route.meanMillis())));
        return loads;
    }

    /** On all routes together, with the mean of all requests. */
    Load total() {
        double requests = routes.stream().mapToDouble(RouteTraffic::requests).sum();
        double millis = routes.stream()
                .mapToDouble(route -> route.requests() * route.meanMillis())
                .sum();
        return load(requests, requests == 0 ? 0 : millis / requests);
    }

    private Load load(double requests, double millis) {
        BigDecimal perDay = BigDecimal.valueOf(perDay(requests)).setScale(0, RoundingMode.HALF_UP);
        return millis <= 0 ? Load.none() : new Load(perDay, Duration.ofNanos(Math.max(1, Math.round(millis * 1e6))));
    }

    private double perDay(double requests) {
        return requests * DAY_SECONDS / span.toSeconds();
    }

    /**
     * The fewest all day and the most for as long as makes the mean; nothing is said of tasks that were not measured. An
     * hour in which the first one began is no hour without any.
     */
    Map<String, Tasks> tasks() {
        Map<String, Tasks> tasks = new LinkedHashMap<>();
        routes.stream()
                .filter(route -> !route.tasks().isEmpty())
                .forEach(route -> tasks.put(route.container(), day(route)));
        return tasks;
    }

    private static Tasks day(RouteTraffic route) {
        double mean = route.tasks().stream()
                .mapToDouble(Double::doubleValue)
                .average()
                .orElse(0);
        double least =
                route.tasks().stream().mapToDouble(Double::doubleValue).min().orElse(0);
        int fewest = least > 0 ? (int) Math.max(1, Math.floor(least)) : 0;
        int most = (int) Math.ceil(
                route.tasks().stream().mapToDouble(Double::doubleValue).max().orElse(0));
        if (most == fewest) {
            return Tasks.steady(fewest);
        }
        BigDecimal part = BigDecimal.valueOf(Math.max(0, (mean - fewest) / (most - fewest)));
        return new Tasks(
                fewest, most, part.multiply(DAY_HOURS, new MathContext(4)).min(DAY_HOURS));
    }

    List<String> words() {
        return routes.stream()
                .map(route -> String.format(
                        Locale.ROOT,
                        "traffic: %s had %,.0f requests of %.1f ms; %,.0f a day at the rate of the last %s",
                        route.container(),
                        route.requests(),
                        route.meanMillis(),
                        perDay(route.requests()),
                        span.toString().substring(1).replace("T", "").toLowerCase(Locale.ROOT)))
                .toList();
    }
}
