package dev.provision.localcloud.iam;

import dev.provision.localcloud.state.Page;
import dev.provision.localcloud.wire.AwsError;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** IAM's way of paging: Marker, MaxItems, IsTruncated. */
final class Listing {
    private static final int DEFAULT_ITEMS = 100;
    private static final int MOST_ITEMS = 1000;

    private Listing() {}

    /**
     * One page.
     *
     * @param marker what the caller sent, may be {@code null} as in the model classes
     * @param maxItems likewise
     * @throws AwsError {@code ValidationError}
     */
    static <T> Page<T> page(Collection<T> all, String marker, Integer maxItems) {
        Names.range("maxItems", maxItems, 1, MOST_ITEMS);
        int limit = Optional.ofNullable(maxItems).orElse(DEFAULT_ITEMS);
        return Page.of(List.copyOf(all), marker, limit)
                .orElseThrow(() -> AwsError.badRequest("ValidationError", "Invalid Marker: " + marker));
    }
}
