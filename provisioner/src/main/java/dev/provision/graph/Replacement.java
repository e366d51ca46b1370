package dev.provision.graph;

/** How a resource whose change cannot be made in place gets another one in its place. */
public enum Replacement {
    /** The old one goes first. Only where nothing is built upon it; else the change is refused. */
    OLD_FIRST,
    /** The old one goes first, although others are built upon it: they take the new one, and do without meanwhile. */
    OLD_FIRST_EVEN_IF_USED,
    /**
     * The new one is made beside the old one, what is built upon it moves over, and the old one goes at the end of the run:
     * see {@link ResourceStep#retire}.
     */
    NEW_FIRST
}
