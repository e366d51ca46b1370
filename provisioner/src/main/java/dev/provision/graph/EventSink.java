package dev.provision.graph;

/** Takes events; the engine calls it with one event at a time, from any thread. */
@FunctionalInterface
public interface EventSink {
    void accept(Event event);

    /** Drops every event. */
    static EventSink none() {
        return event -> {};
    }
}
