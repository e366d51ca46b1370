package dev.provision.report;

import dev.provision.graph.Event;
import dev.provision.graph.ProvisionException;
import dev.provision.graph.ProvisionException.RunFailed;
import java.util.LinkedHashMap;
import java.util.Map;

/** One JSON object a line: every event, and the answer of the command. */
final class JsonReport implements Report {
    private final Terminal terminal;

    JsonReport(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void accept(Event event) {
        document(EventDocuments.of(event));
    }

    @Override
    public void line(String text) {}

    @Override
    public boolean question(String text) {
        return false;
    }

    @Override
    public void sentence(String text) {}

    @Override
    public void table(Table table) {}

    @Override
    public synchronized void document(Map<String, ?> document) {
        terminal.out().println(JsonText.of(document));
        terminal.out().flush();
    }

    @Override
    public void plan(PlanView plan) {
        document(plan.document());
    }

    @Override
    public void summary(Summary summary) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("event", "summary");
        document.put("prefix", summary.prefix());
        document.put("changed", summary.result().changed());
        document.put("urls", summary.urls());
        document.put("seconds", EventDocuments.seconds(summary.result().took()));
        document.put(
                "longest", summary.longest().stream().map(JsonReport::timed).toList());
        document(document);
    }

    private static Map<String, Object> timed(Summary.Timed step) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("step", step.key());
        document.put("seconds", EventDocuments.seconds(step.took()));
        return document;
    }

    @Override
    public void failure(ProvisionException failure) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("event", "error");
        document.putAll(EventDocuments.failure(failure));
        if (failure instanceof RunFailed several) {
            document.put(
                    "failures",
                    several.failures().stream().map(EventDocuments::failure).toList());
        }
        document(document);
    }

    @Override
    public void bug(Throwable bug, boolean trace) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("event", "bug");
        document.put("message", String.join("\n", FailureLines.bug(bug, trace)));
        document(document);
    }

    @Override
    public void close() {
        terminal.out().flush();
    }
}
