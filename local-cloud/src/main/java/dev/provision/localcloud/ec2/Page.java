package dev.provision.localcloud.ec2;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.function.ToLongFunction;
import software.amazon.awssdk.services.ec2.model.Ec2Request;

/**
 * A part of a listing.
 *
 * @param items the part
 * @param nextToken what asks for the part behind it; {@code null} at the end, as the SDK's builders want it
 */
record Page<T>(List<T> items, String nextToken) {
    private static final int FEWEST = 5;
    private static final int MOST = 1000;
    private static final String MARK = "after:";

    /**
     * Cuts what the request's {@code MaxResults} and {@code NextToken} ask for; without them, the first thousand.
     *
     * @param all everything, by rising rank
     * @param rank of an item; the token remembers the last one shown
     */
    static <T> Page<T> of(List<T> all, Ec2Request request, ToLongFunction<T> rank) {
        int size = request.getValueForField("MaxResults", Integer.class)
                .map(Page::checked)
                .orElse(MOST);
        long after = request.getValueForField("NextToken", String.class)
                .map(Page::read)
                .orElse(0L);
        List<T> rest =
                all.stream().filter(item -> rank.applyAsLong(item) > after).toList();
        List<T> items = rest.stream().limit(size).toList();
        return new Page<>(items, items.size() < rest.size() ? write(rank.applyAsLong(items.getLast())) : null);
    }

    private static int checked(int size) {
        if (size < FEWEST) {
            throw Refusal.invalid("Value ( " + size
                    + " ) for parameter maxResults is invalid. Expecting a value greater than " + FEWEST + ".");
        }
        return Math.min(size, MOST);
    }

    private static String write(long rank) {
        return Base64.getUrlEncoder().encodeToString((MARK + rank).getBytes(StandardCharsets.UTF_8));
    }

    private static long read(String token) {
        try {
            String text = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
            if (text.matches(MARK + "\\d{1,18}")) {
                return Long.parseLong(text.substring(MARK.length()));
            }
        } catch (IllegalArgumentException e) {
            throw unknown();
        }
        throw unknown();
    }

    private static RuntimeException unknown() {
        return Refusal.of("InvalidNextToken", "The specified NextToken is not valid.");
    }
}
