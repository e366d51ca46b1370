package dev.provision.aws.elb;

import java.util.Locale;

/** One of the two places of a route that can hold a version of the service. */
public enum Slot {
    BLUE,
    GREEN;

    public Slot other() {
        return this == BLUE ? GREEN : BLUE;
    }

    /** The lower-case word, as in resource names. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
