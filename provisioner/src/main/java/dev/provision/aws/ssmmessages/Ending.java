package dev.provision.aws.ssmmessages;

import java.util.OptionalInt;

/** How a session ended. */
public sealed interface Ending {
    /**
     * The program ended, or never began.
     *
     * @param words why, where it did not just end; else empty
     * @param exitCode of the program, where the agent tells it; that of ECS Exec does not
     */
    record Closed(String words, OptionalInt exitCode) implements Ending {}

    /** The connection ended before the program. */
    record Broken(String reason) implements Ending {}
}
