package dev.provision.localcloud.ec2;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
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

    /** Cuts what the request's {@code MaxResults} and {@code NextToken} ask for; without them, everything. */
    static <T> Page<T> of(List<T> all, Ec2Request request) {
        int size = request.getValueForField("MaxResults", Integer.class)
                .map(Page::checked)
                .orElse(MOST);
        int from = request.getValueForField("NextToken", String.class)
                .map(Page::read)
                .orElse(0);
        int start = Math.min(from, all.size());
        int end = Math.min(start + size, all.size());
        return new Page<>(all.subList(start, end), end < all.size() ? write(end) : null);
    }

    private static int checked(int size) {
        if (size < FEWEST) {
            throw Refusal.invalid("Value ( " + size
                    + " ) for parameter maxResults is invalid. Expecting a value greater than " + FEWEST + ".");
        }
        return Math.min(size, MOST);
    }

    private static String write(int position) {
        return Base64.getUrlEncoder().encodeToString((MARK + position).getBytes(StandardCharsets.UTF_8));
    }

    private static int read(String token) {
        try {
            String text = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
            if (text.matches(MARK + "\\d{1,9}")) {
                return Integer.parseInt(text.substring(MARK.length()));
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
