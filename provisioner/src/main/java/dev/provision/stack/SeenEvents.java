package dev.provision.stack;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;

/**
 * What was shown of one log group, so that nothing is shown twice and nothing is missed: CloudWatch Logs takes seconds to
 * take an event in, so every question looks a while back behind the newest event, and the ids of that while are kept.
 *
 * <p>Behind the newest event, not behind this machine's clock, which may be wrong.
 */
final class SeenEvents {
    private final Instant from;
    private final Duration lookBack;
    private final int most;
    private final Set<String> ids = new HashSet<>();
    private final PriorityQueue<Seen> byAge = new PriorityQueue<>(Comparator.comparing(Seen::at));
    private Optional<Instant> newest = Optional.empty();
    private Instant floor;

    /**
     * @param from nothing before it is of interest
     * @param lookBack how late an event may come in
     * @param most how many ids are kept; where more come in within the while, it gets shorter
     */
    SeenEvents(Instant from, Duration lookBack, int most) {
        this.from = from;
        this.lookBack = lookBack;
        this.most = most;
        this.floor = from;
    }

    private record Seen(String id, Instant at) {}

    /** Where the next question begins; what is older is forgotten. */
    Instant start(Instant now) {
        // An event may bear a time up to two hours ahead; it must not carry the while with it.
        Instant start = newest.map(last -> (last.isBefore(now) ? last : now).minus(lookBack))
                .filter(floor::isBefore)
                .orElse(floor);
        while (!byAge.isEmpty() && byAge.peek().at().isBefore(start)) {
            ids.remove(byAge.poll().id());
        }
        return start;
    }

    /** Whether it was not there before; from now on it was. */
    boolean fresh(String id, Instant at) {
        if (at.isBefore(floor) || !ids.add(id)) {
            return false;
        }
        byAge.add(new Seen(id, at));
        newest = newest.filter(last -> !last.isBefore(at)).or(() -> Optional.of(at));
        while (ids.size() > most) {
            forgetOldest();
        }
        return true;
    }

    /** All of one instant, for the next question begins after it. */
    private void forgetOldest() {
        Instant oldest = byAge.element().at();
        while (!byAge.isEmpty() && byAge.element().at().equals(oldest)) {
            ids.remove(byAge.remove().id());
        }
        floor = oldest.plusMillis(1).isAfter(from) ? oldest.plusMillis(1) : from;
    }

    int kept() {
        return ids.size();
    }
}
