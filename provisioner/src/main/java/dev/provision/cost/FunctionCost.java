package dev.provision.cost;

import dev.provision.config.AwsLambda;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;

/** What a Lambda function costs, logs and all. */
record FunctionCost(Prices prices, Assumptions assumptions) {
    private static final BigDecimal MIB_PER_GB = BigDecimal.valueOf(1024);
    private static final BigDecimal FREE_REQUESTS = BigDecimal.valueOf(1_000_000);
    private static final BigDecimal FREE_GB_SECONDS = BigDecimal.valueOf(400_000);
    private static final BigDecimal SECONDS = Money.HOURS.multiply(BigDecimal.valueOf(3600));

    /** Requests, time and instances that are kept warm; no logs. */
    List<Item> compute(String name, AwsLambda function, Load load) {
        List<Item> items = new ArrayList<>();
        BigDecimal warm = warmShare(function, load);
        if (function.provisionedConcurrency() > 0) {
            items.add(Item.of(
                    name + ": instances kept warm",
                    Item.Kind.CAPACITY,
                    Factor.of(function.provisionedConcurrency(), ""),
                    gigabytes(function),
                    Factor.of(SECONDS, "s"),
                    price(PriceKey.LAMBDA_KEPT_WARM_GB_SECOND, PriceKey.LAMBDA_KEPT_WARM_GB_SECOND_ARM, "GB-s")));
        }
        if (load.requestsPerDay().signum() > 0) {
            items.add(Item.of(
                    name + ": requests",
                    Item.Kind.TRAFFIC,
                    requests(load),
                    Factor.days(),
                    price(PriceKey.LAMBDA_REQUEST, PriceKey.LAMBDA_REQUEST_ARM, "request")));
            time(items, name, function, load, warm);
            if (assumptions.freeTier() && function.provisionedConcurrency() == 0) {
                free(items, name, function, load);
            }
        }
        return items;
    }

    private void time(List<Item> items, String name, AwsLambda function, Load load, BigDecimal warm) {
        BigDecimal cold = BigDecimal.ONE.subtract(warm);
        if (cold.signum() > 0) {
            items.add(time(name + ": time", function, load, cold, onDemand()));
        }
        if (warm.signum() > 0) {
            items.add(time(
                    name + ": time on instances kept warm",
                    function,
                    load,
                    warm,
                    price(PriceKey.LAMBDA_WARM_GB_SECOND, PriceKey.LAMBDA_WARM_GB_SECOND_ARM, "GB-s")));
        }
    }

    private static Item time(String resource, AwsLambda function, Load load, BigDecimal share, Factor price) {
        List<Factor> factors = new ArrayList<>(
                List.of(requests(load), Factor.days(), Factor.of(load.seconds(), "s"), gigabytes(function), price));
        if (share.compareTo(BigDecimal.ONE) < 0) {
            factors.addFirst(Factor.of(share, ""));
        }
        return new Item(resource, Item.Kind.TRAFFIC, factors);
    }

    private void free(List<Item> items, String name, AwsLambda function, Load load) {
        BigDecimal gigabyteSeconds = load.requestsPerMonth()
                .multiply(load.seconds())
                .multiply(gigabytes(function).value());
        items.add(Item.free(
                name + ": free requests",
                Factor.of(load.requestsPerMonth().min(FREE_REQUESTS), ""),
                price(PriceKey.LAMBDA_REQUEST, PriceKey.LAMBDA_REQUEST_ARM, "request")));
        items.add(Item.free(name + ": free time", Factor.of(gigabyteSeconds.min(FREE_GB_SECONDS), "GB-s"), onDemand()));
    }

    /**
     * The share of the requests that instances kept warm serve: all, unless more run at once on average than there are.
     * Peaks above the average make it less.
     */
    private static BigDecimal warmShare(AwsLambda function, Load load) {
        BigDecimal busy = load.requestsPerSecond().multiply(load.seconds());
        BigDecimal kept = BigDecimal.valueOf(function.provisionedConcurrency());
        return busy.compareTo(kept) <= 0 ? BigDecimal.valueOf(kept.signum()) : kept.divide(busy, new MathContext(6));
    }

    /** What one more request costs on an instance that is not kept warm. */
    BigDecimal request(AwsLambda function, Load load) {
        return load.seconds()
                .multiply(gigabytes(function).value())
                .multiply(onDemand().value())
                .add(prices.of(assumptions.arm() ? PriceKey.LAMBDA_REQUEST_ARM : PriceKey.LAMBDA_REQUEST));
    }

    /** What was used; the time is paid as if no instance had been kept warm, which is a little too much where some were. */
    BigDecimal used(AwsLambda function, long requests, double billedSeconds, int seconds) {
        BigDecimal time = BigDecimal.valueOf(billedSeconds)
                .multiply(gigabytes(function).value())
                .multiply(onDemand().value());
        BigDecimal calls = BigDecimal.valueOf(requests)
                .multiply(prices.of(assumptions.arm() ? PriceKey.LAMBDA_REQUEST_ARM : PriceKey.LAMBDA_REQUEST));
        BigDecimal warm = BigDecimal.valueOf((long) function.provisionedConcurrency() * seconds)
                .multiply(gigabytes(function).value())
                .multiply(prices.of(
                        assumptions.arm()
                                ? PriceKey.LAMBDA_KEPT_WARM_GB_SECOND_ARM
                                : PriceKey.LAMBDA_KEPT_WARM_GB_SECOND));
        return time.add(calls).add(warm);
    }

    boolean borrowed(AwsLambda function) {
        return function.provisionedConcurrency() > 0
                && assumptions.arm()
                && prices.borrowed(PriceKey.LAMBDA_KEPT_WARM_GB_SECOND_ARM);
    }

    private static Factor requests(Load load) {
        return Factor.of(load.requestsPerDay(), "requests/day");
    }

    private static Factor gigabytes(AwsLambda function) {
        return Factor.of(BigDecimal.valueOf(function.memory()).divide(MIB_PER_GB, MathContext.DECIMAL128), "GB");
    }

    private Factor onDemand() {
        return price(PriceKey.LAMBDA_GB_SECOND, PriceKey.LAMBDA_GB_SECOND_ARM, "GB-s");
    }

    private Factor price(PriceKey x86, PriceKey arm, String unit) {
        return Factor.price(prices.of(assumptions.arm() ? arm : x86), unit);
    }
}
