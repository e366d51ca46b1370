package dev.provision.report;

import dev.provision.graph.Event;
import dev.provision.graph.ProvisionException;
import java.util.Map;

/** One line for each thing that happens. */
final class PlainReport implements Report {
    private final Terminal terminal;
    private final EventLines lines = new EventLines();

    PlainReport(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public synchronized void accept(Event event) {
        lines.lines(event).forEach(terminal.out()::println);
        if (event instanceof Event.RunFinished finished) {
            CriticalPath path = new CriticalPath(finished.result());
            if (path.telling()) {
                path.lines().forEach(terminal.out()::println);
            }
        }
        terminal.out().flush();
    }

    @Override
    public void line(String text) {
        terminal.out().println(text);
        // Lines of a log that is followed must not wait for the next ones.
        terminal.out().flush();
    }

    @Override
    public void table(Table table) {
        table.lines().forEach(terminal.out()::println);
    }

    @Override
    public void document(Map<String, ?> document) {}

    @Override
    public void plan(PlanView plan) {
        plan.lines(new Symbols(terminal.unicode(), terminal.colour())).forEach(terminal.out()::println);
    }

    @Override
    public void summary(Summary summary) {
        summary.lines().forEach(terminal.out()::println);
    }

    @Override
    public void failure(ProvisionException failure) {
        FailureLines.of(failure).forEach(terminal.err()::println);
    }

    @Override
    public void bug(Throwable bug, boolean trace) {
        FailureLines.bug(bug, trace).forEach(terminal.err()::println);
    }

    @Override
    public void close() {
        terminal.out().flush();
        terminal.err().flush();
    }
}
