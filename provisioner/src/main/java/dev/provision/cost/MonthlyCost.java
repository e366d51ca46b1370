package dev.provision.cost;

import java.math.BigDecimal;
import java.util.List;

/**
 * What something costs a month.
 *
 * @param items the lines of the bill
 * @param notes what must be known to read it
 */
public record MonthlyCost(List<Item> items, List<String> notes) {
    public MonthlyCost {
        items = List.copyOf(items);
        notes = List.copyOf(notes);
    }

    /** US dollars, exactly; round it with {@link Money}. */
    public BigDecimal total() {
        return sum(items);
    }

    /** US dollars for what is paid as long as it exists. */
    public BigDecimal of(Item.Kind kind) {
        return sum(items.stream().filter(item -> item.kind() == kind).toList());
    }

    private static BigDecimal sum(List<Item> items) {
        return items.stream().map(Item::monthly).reduce(BigDecimal.ZERO, BigDecimal::add);
    }
}
