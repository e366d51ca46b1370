package dev.provision.localcloud.logs;

import java.time.Instant;

/** Takes the lines that tasks and functions print. Thread-safe; takes the control-plane lock by itself where it needs it. */
public interface LogSink {
    boolean groupExists(String group);

    /** Makes a group that is not there, without retention, as services do for themselves. */
    void createGroup(String group);

    /** Makes the stream if it is not there; a group that does not exist drops the line, as a deleted group does. */
    void append(String group, String stream, Instant time, String line);
}
