package dev.provision.service;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;

/**
 * Values by key: a system property ({@code -Dserver.port=9090}), else an environment variable ({@code SERVER_PORT=9090}),
 * else what application.properties says. Not Helidon's Config, whose set-up is a sixth of the whole start (see
 * docs/decisions/0009-a-lean-start.md).
 */
final class Values {
    private final Properties properties;
    private final Map<String, String> environment;
    private final Map<String, String> defaults;

    private Values(Properties properties, Map<String, String> environment, Map<String, String> defaults) {
        this.properties = properties;
        this.environment = environment;
        this.defaults = defaults;
    }

    /** Those of this process. */
    static Values of(Map<String, String> environment) {
        return new Values(System.getProperties(), environment, defaults());
    }

    /** Those given, over application.properties. */
    static Values over(Map<String, String> given) {
        Map<String, String> all = defaults();
        all.putAll(given);
        return new Values(new Properties(), Map.of(), all);
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
        // no lambdas: each is a class that every start would load
        String text = properties.getProperty(key, environment.getOrDefault(variable(key), defaults.get(key)));
        if (text == null) {
            throw new IllegalArgumentException(key + " is not set");
        }
        return text;
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
        T value = words.get(text(key).toLowerCase(Locale.ROOT));
        if (value == null) {
            throw wrong(
                    key, String.join(", ", words.keySet().stream().sorted().toList()), new IllegalArgumentException());
        }
        return value;
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
        for (String key : properties.stringPropertyNames()) {
            defaults.put(key, properties.getProperty(key));
        }
        return defaults;
    }
}
