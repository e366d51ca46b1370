package dev.provision.aws.doctor;

import java.util.Optional;

/**
 * What one check found.
 *
 * @param check what was looked at
 * @param detail what there is; where it is not good, why, and what to do
 * @param key of the configuration that it is about
 */
public record Finding(String check, Grade grade, String detail, Optional<String> key) {
    /** What a finding means for the environment. */
    public enum Grade {
        GOOD,
        /** It works, and is worth knowing before it is made. */
        NOTE,
        /** It stands in the way. */
        BAD
    }

    public static Finding good(String check, String detail) {
        return new Finding(check, Grade.GOOD, detail, Optional.empty());
    }

    public static Finding note(String check, String detail) {
        return new Finding(check, Grade.NOTE, detail, Optional.empty());
    }

    public static Finding bad(String check, String detail) {
        return new Finding(check, Grade.BAD, detail, Optional.empty());
    }

    /** This, with the key of the configuration that it is about. */
    public Finding about(String aboutKey) {
        return new Finding(check, grade, detail, Optional.of(aboutKey));
    }
}
