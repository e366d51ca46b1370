package dev.provision.image;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/** A SHA-256 over named values. Each part is preceded by its length, so that no two lists of parts look alike. */
final class Fingerprint {
    private final MessageDigest digest = sha256();

    Fingerprint add(String name, Iterable<String> values) {
        part(name);
        for (String value : values) {
            part(value);
        }
        part("");
        return this;
    }

    Fingerprint add(String name, String value) {
        part(name);
        part(value);
        return this;
    }

    Fingerprint add(String name, Map<String, String> values) {
        part(name);
        new TreeMap<>(values).forEach((key, value) -> {
            part(key);
            part(value);
        });
        part("");
        return this;
    }

    /** Hexadecimal, 64 digits. The fingerprint cannot be added to any more. */
    String hex() {
        return HexFormat.of().formatHex(digest.digest());
    }

    /** The SHA-256 of a file's bytes, hexadecimal. */
    static String of(Path file) {
        MessageDigest digest = sha256();
        byte[] buffer = new byte[1 << 16];
        try (InputStream in = Files.newInputStream(file)) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                digest.update(buffer, 0, read);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private void part(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        digest.update((bytes.length + ":").getBytes(StandardCharsets.US_ASCII));
        digest.update(bytes);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
