package dev.provision.cost;

import dev.provision.graph.ProvisionException.ConfigInvalid;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What AWS asks for, by region.
 *
 * @param regions by name
 */
public record PriceBook(SortedMap<String, Prices> regions) {
    public PriceBook {
        regions = Collections.unmodifiableSortedMap(new TreeMap<>(regions));
    }

    /** The prices of a region, or nothing. */
    public Optional<Prices> find(String region) {
        return Optional.ofNullable(regions.get(region));
    }

    /**
     * The prices of a region.
     *
     * @throws ConfigInvalid if the book has none: another region's would be wrong
     */
    public Prices of(String region) {
        return find(region)
                .orElseThrow(() -> new ConfigInvalid(
                        List.of("the price book has no prices of region " + region + "; it has those of "
                                + String.join(", ", regions.keySet())),
                        "run provision cost update-prices --region " + region));
    }

    /** This book with the prices of one more region, or with newer ones of a region that it has. */
    public PriceBook with(Prices prices) {
        SortedMap<String, Prices> all = new TreeMap<>(regions);
        all.put(prices.region(), prices);
        return new PriceBook(all);
    }
}
