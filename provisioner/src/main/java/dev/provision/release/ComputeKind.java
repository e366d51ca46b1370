package dev.provision.release;

import java.util.Locale;

/** What runs the version in a slot. */
public enum ComputeKind {
    LAMBDA,
    FARGATE;

    /** The lower-case word, as in paths and messages. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
