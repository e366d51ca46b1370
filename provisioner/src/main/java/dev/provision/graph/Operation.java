package dev.provision.graph;

import java.util.Locale;

/** What a run does with every step of a graph. */
public enum Operation {
    UP,
    PLAN,
    STATUS,
    TEARDOWN,
    /** Deletes what is no longer wanted, and nothing else. */
    REMOVE;

    /** The lower-case word for people and machines. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
