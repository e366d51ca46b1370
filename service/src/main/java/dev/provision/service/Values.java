package dev.provision.service;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Function;

/**
 * Values by key: a system property ({@code -Dserver.port=9090}), else an environment variable ({@code SERVER_PORT=9090}),
 * else what application.properties says. Not Helidon's Config, whose set-up is a sixth of the whole start (see
 * docs/decisions/0009-a-lean-start.md).
 */
final class Values {
    private final Function<String, Optional<String>> sources;

    private Values(Function<String, Optional<String>> sources) {
        this.sources = sources;
    }

    /** Those of this process. */
    static Values of(Map<String, String> environment) {
        Map<String, String> defaults = defaults();
        return new Values(key -> Optional.ofNullable(System.getProperty(key))
                .or(() -> Optional.ofNullable(environment.get(variable(key))))
                .or(() -> Optional.ofNullable(defaults.get(key))));
    }

    /** Those given, over application.properties. */
    static Values over(Map<String, String> given) {
        Map<String, String> all = new HashMap<>(defaults());
        all.putAll(given);
        return new Values(key -> Optional.ofNullable(all.get(key)));
    }

    /** The name of the environment variable that sets a key. */
    static String variable(String key) {
        return key.replace('.', '_').replace('-', '_').toUpperCase(Locale.ROOT);
    }

    /**
     * The text of a key.
     *
     * @throws IllegalArgumentException when nothing sets it
     */
    String text(String key) {
        return sources.apply(key).orElseThrow(() -> new IllegalArgumentException(key + " is not set"));
    }

    /**
     * A whole number.
     *
     * @throws IllegalArgumentException when it is none
     */
    int number(String key) {
        try {
            return Integer.parseInt(text(key));
        } catch (NumberFormatException e) {
            throw wrong(key, "a whole number", e);
        }
    }

    /**
     * A duration such as {@code PT0.3S}.
     *
     * @throws IllegalArgumentException when it is none
     */
    Duration duration(String key) {
        try {
            return Duration.parse(text(key));
        } catch (DateTimeParseException e) {
            throw wrong(key, "a duration such as PT0.3S or PT20S", e);
        }
    }

    /**
     * {@code true} or {@code false}.
     *
     * @throws IllegalArgumentException when it is neither
     */
    boolean flag(String key) {
        return choice(key, Map.of("true", true, "false", false));
    }

    /**
     * The value that a word stands for, in any case.
     *
     * @throws IllegalArgumentException when it is none of the words
     */
    <T> T choice(String key, Map<String, T> words) {
        return Optional.ofNullable(words.get(text(key).toLowerCase(Locale.ROOT)))
                .orElseThrow(() -> wrong(
                        key,
                        String.join(", ", words.keySet().stream().sorted().toList()),
                        new IllegalArgumentException()));
    }

    private IllegalArgumentException wrong(String key, String expected, Exception cause) {
        return new IllegalArgumentException(
                key + " (environment variable " + variable(key) + ") is '" + text(key) + "' but must be " + expected,
                cause);
    }

    private static Map<String, String> defaults() {
        Properties properties = new Properties();
        try (InputStream file = Values.class.getResourceAsStream("/application.properties")) {
            properties.load(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Map<String, String> defaults = new HashMap<>();
        properties.forEach((key, value) -> defaults.put((String) key, (String) value));
        return defaults;
    }
}
