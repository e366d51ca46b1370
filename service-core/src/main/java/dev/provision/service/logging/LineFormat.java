package dev.provision.service.logging;

import dev.provision.service.json.Json;
import jakarta.json.JsonObjectBuilder;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** How an event becomes a line. */
public enum LineFormat {
    /** {@code 2025/12/11 10:30:45 Started GET /health}, in the time of the log's zone. */
    TEXT {
        @Override
        String render(LogEvent event, Instant time, Second second) {
            StringBuilder line =
                    new StringBuilder(USUAL_LENGTH).append(second.text(time)).append(' ');
            int start = line.length();
            event.describe(line);
            makePrintable(line, start);
            Optional<Throwable> thrown = event.thrown();
            if (thrown.isPresent()) {
                line.append('\n').append(stackTrace(thrown.get()));
            }
            return line.append('\n').toString();
        }
    },
    /** One JSON object a line, with the time in UTC. */
    JSON {
        @Override
        String render(LogEvent event, Instant time, Second second) {
            JsonObjectBuilder json = Json.object()
                    .add("time", time.truncatedTo(ChronoUnit.MILLIS).toString())
                    .add("level", event.level().name())
                    .add("message", event.message());
            event.addFields(json);
            event.thrown().ifPresent(thrown -> json.add("stackTrace", stackTrace(thrown)));
            return Json.text(json.build()) + "\n";
        }
    };

    /** Above that of most lines, so that no line of a request is copied to make room. */
    private static final int USUAL_LENGTH = 160;

    /** The text of one line (more, for the text of an exception), with the line end. */
    abstract String render(LogEvent event, Instant time, Second second);

    /** A client must not be able to forge a line by a line end in what it sends. */
    private static void makePrintable(StringBuilder line, int start) {
        for (int i = start; i < line.length(); i++) {
            if (Character.isISOControl(line.charAt(i))) {
                line.setCharAt(i, '?');
            }
        }
    }

    private static String stackTrace(Throwable thrown) {
        StringWriter text = new StringWriter();
        thrown.printStackTrace(new PrintWriter(text, true));
        return text.toString().strip();
    }
}
