package dev.provision.aws.ecs;

/** How many tasks a service is to have, as far as that is not the business of scaling. */
public sealed interface TaskCount {
    /** What a new service starts with; afterwards scaling decides. */
    record Initially(int tasks) implements TaskCount {}

    /** What a service is raised to if it has fewer. */
    record AtLeast(int tasks) implements TaskCount {}

    /** With which count a service is created. */
    default int first() {
        return switch (this) {
            case Initially(int tasks) -> tasks;
            case AtLeast(int tasks) -> tasks;
        };
    }

    /** What a service that has {@code desired} tasks should have. */
    default int wanted(int desired) {
        return switch (this) {
            case Initially _ -> desired;
            case AtLeast(int tasks) -> Math.max(desired, tasks);
        };
    }
}
