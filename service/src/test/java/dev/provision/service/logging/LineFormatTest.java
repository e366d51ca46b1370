package dev.provision.service.logging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.provision.service.logging.LogEvent.Message;
import dev.provision.service.logging.LogEvent.RequestCompleted;
import dev.provision.service.logging.LogEvent.RequestFailed;
import dev.provision.service.logging.LogEvent.RequestMeasured;
import dev.provision.service.logging.LogEvent.RequestStarted;
import dev.provision.service.logging.LogEvent.Trace;
import java.io.ByteArrayOutputStream;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LineFormatTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2025-12-11T10:30:45.678912Z"), ZoneId.of("UTC"));
    private static final Trace NO_TRACE = new Trace(Optional.empty(), Optional.empty());
    private static final Trace TRACE = new Trace(Optional.of("req-1"), Optional.of("Root=1-2-3"));

    @Test
    void textLinesAreThoseOfTheSpecification() {
        assertThat(written(
                        LineFormat.TEXT,
                        CLOCK,
                        new Message(Level.INFO, "Starting server on port 8080"),
                        new RequestStarted("GET", "/health", NO_TRACE),
                        new RequestCompleted("GET", "/health", 200, 2, TRACE)))
                .isEqualTo("""
                        2025/12/11 10:30:45 Starting server on port 8080
                        2025/12/11 10:30:45 Started GET /health
                        2025/12/11 10:30:45 Completed GET /health in 2ms
                        """);
    }

    @Test
    void textTimeIsThatOfTheClocksZoneWithTwoDigits() {
        Clock clock = Clock.fixed(Instant.parse("2025-01-01T23:04:05Z"), ZoneId.of("Asia/Tokyo"));
        assertThat(written(LineFormat.TEXT, clock, new Message(Level.INFO, "x")))
                .isEqualTo("2025/01/02 08:04:05 x\n");
    }

    @Test
    void jsonLinesSayTheSameWithFields() {
        assertThat(written(
                        LineFormat.JSON,
                        CLOCK,
                        new Message(Level.INFO, "Starting server on port 8080"),
                        new RequestStarted("GET", "/health", NO_TRACE),
                        new RequestCompleted("GET", "/health", 200, 2, TRACE)))
                .isEqualTo("""
                        {"time":"2025-12-11T10:30:45.678Z","level":"INFO","message":"Starting server on port 8080"}
                        {"time":"2025-12-11T10:30:45.678Z","level":"INFO","message":"Started GET /health","method":"GET","path":"/health"}
                        {"time":"2025-12-11T10:30:45.678Z","level":"INFO","message":"Completed GET /health in 2ms","method":"GET","path":"/health","status":200,"durationMs":2,"requestId":"req-1","traceId":"Root=1-2-3"}
                        """);
    }

    @Test
    void whatIsMeasuredIsAsCloudWatchTakesMetricsOutOfLogs() {
        String line = """
                {"_aws":{"Timestamp":1765449045678,"CloudWatchMetrics":[{"Namespace":"provision",\
                "Dimensions":[["FunctionName"]],"Metrics":[{"Name":"RequestDuration","Unit":"Milliseconds"},\
                {"Name":"ServerErrors","Unit":"Count"}]}]},"FunctionName":"demo","RequestDuration":2.5,"ServerErrors":1,\
                "method":"GET","path":"/x","status":502,"requestId":"req-1","traceId":"Root=1-2-3"}
                """;
        RequestMeasured measured = new RequestMeasured("demo", "GET", "/x", 502, 2_500_000, TRACE);
        assertThat(written(LineFormat.TEXT, CLOCK, measured)).isEqualTo(line);
        assertThat(written(LineFormat.JSON, CLOCK, measured)).isEqualTo(line);
    }

    @Test
    void aFailureHasItsStackTraceInTextAndInOneLineOfJson() {
        RequestFailed failed = new RequestFailed("GET", "/x", new IllegalStateException("boom"), NO_TRACE);
        assertThat(written(LineFormat.TEXT, CLOCK, failed))
                .startsWith("2025/12/11 10:30:45 Failed GET /x\njava.lang.IllegalStateException: boom\n\tat ");
        assertThat(written(LineFormat.JSON, CLOCK, failed))
                .contains("\"level\":\"ERROR\"")
                .contains("\"stackTrace\":\"java.lang.IllegalStateException: boom\\n\\tat ")
                .containsOnlyOnce("\n");
    }

    @Test
    void aClientCannotForgeALine() {
        RequestStarted forged = new RequestStarted("GET", "/a\r\n2025/12/11 10:30:45 Stopped", NO_TRACE);
        assertThat(written(LineFormat.TEXT, CLOCK, forged))
                .isEqualTo("2025/12/11 10:30:45 Started GET /a??2025/12/11 10:30:45 Stopped\n");
        assertThat(written(LineFormat.JSON, CLOCK, forged)).containsOnlyOnce("\n");
    }

    private static String written(LineFormat format, Clock clock, LogEvent... events) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        LineLog log = new LineLog(out, format, clock);
        for (LogEvent event : events) {
            log.write(event);
        }
        log.flush();
        return out.toString(StandardCharsets.UTF_8);
    }
}
