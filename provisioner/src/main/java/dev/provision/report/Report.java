package dev.provision.report;

import dev.provision.graph.EventSink;
import dev.provision.graph.ProvisionException;
import java.time.Clock;
import java.util.Map;

/** Shows what a command does and what came of it. One command uses one report and closes it at the end. */
public interface Report extends EventSink, AutoCloseable {
    /** A line for people, as it is; machines do not get it. */
    void line(String text);

    /**
     * A question for people, who answer on standard input.
     *
     * @return whether anybody gets it: machines do not
     */
    boolean question(String text);

    /** A sentence for people, broken between words where their terminal is narrower; machines do not get it. */
    void sentence(String text);

    /** A table for people; machines do not get it. */
    void table(Table table);

    /**
     * The answer of a command for machines; people do not get it.
     *
     * @param document texts, numbers, truth values, lists and maps of them
     */
    void document(Map<String, ?> document);

    /** What an {@code up} would do. */
    void plan(PlanView plan);

    /** How an {@code up} ended. */
    void summary(Summary summary);

    /** What went wrong and what to do next. */
    void failure(ProvisionException failure);

    /** A bug of ours, or something that nobody thought of; with the stack trace only if {@code trace}. */
    void bug(Throwable bug, boolean trace);

    /** Ends the rendering; what was printed stays. */
    @Override
    void close();

    /** Shows things in this form. */
    static Report of(Form form, Terminal terminal, Clock clock) {
        return switch (form) {
            case LIVE -> LiveReport.start(terminal, clock);
            case PLAIN -> new PlainReport(terminal);
            case JSON -> new JsonReport(terminal);
        };
    }
}
