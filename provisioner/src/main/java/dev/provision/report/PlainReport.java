package dev.provision.report;

import dev.provision.graph.Event;
import dev.provision.graph.ProvisionException;
import java.util.List;
import java.util.Map;

/** One line for each thing that happens. */
final class PlainReport implements Report {
    private static final int INDENT = 2;
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
    public boolean question(String text) {
        line(text);
        return true;
    }

    @Override
    public void sentence(String text) {
        String indent = " ".repeat(text.length() - text.stripLeading().length() + INDENT);
        List<String> lines = WordWrap.lines(text, room());
        line(lines.getFirst());
        WordWrap.lines(String.join(" ", lines.subList(1, lines.size())), room() - indent.length()).stream()
                .filter(line -> !line.isEmpty())
                .forEach(line -> line(indent + line));
    }

    /** Programs that read line by line get each row in one. */
    private int room() {
        return terminal.interactive() ? terminal.width() : Integer.MAX_VALUE;
    }

    @Override
    public void table(Table table) {
        table.lines(room()).forEach(terminal.out()::println);
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
