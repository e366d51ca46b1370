package dev.provision.localcloud.state;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * One page of a listing, with the token that asks for the next one.
 *
 * @param items the items of this page
 * @param nextToken empty on the last page
 */
public record Page<T>(List<T> items, Optional<String> nextToken) {
    private static final String PREFIX = "after:";

    public Page {
        items = List.copyOf(items);
    }

    /**
     * Cuts a page from a listing whose order does not change; behind the end of one that has become shorter, an empty page.
     *
     * @param all everything, in order
     * @param token what the caller sent; {@code null} or empty for the first page, as the model classes have it
     * @param limit items a page at most
     * @return empty if the token is not one of ours
     */
    public static <T> Optional<Page<T>> of(List<T> all, String token, int limit) {
        return start(token).map(begin -> Math.min(begin, all.size())).map(start -> {
            int end = (int) Math.min(all.size(), (long) start + limit);
            Optional<String> next = end < all.size() ? Optional.of(token(end)) : Optional.empty();
            return new Page<>(all.subList(start, end), next);
        });
    }

    private static Optional<Integer> start(String token) {
        if (token == null || token.isEmpty()) {
            return Optional.of(0);
        }
        try {
            String text = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.US_ASCII);
            if (!text.startsWith(PREFIX)) {
                return Optional.empty();
            }
            int start = Integer.parseInt(text.substring(PREFIX.length()));
            return start < 0 ? Optional.empty() : Optional.of(start);
        } catch (IllegalArgumentException notOurs) {
            return Optional.empty();
        }
    }

    private static String token(int start) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString((PREFIX + start).getBytes(StandardCharsets.US_ASCII));
    }
}
