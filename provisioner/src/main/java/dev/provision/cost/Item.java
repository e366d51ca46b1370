package dev.provision.cost;

import java.math.BigDecimal;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One line of the bill: a product of factors, so that what is shown is what was computed.
 *
 * @param resource what is paid for
 * @param kind what makes it more or less
 * @param factors of the formula; a negative one for what is free
 */
public record Item(String resource, Kind kind, List<Factor> factors) {
    public Item {
        factors = List.copyOf(factors);
    }

    /** What makes an item more or less. */
    public enum Kind {
        /** Paid as long as the environment exists. */
        FIXED,
        /** Tasks and instances, whether they are busy or not. */
        CAPACITY,
        /** Grows with the requests. */
        TRAFFIC
    }

    static Item of(String resource, Kind kind, Factor... factors) {
        return new Item(resource, kind, List.of(factors));
    }

    /** What makes something free; shown as a factor of its own. */
    static Item free(String resource, Factor... factors) {
        return new Item(
                resource,
                Kind.TRAFFIC,
                Stream.concat(Stream.of(new Factor(BigDecimal.ONE.negate(), "-1")), Stream.of(factors))
                        .toList());
    }

    /** US dollars a month, exactly. */
    public BigDecimal monthly() {
        return factors.stream().map(Factor::value).reduce(BigDecimal.ONE, BigDecimal::multiply);
    }

    /** For example {@code 2 × $0.05/h × 730 h}. */
    public String formula() {
        return factors.stream().map(Factor::shown).collect(Collectors.joining(" × "));
    }
}
