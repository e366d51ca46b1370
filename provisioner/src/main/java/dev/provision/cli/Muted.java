package dev.provision.cli;

import dev.provision.graph.Event;
import dev.provision.graph.EventSink;
import java.util.ArrayList;
import java.util.List;

/**
 * Passes events on only after it was told to. What is looked up for a plan is told by the plan, and an end only once it is
 * known to be one.
 */
final class Muted implements EventSink {
    private final EventSink sink;
    private final List<Event> kept = new ArrayList<>();
    private Mode mode = Mode.DROPPING;

    private enum Mode {
        DROPPING,
        KEEPING,
        PASSING
    }

    Muted(EventSink sink) {
        this.sink = sink;
    }

    /** From now on events are kept, for {@link #loud} to pass on. */
    synchronized void keeping() {
        mode = Mode.KEEPING;
    }

    /** What was kept is passed on, and whatever comes. */
    synchronized void loud() {
        mode = Mode.PASSING;
        kept.forEach(sink::accept);
        kept.clear();
    }

    @Override
    public synchronized void accept(Event event) {
        switch (mode) {
            case DROPPING -> {}
            case KEEPING -> kept.add(event);
            case PASSING -> sink.accept(event);
        }
    }
}
