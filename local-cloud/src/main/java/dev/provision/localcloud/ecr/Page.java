package dev.provision.localcloud.ecr;

import dev.provision.localcloud.wire.AwsError;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/**
 * A part of a list.
 *
 * @param items of this part
 * @param nextToken asks for the next one; null, as an SDK model wants it, in the last
 */
record Page<T>(List<T> items, String nextToken) {
    private static final int DEFAULT = 100;
    private static final int MOST = 1000;

    /**
     * @param token of the page before; null for the first page
     * @param maxResults null for 100
     */
    static <T> Page<T> of(List<T> all, String token, Integer maxResults) {
        int size = maxResults == null ? DEFAULT : maxResults;
        if (size < 1 || size > MOST) {
            throw AwsError.badRequest(
                    "InvalidParameterException",
                    "Invalid parameter at 'maxResults' failed to satisfy constraint: 'must be between 1 and " + MOST
                            + "'");
        }
        int from = token == null ? 0 : Math.min(position(token), all.size());
        int to = Math.min(from + size, all.size());
        return new Page<>(all.subList(from, to), to == all.size() ? null : token(to));
    }

    private static String token(int position) {
        return Base64.getEncoder().encodeToString(Integer.toString(position).getBytes(StandardCharsets.UTF_8));
    }

    private static int position(String token) {
        try {
            return Integer.parseUnsignedInt(new String(Base64.getDecoder().decode(token), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException notOurs) {
            throw AwsError.badRequest(
                    "InvalidParameterException", "Invalid parameter at 'nextToken' failed to satisfy constraint");
        }
    }
}
