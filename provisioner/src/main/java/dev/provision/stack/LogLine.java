package dev.provision.stack;

import java.time.Instant;

/**
 * One event of a container's log.
 *
 * @param container its name in the configuration
 * @param compute {@code lambda} or {@code fargate}
 * @param at when it happened, as its writer says
 * @param stream the whole name of its log stream
 * @param id unique within the log of the container's compute
 * @param message the text; several lines where it is a stack trace
 */
public record LogLine(String container, String compute, Instant at, String stream, String id, String message) {

    /** The first letters of what tells the task or the function's instance from others. */
    public String instance() {
        String last = stream.substring(Math.max(stream.lastIndexOf('/'), stream.lastIndexOf(']')) + 1);
        return last.substring(0, Math.min(8, last.length()));
    }
}
