package dev.provision.cli;

import dev.provision.graph.Event;
import dev.provision.graph.EventSink;
import java.util.concurrent.atomic.AtomicBoolean;

/** Passes events on only after it was told to: what is looked up for a plan is told by the plan. */
final class Muted implements EventSink {
    private final EventSink sink;
    private final AtomicBoolean loud = new AtomicBoolean();

    Muted(EventSink sink) {
        this.sink = sink;
    }

    void loud() {
        loud.set(true);
    }

    @Override
    public void accept(Event event) {
        if (loud.get()) {
            sink.accept(event);
        }
    }
}
