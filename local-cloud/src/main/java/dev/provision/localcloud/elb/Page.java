package dev.provision.localcloud.elb;

import java.util.List;

/**
 * A part of a list.
 *
 * @param items what is on the page
 * @param nextMarker where the next one begins; null at the end, as the SDK's builders want it
 */
record Page<T>(List<T> items, String nextMarker) {
    private static final int LARGEST = 400;

    Page {
        items = List.copyOf(items);
    }

    /**
     * @param marker of the request, if it has one
     * @param size of the request, if it has one
     */
    static <T> Page<T> of(List<T> all, String marker, Integer size) {
        if (size != null && (size < 1 || size > LARGEST)) {
            throw Errors.validation("PageSize must be between 1 and 400");
        }
        int from = marker == null ? 0 : position(marker, all.size());
        int to = size == null ? Math.min(all.size(), from + LARGEST) : Math.min(all.size(), from + size);
        return new Page<>(all.subList(from, to), to < all.size() ? Integer.toString(to) : null);
    }

    private static int position(String marker, int size) {
        if (!marker.matches("\\d{1,9}")) {
            throw Errors.validation("Invalid marker '" + marker + "'");
        }
        // What was listed before may have been deleted meanwhile.
        return Math.min(Integer.parseInt(marker), size);
    }
}
