package dev.provision.cost;

import dev.provision.config.AutoScaling;
import dev.provision.config.AwsFargateEcs;
import dev.provision.config.AwsLambda;
import dev.provision.config.Compute;
import dev.provision.config.Container;
import dev.provision.config.Environment;
import dev.provision.config.Network;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What an environment pays for around its computes: network, load balancer, logs, alarms, images. */
record SharedCost(Prices prices, Assumptions assumptions) {
    private static final BigDecimal GB = BigDecimal.valueOf(1_000_000_000L);
    private static final BigDecimal HOUR = BigDecimal.valueOf(3600);
    private static final BigDecimal CONNECTIONS_PER_LCU = BigDecimal.valueOf(25);
    private static final BigDecimal FUNCTION_GB_PER_LCU = new BigDecimal("0.4");
    /** Of the load balancer: its own errors, those of its targets, latency. */
    private static final int BALANCER_ALARMS = 3;

    /** Of a function: errors and throttles; of a service: unhealthy targets and none at all. */
    private static final int HEALTH_ALARMS = 2;

    private static final int STEP_ALARMS = 3;
    private static final int TRACKING_ALARMS = 4;
    private static final int FREE_ALARMS = 10;
    private static final BigDecimal FREE_LOG_GB = BigDecimal.valueOf(5);

    /** What the environment costs before the first request. */
    List<Item> fixed(Environment environment) {
        List<Item> items = new ArrayList<>();
        int gateways = gateways(environment);
        int zones = environment
                .deployment()
                .vpc()
                .map(vpc -> vpc.publicSubnets().size())
                .orElseGet(() -> environment.network().availabilityZones());
        if (gateways > 0) {
            items.add(hourly("NAT gateways", gateways, PriceKey.NAT_GATEWAY_HOUR));
            items.add(hourly("addresses of the NAT gateways", gateways, PriceKey.PUBLIC_IPV4_HOUR));
        }
        items.add(hourly("load balancer", 1, PriceKey.ALB_HOUR));
        items.add(hourly("addresses of the load balancer", zones, PriceKey.PUBLIC_IPV4_HOUR));
        int alarms = alarms(environment);
        int paid = assumptions.freeTier() ? Math.max(0, alarms - FREE_ALARMS) : alarms;
        if (paid > 0) {
            items.add(Item.of(
                    "alarms",
                    Item.Kind.FIXED,
                    Factor.of(paid, ""),
                    Factor.price(prices.of(PriceKey.ALARM_MONTH), "month")));
        }
        items.add(Item.of(
                "images",
                Item.Kind.FIXED,
                Factor.of(Assumptions.IMAGE_GB, "GB"),
                Factor.price(prices.of(PriceKey.IMAGE_GB_MONTH), "GB")));
        return items;
    }

    private Item hourly(String resource, int count, PriceKey price) {
        return Item.of(
                resource, Item.Kind.FIXED, Factor.of(count, ""), Factor.price(prices.of(price), "h"), Factor.hours());
    }

    /** Those of an existing network are paid for by whoever made it. */
    private static int gateways(Environment environment) {
        if (environment.deployment().vpc().isPresent()) {
            return 0;
        }
        Network network = environment.network();
        return switch (network.natGateways()) {
            case PER_AZ -> network.availabilityZones();
            case SINGLE -> 1;
            case NONE -> 0;
        };
    }

    private static int alarms(Environment environment) {
        return BALANCER_ALARMS
                + environment.containers().stream()
                        .mapToInt(container -> HEALTH_ALARMS + scalingAlarms(container.compute()))
                        .sum();
    }

    private static int scalingAlarms(Compute compute) {
        return switch (compute) {
            case AwsFargateEcs fargate ->
                fargate.autoScaling().policy() == AutoScaling.Policy.STEP ? STEP_ALARMS : TRACKING_ALARMS;
            case AwsLambda _ -> 0;
        };
    }

    /** What the requests cost outside the computes. */
    List<Item> traffic(Environment environment, Map<String, Load> loads) {
        BigDecimal units = BigDecimal.ZERO;
        BigDecimal logs = BigDecimal.ZERO;
        BigDecimal throughGateways = BigDecimal.ZERO;
        for (Container container : environment.containers()) {
            Load load = loads.getOrDefault(container.name(), Load.none());
            boolean function = container.compute() instanceof AwsLambda;
            units = units.add(capacityUnits(load, function));
            BigDecimal bytes = load.requestsPerMonth()
                    .multiply(
                            BigDecimal.valueOf(function ? Assumptions.FUNCTION_LOG_BYTES : Assumptions.TASK_LOG_BYTES));
            logs = logs.add(bytes);
            // Lambda itself ships what a function writes; the log driver of a task goes the way of the task.
            throughGateways = function ? throughGateways : throughGateways.add(bytes);
        }
        List<Item> items = new ArrayList<>();
        if (logs.signum() > 0) {
            items.add(Item.of(
                    "load balancer: capacity units",
                    Item.Kind.TRAFFIC,
                    Factor.of(units.round(new MathContext(4)), "LCU"),
                    Factor.price(prices.of(PriceKey.ALB_LCU_HOUR), "h"),
                    Factor.hours()));
            logs(items, logs.divide(GB, new MathContext(6)), environment.logRetentionDays());
        }
        if (throughGateways.signum() > 0 && gateways(environment) > 0) {
            items.add(Item.of(
                    "logs of tasks through the NAT gateways",
                    Item.Kind.TRAFFIC,
                    Factor.of(throughGateways.divide(GB, new MathContext(6)), "GB"),
                    Factor.price(prices.of(PriceKey.NAT_GATEWAY_GB), "GB")));
        }
        return items;
    }

    private void logs(List<Item> items, BigDecimal gigabytes, int retentionDays) {
        BigDecimal paid =
                assumptions.freeTier() ? gigabytes.subtract(FREE_LOG_GB).max(BigDecimal.ZERO) : gigabytes;
        items.add(Item.of(
                "logs: written",
                Item.Kind.TRAFFIC,
                Factor.of(paid, "GB"),
                Factor.price(prices.of(PriceKey.LOGS_GB), "GB")));
        items.add(Item.of(
                "logs: kept",
                Item.Kind.TRAFFIC,
                Factor.of(gigabytes, "GB/month"),
                Factor.of(BigDecimal.valueOf(retentionDays).divide(Money.DAYS, new MathContext(4)), "months"),
                Factor.price(prices.of(PriceKey.LOGS_KEPT_GB_MONTH), "GB-month")));
    }

    /** The larger of what its connections and its bytes take, each request on a connection of its own. */
    private static BigDecimal capacityUnits(Load load, boolean function) {
        BigDecimal connections = load.requestsPerSecond().divide(CONNECTIONS_PER_LCU, MathContext.DECIMAL128);
        BigDecimal gigabytes = load.requestsPerSecond()
                .multiply(HOUR)
                .multiply(BigDecimal.valueOf(Assumptions.RESPONSE_BYTES))
                .divide(GB, MathContext.DECIMAL128);
        BigDecimal bytes = function ? gigabytes.divide(FUNCTION_GB_PER_LCU, MathContext.DECIMAL128) : gigabytes;
        return connections.max(bytes);
    }
}
