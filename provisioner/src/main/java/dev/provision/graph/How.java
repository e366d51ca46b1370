package dev.provision.graph;

import java.util.Locale;

/** How a step became ready. */
public enum How {
    UNCHANGED,
    CREATED,
    CHANGED,
    REPLACED,
    /** There was nothing to make, only to wait for. */
    CHECKED;

    /** The lower-case word for people and machines. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
