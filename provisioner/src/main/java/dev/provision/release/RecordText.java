package dev.provision.release;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A release's record as JSON, as it is kept in parameters. */
final class RecordText {
    private static final JsonFactory JSON = new JsonFactory();

    /** Characters that a standard parameter takes: API_PutParameter. */
    static final int MOST = 4096;

    private RecordText() {}

    /**
     * As many texts as it takes. Each is a record of its own with some of the routes, so that those that were written before
     * the command was killed can be read.
     */
    static List<String> parts(ReleaseRecord record) {
        List<String> parts = new ArrayList<>();
        List<ReleaseRecord.Route> some = new ArrayList<>();
        for (ReleaseRecord.Route route : record.routes()) {
            some.add(route);
            if (of(record.with(some)).length() > MOST) {
                some.removeLast();
                parts.add(of(record.with(some)));
                some = new ArrayList<>(List.of(route));
            }
        }
        parts.add(of(record.with(some)));
        return parts;
    }

    private static String of(ReleaseRecord record) {
        StringWriter text = new StringWriter();
        try (JsonGenerator out = JSON.createGenerator(text)) {
            out.writeStartObject();
            out.writeNumberField("release", record.number());
            out.writeStringField("at", record.at().toString());
            out.writeStringField("by", record.by());
            out.writeStringField("commit", record.commit());
            out.writeStringField("outcome", record.outcome().word());
            out.writeStringField("reason", record.reason());
            out.writeArrayFieldStart("routes");
            for (ReleaseRecord.Route route : record.routes()) {
                out.writeStartObject();
                out.writeStringField("container", route.container());
                out.writeStringField("compute", route.compute().word());
                out.writeStringField("identity", route.identity());
                out.writeStringField("image", route.image());
                out.writeStringField("runs", route.runs());
                out.writeEndObject();
            }
            out.writeEndArray();
            out.writeEndObject();
        } catch (IOException impossible) {
            throw new UncheckedIOException("a string writer does not fail", impossible);
        }
        return text.toString();
    }

    /** Empty where it is not the record of a release, or one of a later format. */
    static Optional<ReleaseRecord> parse(String text) {
        Map<String, String> fields = new HashMap<>();
        List<ReleaseRecord.Route> routes = new ArrayList<>();
        try (JsonParser in = JSON.createParser(text)) {
            if (in.nextToken() != JsonToken.START_OBJECT) {
                return Optional.empty();
            }
            while (in.nextToken() == JsonToken.FIELD_NAME) {
                String name = in.currentName();
                if (in.nextToken() == JsonToken.START_ARRAY) {
                    while (in.nextToken() == JsonToken.START_OBJECT) {
                        route(fields(in)).ifPresent(routes::add);
                    }
                } else {
                    fields.put(name, in.getText());
                }
            }
            return record(fields, routes);
        } catch (IOException | NumberFormatException | DateTimeException foreign) {
            return Optional.empty();
        }
    }

    private static Map<String, String> fields(JsonParser in) throws IOException {
        Map<String, String> fields = new HashMap<>();
        while (in.nextToken() == JsonToken.FIELD_NAME) {
            String name = in.currentName();
            in.nextToken();
            fields.put(name, in.getText());
        }
        return fields;
    }

    private static Optional<ReleaseRecord.Route> route(Map<String, String> fields) {
        for (ComputeKind kind : ComputeKind.values()) {
            if (kind.word().equals(fields.get("compute"))) {
                return Optional.of(new ReleaseRecord.Route(
                        fields.getOrDefault("container", ""),
                        kind,
                        fields.getOrDefault("identity", ""),
                        fields.getOrDefault("image", ""),
                        fields.getOrDefault("runs", "")));
            }
        }
        return Optional.empty();
    }

    private static Optional<ReleaseRecord> record(Map<String, String> fields, List<ReleaseRecord.Route> routes) {
        Optional<ReleaseRecord.Outcome> outcome = ReleaseRecord.Outcome.of(fields.getOrDefault("outcome", ""));
        return outcome.map(how -> new ReleaseRecord(
                Integer.parseInt(fields.getOrDefault("release", "")),
                Instant.parse(fields.getOrDefault("at", "")),
                fields.getOrDefault("by", ""),
                fields.getOrDefault("commit", ""),
                how,
                fields.getOrDefault("reason", ""),
                routes));
    }
}
