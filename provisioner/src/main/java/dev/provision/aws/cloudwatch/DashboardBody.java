package dev.provision.aws.cloudwatch;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Panels as the JSON of a CloudWatch dashboard: CloudWatch-Dashboard-Body-Structure in the API reference. */
final class DashboardBody {
    private static final int COLUMNS = 24;
    private static final int WIDTH = 8;
    private static final int HEIGHT = 6;

    private DashboardBody() {}

    /** @param panels those of a group one after the other */
    static String of(String title, String region, List<Panel> panels) {
        StringWriter text = new StringWriter();
        try (JsonGenerator out = new JsonFactory().createGenerator(text)) {
            out.writeStartObject();
            out.writeStringField("periodOverride", "inherit");
            out.writeArrayFieldStart("widgets");
            heading(out, "# " + title, 0);
            int y = 1;
            int x = 0;
            String group = "";
            for (Panel panel : panels) {
                boolean next = !panel.group().equals(group);
                if (next || x == COLUMNS) {
                    y += x > 0 ? HEIGHT : 0;
                    x = 0;
                }
                if (next) {
                    heading(out, "## " + panel.group(), y++);
                    group = panel.group();
                }
                chart(out, panel, region, x, y);
                x += WIDTH;
            }
            out.writeEndArray();
            out.writeEndObject();
        } catch (IOException impossible) {
            throw new UncheckedIOException("a string writer does not fail", impossible);
        }
        return text.toString();
    }

    private static void heading(JsonGenerator out, String markdown, int y) throws IOException {
        place(out, "text", 0, y, COLUMNS, 1);
        out.writeStringField("markdown", markdown);
        out.writeEndObject();
        out.writeEndObject();
    }

    private static void chart(JsonGenerator out, Panel panel, String region, int x, int y) throws IOException {
        place(out, "metric", x, y, WIDTH, HEIGHT);
        out.writeStringField("title", panel.title() + (panel.unit().isEmpty() ? "" : " (" + panel.unit() + ")"));
        out.writeStringField("view", "timeSeries");
        out.writeBooleanField("stacked", false);
        out.writeStringField("region", region);
        out.writeNumberField("period", 60);
        out.writeObjectFieldStart("yAxis");
        out.writeObjectFieldStart("left");
        out.writeNumberField("min", 0);
        out.writeEndObject();
        out.writeEndObject();
        out.writeArrayFieldStart("metrics");
        int number = 1;
        for (Panel.Line line : panel.lines()) {
            line(out, line, "m" + number++);
        }
        out.writeEndArray();
        out.writeEndObject();
        out.writeEndObject();
    }

    /** A line that is scaled is an expression of one that is not shown. */
    private static void line(JsonGenerator out, Panel.Line line, String id) throws IOException {
        boolean scaled = line.scale() != 1;
        if (scaled) {
            out.writeStartArray();
            out.writeStartObject();
            out.writeStringField("expression", id + " * " + (long) line.scale());
            out.writeStringField("label", line.label());
            out.writeStringField("id", "e" + id);
            out.writeEndObject();
            out.writeEndArray();
        }
        Metric metric = line.metric();
        out.writeStartArray();
        out.writeString(metric.namespace());
        out.writeString(metric.name());
        for (Map.Entry<String, String> dimension : new TreeMap<>(metric.dimensions()).entrySet()) {
            out.writeString(dimension.getKey());
            out.writeString(dimension.getValue());
        }
        out.writeStartObject();
        out.writeStringField("stat", metric.statistic());
        out.writeStringField("label", line.label());
        out.writeStringField("id", id);
        if (scaled) {
            out.writeBooleanField("visible", false);
        }
        out.writeEndObject();
        out.writeEndArray();
    }

    private static void place(JsonGenerator out, String type, int x, int y, int width, int height) throws IOException {
        out.writeStartObject();
        out.writeStringField("type", type);
        out.writeNumberField("x", x);
        out.writeNumberField("y", y);
        out.writeNumberField("width", width);
        out.writeNumberField("height", height);
        out.writeObjectFieldStart("properties");
    }
}
