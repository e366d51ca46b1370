package dev.provision.cost;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The prices of one region.
 *
 * @param region for example {@code eu-west-2}
 * @param source where they were read
 * @param date when
 * @param amounts US dollars, without tax
 */
public record Prices(String region, String source, LocalDate date, Map<PriceKey, BigDecimal> amounts) {
    public Prices {
        amounts = Map.copyOf(amounts);
    }

    /** Those without which nothing can be said. */
    static List<PriceKey> missing(Map<PriceKey, BigDecimal> amounts) {
        return Stream.of(PriceKey.values())
                .filter(key -> !key.optional() && !amounts.containsKey(key))
                .toList();
    }

    /** A price; the one of x86 where ARM's own is not in the book. */
    public BigDecimal of(PriceKey key) {
        return Optional.ofNullable(amounts.get(key))
                .or(() -> Optional.ofNullable(amounts.get(key.forX86())))
                .orElseThrow(() -> new IllegalStateException("no price " + key.word() + " in " + region));
    }

    /** Whether {@link #of} has to answer with the price of x86. */
    boolean borrowed(PriceKey key) {
        return !amounts.containsKey(key);
    }

    /** In the order of the keys. */
    Map<PriceKey, BigDecimal> sorted() {
        return new EnumMap<>(amounts);
    }
}
