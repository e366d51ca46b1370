package dev.provision.report;

import dev.provision.graph.Event;
import dev.provision.graph.How;
import dev.provision.graph.ProvisionException;
import dev.provision.graph.StepKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Finished steps scroll by; below them a tree of what runs, why it waits and for how long, redrawn in place. */
final class LiveReport implements Report {
    private static final int MOST_BRANCHES = 12;
    private static final long REDRAW_MILLIS = 200;
    private final Terminal terminal;
    private final Symbols symbols;
    private final PlainReport plain;
    private final Runnable end;
    private final Map<StepKey, Branch> running = new LinkedHashMap<>();
    private Optional<Event.RunStarted> run = Optional.empty();
    private int done;
    private int drawn;

    LiveReport(Terminal terminal, Runnable end) {
        this.terminal = terminal;
        this.symbols = new Symbols(terminal.unicode(), terminal.colour());
        this.plain = new PlainReport(terminal);
        this.end = end;
    }

    /** A step that runs. */
    private record Branch(Instant since, int typicalSeconds, String doing) {
        Branch now(String what) {
            return new Branch(since, typicalSeconds, what);
        }
    }

    /** A report that also redraws while nothing happens, so that its seconds pass. */
    static LiveReport start(Terminal terminal, Clock clock) {
        ScheduledExecutorService ticker = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("live-report").factory());
        LiveReport report = new LiveReport(terminal, ticker::shutdownNow);
        var _ = ticker.scheduleAtFixedRate(
                () -> report.redraw(clock.instant()), REDRAW_MILLIS, REDRAW_MILLIS, TimeUnit.MILLISECONDS);
        return report;
    }

    @Override
    public synchronized void accept(Event event) {
        List<String> scrolling = new ArrayList<>();
        switch (event) {
            case Event.RunStarted started -> {
                run = Optional.of(started);
                done = 0;
            }
            case Event.OfStep ofStep -> {
                follow(ofStep);
                scroll(ofStep).ifPresent(scrolling::add);
            }
            case Event.Stopping _ ->
                scrolling.add("stopping: what has begun comes to its end; Ctrl-C again to leave at once");
            case Event.Note note -> scrolling.add(note.text());
            case Event.RunFinished finished -> {
                running.clear();
                run = Optional.empty();
                EventLines.finish(finished).ifPresent(scrolling::add);
                CriticalPath path = new CriticalPath(finished.result());
                if (path.telling()) {
                    scrolling.addAll(path.chart(symbols, terminal.width()));
                }
            }
        }
        draw(scrolling, event.at());
    }

    /** Shows the current seconds. */
    synchronized void redraw(Instant now) {
        if (run.isPresent()) {
            draw(List.of(), now);
        }
    }

    private void follow(Event.OfStep event) {
        StepKey key = event.key();
        switch (event) {
            case Event.StepStarted started ->
                running.put(key, new Branch(started.at(), started.typicalSeconds(), "looking"));
            case Event.Found _ -> doing(key, "comparing");
            case Event.Creating _ -> doing(key, "creating");
            case Event.Created _ -> doing(key, "created, not ready yet");
            case Event.Converging _ -> doing(key, "changing");
            case Event.Polled polled -> doing(key, "waiting: " + polled.reason());
            case Event.Deleting _ -> doing(key, "deleting");
            case Event.Ready _,
                    Event.Planned _,
                    Event.Observed _,
                    Event.Deleted _,
                    Event.Absent _,
                    Event.Failed _,
                    Event.Skipped _ -> {
                running.remove(key);
                done++;
            }
        }
    }

    private void doing(StepKey key, String what) {
        running.computeIfPresent(key, (_, branch) -> branch.now(what));
    }

    private Optional<String> scroll(Event.OfStep event) {
        String key = String.format("%-32s ", event.key());
        return switch (event) {
            case Event.Ready ready when ready.how() == How.UNCHANGED || ready.how() == How.CHECKED -> Optional.empty();
            case Event.Ready ready ->
                Optional.of((ready.how() == How.CREATED ? symbols.good() : symbols.changed()) + " " + key
                        + ready.how().word() + symbols.faint(" " + Words.seconds(ready.took())));
            case Event.Converging converging ->
                Optional.of(symbols.changed() + " " + key + Words.changes(converging.changes()));
            case Event.Deleted deleted ->
                Optional.of(
                        symbols.gone() + " " + key + "deleted" + symbols.faint(" " + Words.seconds(deleted.took())));
            case Event.Failed failed ->
                Optional.of(symbols.bad() + " " + key + symbols.alarming(EventLines.reason(failed)));
            case Event.Planned planned ->
                EventLines.planned(planned.planned()).map(text -> symbols.changed() + " " + key + text);
            default -> Optional.empty();
        };
    }

    private void draw(List<String> scrolling, Instant now) {
        StringBuilder screen = new StringBuilder();
        if (drawn > 0) {
            screen.append("\r\u001b[").append(drawn).append("A\u001b[J");
        }
        scrolling.forEach(line -> screen.append(line).append('\n'));
        List<String> tree = run.map(started -> tree(started, now)).orElse(List.of());
        tree.forEach(line -> screen.append(line).append('\n'));
        drawn = tree.size();
        terminal.out().print(screen);
        terminal.out().flush();
    }

    private List<String> tree(Event.RunStarted started, Instant now) {
        List<String> lines = new ArrayList<>();
        String head =
                started.operation().word() + "  " + done + "/" + started.steps().size() + " done, " + running.size()
                        + " running, " + Words.seconds(Duration.between(started.at(), now));
        lines.add(symbols.strong(symbols.cut(head, terminal.width())));
        int widest = running.keySet().stream()
                .mapToInt(key -> key.toString().length())
                .max()
                .orElse(0);
        int shown = 0;
        for (Map.Entry<StepKey, Branch> branch : running.entrySet()) {
            boolean full = ++shown == MOST_BRANCHES && running.size() > MOST_BRANCHES;
            String text = full ? (running.size() - MOST_BRANCHES + 1) + " more" : text(branch, widest, now);
            boolean last = full || shown == running.size();
            lines.add(symbols.branch(last) + symbols.cut(text, terminal.width() - 3));
            if (full) {
                break;
            }
        }
        return lines;
    }

    private static String text(Map.Entry<StepKey, Branch> entry, int widest, Instant now) {
        Branch branch = entry.getValue();
        String typical = branch.typicalSeconds() > 5 ? " of about " + branch.typicalSeconds() + " s" : "";
        String time = Words.seconds(Duration.between(branch.since(), now)) + typical;
        String key = entry.getKey().toString();
        return key + " ".repeat(widest - key.length() + 2) + time + "  " + branch.doing();
    }

    @Override
    public void line(String text) {
        plain.line(text);
    }

    @Override
    public boolean question(String text) {
        return plain.question(text);
    }

    @Override
    public void sentence(String text) {
        plain.sentence(text);
    }

    @Override
    public void table(Table table) {
        plain.table(table);
    }

    @Override
    public void document(Map<String, ?> document) {}

    @Override
    public void plan(PlanView plan) {
        plain.plan(plan);
    }

    @Override
    public void summary(Summary summary) {
        plain.summary(summary);
    }

    @Override
    public void failure(ProvisionException failure) {
        plain.failure(failure);
    }

    @Override
    public void bug(Throwable bug, boolean trace) {
        plain.bug(bug, trace);
    }

    @Override
    public void close() {
        end.run();
        plain.close();
    }
}
