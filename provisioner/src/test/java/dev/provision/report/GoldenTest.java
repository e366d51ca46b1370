package dev.provision.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.provision.graph.Event;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/**
 * The three forms, compared with what is checked in under {@code src/test/resources/golden}. Run with
 * {@code -Dgolden.write=true} to write these files anew, then read the difference.
 */
final class GoldenTest {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    private Terminal terminal(boolean colour, boolean unicode) {
        PrintStream stream = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        return new Terminal(stream, stream, true, 78, colour, unicode);
    }

    private void tell(Report report) {
        try (report) {
            Story.events().forEach(report::accept);
            report.accept(Story.good());
            report.summary(new Summary("demo-local", List.of("http://localhost:8080/lambda/health"), Story.result()));
            report.summary(
                    new Summary("demo-local", List.of("http://localhost:8080/lambda/health"), Story.unchanged()));
            report.table(new Table(List.of("route", "healthy"), List.of(List.of("lambda", "yes"), List.of("f", "NO"))));
            report.document(Map.of("environment", "local"));
            report.failure(Story.failure());
            report.bug(new IllegalStateException("oops \"quoted\""), false);
        }
    }

    private void check(String name, Function<String, String> readable) throws IOException {
        Path file = Path.of("src", "test", "resources", "golden", name);
        String text = readable.apply(bytes.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n"));
        if (Boolean.getBoolean("golden.write")) {
            Files.writeString(file, text);
        }
        assertThat(text).isEqualTo(Files.readString(file));
    }

    @Test
    void plainLines() throws IOException {
        tell(new PlainReport(terminal(false, true)));
        check("plain.txt", Function.identity());
    }

    @Test
    void jsonLines() throws IOException {
        tell(new JsonReport(terminal(false, true)));
        check("events.jsonl", Function.identity());
    }

    @Test
    void liveTree() throws IOException {
        tell(new LiveReport(terminal(true, true), () -> {}));
        check("live.txt", GoldenTest::withVisibleEscapes);
    }

    @Test
    void liveTreeInAsciiWithoutColours() throws IOException {
        tell(new LiveReport(terminal(false, false), () -> {}));
        check("live-ascii.txt", GoldenTest::withVisibleEscapes);
        assertThat(bytes.toString(StandardCharsets.UTF_8))
                .doesNotContainPattern("\u001b\\[\\d+m")
                .isASCII();
    }

    @Test
    void narrowTerminalGetsNoBars() {
        PrintStream stream = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        try (Report report = new LiveReport(new Terminal(stream, stream, true, 36, false, true), () -> {})) {
            report.accept(Story.good());
        }
        assertThat(bytes.toString(StandardCharsets.UTF_8).lines())
                .contains("    1:33 min  nat-gateway/a", "    1:04 min  ecs-service/fargate-b…")
                .allMatch(line -> line.length() <= 36);
    }

    /** Each answer of AWS has an id of its own: of an hour's waiting people get one line. */
    @Test
    void aReasonThatOnlyComesFromAnotherRequestIsToldOnce() {
        try (Report report = new PlainReport(terminal(false, true))) {
            for (String reason : List.of(
                    "still in use (DependencyViolation, request 1-a)",
                    "still in use (DependencyViolation, request 2-b)",
                    "still in use (ResourceInUse, request 3-c)")) {
                report.accept(new Event.Polled(Story.at(1), Story.NAT, reason));
            }
        }
        assertThat(bytes.toString(StandardCharsets.UTF_8).lines())
                .hasSize(2)
                .first()
                .asString()
                .endsWith("waiting: still in use (DependencyViolation, request 1-a)");
    }

    private static String withVisibleEscapes(String text) {
        return text.replace("\u001b", "<ESC>").replace("\r", "<CR>");
    }
}
