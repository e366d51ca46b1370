package dev.provision.release;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A release that is under way, or that a killed command has left; {@code up} finishes it and {@code rollback} reverts it.
 *
 * @param release its number
 * @param since when it began
 * @param routes the routes that it moves
 */
public record RunningShift(int release, Instant since, List<Moving> routes) {
    public RunningShift {
        routes = List.copyOf(routes);
    }

    /**
     * A route that is being moved.
     *
     * @param container whose route it is
     * @param slot the slot with the new version, {@code blue} or {@code green}
     * @param compute what runs it, {@code lambda} or {@code fargate}
     * @param weight percent of the requests that the new version gets
     */
    public record Moving(String container, String slot, String compute, int weight) {}

    /** For people. */
    public String words() {
        return "release " + release + " is under way since " + since + ": "
                + routes.stream()
                        .map(moving -> moving.weight() + " % of " + moving.container() + " to " + moving.slot())
                        .collect(Collectors.joining(", "))
                + "; where no command is at work on it, up finishes it and rollback reverts it";
    }

    static Optional<RunningShift> of(RouteStates states) {
        List<Moving> moving = states.routes().stream()
                .flatMap(route -> route.candidate().stream()
                        .map(slot -> new Moving(
                                route.container(),
                                slot.slot().word(),
                                slot.kind().word(),
                                slot.weight())))
                .toList();
        return states.routes().stream()
                .flatMap(route -> route.candidate().stream())
                .flatMap(slot -> slot.mark().stream())
                .findFirst()
                .map(mark -> new RunningShift(mark.release(), mark.since(), moving));
    }
}
