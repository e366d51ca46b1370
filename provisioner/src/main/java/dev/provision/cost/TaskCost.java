package dev.provision.cost;

import dev.provision.config.AwsFargateEcs;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;

/** What Fargate tasks cost. */
record TaskCost(Prices prices, Assumptions assumptions) {
    private static final BigDecimal UNITS = BigDecimal.valueOf(1024);

    /** @param tasks how many run */
    List<Item> compute(String name, AwsFargateEcs size, Tasks tasks) {
        Factor count = new Factor(tasks.average(), tasks.words());
        return List.of(
                Item.of(
                        name + ": vCPU",
                        Item.Kind.CAPACITY,
                        count,
                        Factor.of(per1024(size.cpu()), "vCPU"),
                        Factor.price(vcpuHour(), "h"),
                        Factor.hours()),
                Item.of(
                        name + ": memory",
                        Item.Kind.CAPACITY,
                        count,
                        Factor.of(per1024(size.memory()), "GB"),
                        Factor.price(gbHour(), "h"),
                        Factor.hours()));
    }

    /** What one task costs an hour. */
    BigDecimal hour(AwsFargateEcs size) {
        return per1024(size.cpu())
                .multiply(vcpuHour())
                .add(per1024(size.memory()).multiply(gbHour()));
    }

    private BigDecimal vcpuHour() {
        return prices.of(assumptions.arm() ? PriceKey.FARGATE_VCPU_HOUR_ARM : PriceKey.FARGATE_VCPU_HOUR);
    }

    private BigDecimal gbHour() {
        return prices.of(assumptions.arm() ? PriceKey.FARGATE_GB_HOUR_ARM : PriceKey.FARGATE_GB_HOUR);
    }

    private static BigDecimal per1024(int units) {
        return BigDecimal.valueOf(units).divide(UNITS, MathContext.DECIMAL128);
    }
}
