package dev.provision.graph;

/** What an {@code up} is to do about the resource of a step. A teardown deletes whatever there is. */
public enum Disposition {
    /** Created where it is missing, changed where it differs. */
    WANTED,
    /** Left as it is: neither created nor changed, and no worry where it is missing. */
    KEPT,
    /** Deleted, once everything that is wanted is ready. */
    UNWANTED
}
