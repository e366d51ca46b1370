package dev.provision.cost;

import java.math.BigDecimal;

/**
 * One factor of a formula.
 *
 * @param value what is multiplied
 * @param shown what people read for it
 */
record Factor(BigDecimal value, String shown) {
    static Factor of(long count, String unit) {
        return of(BigDecimal.valueOf(count), unit);
    }

    static Factor of(BigDecimal count, String unit) {
        return new Factor(count, (Money.count(count) + " " + unit).strip());
    }

    /** @param unit that it is the price of, for example {@code h} */
    static Factor price(BigDecimal price, String unit) {
        return new Factor(price, "$" + price.toPlainString() + "/" + unit);
    }

    static Factor hours() {
        return of(Money.HOURS, "h");
    }

    static Factor days() {
        return new Factor(Money.DAYS, "730/24 days");
    }
}
