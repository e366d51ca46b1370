package dev.provision.config;

import java.util.Optional;

/**
 * One key of the configuration.
 *
 * @param standard what holds where the key is not written; items of a list are separated by blanks
 * @param description a sentence for people, which also goes into the JSON schema
 */
record Key(String name, Kind kind, boolean required, Optional<String> standard, String description) {
    static Key required(String name, Kind kind, String description) {
        return new Key(name, kind, true, Optional.empty(), description);
    }

    static Key optional(String name, Kind kind, String description) {
        return new Key(name, kind, false, Optional.empty(), description);
    }

    static Key standard(String name, Kind kind, String standard, String description) {
        return new Key(name, kind, false, Optional.of(standard), description);
    }
}
