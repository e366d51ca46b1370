package dev.provision.service.logging;

import dev.provision.service.json.Json;
import jakarta.json.JsonObjectBuilder;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;

/** How an event becomes a line. */
public enum LineFormat {
    /** {@code 2025/12/11 10:30:45 Started GET /health}, in the given zone's time. */
    TEXT {
        @Override
        String render(LogEvent event, Instant time, ZoneId zone) {
            StringBuilder line = new StringBuilder(80);
            appendTime(line, time.atZone(zone));
            appendPrintable(line.append(' '), event.message());
            event.thrown().ifPresent(thrown -> line.append('\n').append(stackTrace(thrown)));
            return line.append('\n').toString();
        }
    },
    /** One JSON object a line, with the time in UTC. */
    JSON {
        @Override
        String render(LogEvent event, Instant time, ZoneId zone) {
            JsonObjectBuilder json = Json.object()
                    .add("time", time.truncatedTo(ChronoUnit.MILLIS).toString())
                    .add("level", event.level().name())
                    .add("message", event.message());
            event.addFields(json);
            event.thrown().ifPresent(thrown -> json.add("stackTrace", stackTrace(thrown)));
            return Json.text(json.build()) + "\n";
        }
    };

    /** The text of one line (more, for the text of an exception), with the line end. */
    abstract String render(LogEvent event, Instant time, ZoneId zone);

    /** By hand, because a DateTimeFormatter costs tens of milliseconds at the first line of a cold start. */
    private static void appendTime(StringBuilder line, ZonedDateTime time) {
        line.append(time.getYear()).append('/');
        appendTwoDigits(line, time.getMonthValue()).append('/');
        appendTwoDigits(line, time.getDayOfMonth()).append(' ');
        appendTwoDigits(line, time.getHour()).append(':');
        appendTwoDigits(line, time.getMinute()).append(':');
        appendTwoDigits(line, time.getSecond());
    }

    private static StringBuilder appendTwoDigits(StringBuilder line, int number) {
        return number < 10 ? line.append('0').append(number) : line.append(number);
    }

    /** A client must not be able to forge a line by a line end in what it sends. */
    private static void appendPrintable(StringBuilder line, String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            line.append(Character.isISOControl(c) ? '?' : c);
        }
    }

    private static String stackTrace(Throwable thrown) {
        StringWriter text = new StringWriter();
        thrown.printStackTrace(new PrintWriter(text, true));
        return text.toString().strip();
    }
}
