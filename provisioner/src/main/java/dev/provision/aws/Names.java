package dev.provision.aws;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Deterministic resource names within the limits of AWS. */
public final class Names {
    private static final int HASH = 6;

    private Names() {}

    /**
     * {@code <prefix>-<suffix>}, or where that is too long, as much of the prefix as fits, a hash of the whole, and the
     * suffix.
     *
     * @param limit in characters
     * @throws IllegalArgumentException if the suffix leaves no room for the hash and one letter of the prefix
     */
    public static String bounded(String prefix, String suffix, int limit) {
        String tail = suffix.isEmpty() ? "" : "-" + suffix;
        String full = prefix + tail;
        if (full.length() <= limit) {
            return full;
        }
        int room = limit - tail.length() - HASH - 1;
        if (room < 1) {
            throw new IllegalArgumentException("no name of " + limit + " characters ends in " + suffix);
        }
        String head = prefix.substring(0, Math.min(room, prefix.length()));
        while (head.endsWith("-")) {
            head = head.substring(0, head.length() - 1);
        }
        return head + "-" + hash(full) + tail;
    }

    private static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest).substring(0, HASH);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }
}
