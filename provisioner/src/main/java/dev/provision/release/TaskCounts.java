package dev.provision.release;

import dev.provision.aws.AwsConnection;

/** Asks how many tasks slots have. */
public final class TaskCounts {
    private final Running running;

    public TaskCounts(AwsConnection connection) {
        this.running = new Running(connection);
    }

    /** How many tasks the slot that serves has; 0 where it is a function or there is none. */
    public int serving(RouteSite site, RouteState state) {
        return state.serving().map(slot -> running.tasks(site, slot)).orElse(0);
    }
}
