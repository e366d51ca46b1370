package dev.provision.report;

/** How a command shows what it does. */
public enum Form {
    /** A view that is redrawn in place, for people at a terminal. */
    LIVE,
    /** One line for each thing that happens, for logs. */
    PLAIN,
    /** One JSON object a line, for machines. */
    JSON
}
