package dev.provision.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.provision.graph.Event;
import dev.provision.graph.ProvisionException;
import dev.provision.graph.ProvisionException.RunFailed;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** One JSON object a line: every event, and the answer of the command. */
final class JsonReport implements Report {
    private final Terminal terminal;
    private final JsonFactory json = new JsonFactory();

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
    public void table(Table table) {}

    @Override
    public synchronized void document(Map<String, ?> document) {
        StringWriter text = new StringWriter();
        try (JsonGenerator out = json.createGenerator(text)) {
            write(out, document);
        } catch (IOException impossible) {
            throw new UncheckedIOException("a string writer does not fail", impossible);
        }
        terminal.out().println(text);
        terminal.out().flush();
    }

    private static void write(JsonGenerator out, Object value) throws IOException {
        switch (value) {
            case Map<?, ?> map -> {
                out.writeStartObject();
                for (Map.Entry<?, ?> entry : map.entrySet()) {
                    out.writeFieldName(entry.getKey().toString());
                    write(out, entry.getValue());
                }
                out.writeEndObject();
            }
            case Iterable<?> list -> {
                out.writeStartArray();
                for (Object item : list) {
                    write(out, item);
                }
                out.writeEndArray();
            }
            case Boolean truth -> out.writeBoolean(truth);
            case Integer number -> out.writeNumber(number);
            case Long number -> out.writeNumber(number);
            case Double number -> out.writeNumber(number);
            default -> out.writeString(value.toString());
        }
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
