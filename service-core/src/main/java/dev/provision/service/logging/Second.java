package dev.provision.service.logging;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;

/** The time of a line as text, {@code 2025/12/11 10:30:45}, worked out once a second. */
final class Second {
    private final ZoneId zone;
    private volatile Text last = new Text(Long.MIN_VALUE, "");

    private record Text(long epochSecond, String text) {}

    Second(ZoneId zone) {
        this.zone = zone;
    }

    String text(Instant time) {
        Text text = last;
        if (text.epochSecond() != time.getEpochSecond()) {
            text = new Text(time.getEpochSecond(), format(time.atZone(zone)));
            last = text;
        }
        return text.text();
    }

    /** By hand, because a DateTimeFormatter costs tens of milliseconds at the first line of a cold start. */
    private static String format(ZonedDateTime time) {
        StringBuilder text = new StringBuilder(20).append(time.getYear()).append('/');
        appendTwoDigits(text, time.getMonthValue()).append('/');
        appendTwoDigits(text, time.getDayOfMonth()).append(' ');
        appendTwoDigits(text, time.getHour()).append(':');
        appendTwoDigits(text, time.getMinute()).append(':');
        return appendTwoDigits(text, time.getSecond()).toString();
    }

    private static StringBuilder appendTwoDigits(StringBuilder text, int number) {
        return number < 10 ? text.append('0').append(number) : text.append(number);
    }
}
