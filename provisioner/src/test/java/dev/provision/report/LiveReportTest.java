package dev.provision.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.provision.graph.Event;
import dev.provision.graph.Operation;
import dev.provision.graph.StepKey;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class LiveReportTest {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final LiveReport report = new LiveReport(
            new Terminal(
                    new PrintStream(bytes, true, StandardCharsets.UTF_8),
                    new PrintStream(bytes, true, StandardCharsets.UTF_8),
                    true,
                    40,
                    false,
                    true),
            () -> {});

    @Test
    void neverWiderThanTheTerminalNorLongerThanAScreen() {
        List<StepKey> keys = IntStream.range(0, 30)
                .mapToObj(i -> new StepKey("thing", "n" + i))
                .toList();
        report.accept(new Event.RunStarted(Story.START, Operation.UP, keys));
        keys.forEach(key -> report.accept(new Event.StepStarted(Story.START, key, 90)));
        bytes.reset();
        report.accept(new Event.Polled(Story.at(1), keys.getFirst(), "a reason that goes on and on and on and on"));
        String[] lines = bytes.toString(StandardCharsets.UTF_8)
                .replaceAll("\r?\u001b\\[\\d*[AJ]", "")
                .split("\n");
        assertThat(lines).hasSizeLessThanOrEqualTo(14).allMatch(line -> line.length() <= 40);
        assertThat(lines[lines.length - 1]).isEqualTo("└─ 19 more");
    }

    @Test
    void secondsPassWhileNothingHappens() {
        report.accept(new Event.RunStarted(Story.START, Operation.UP, List.of(Story.NAT)));
        report.accept(new Event.StepStarted(Story.START, Story.NAT, 90));
        bytes.reset();
        report.redraw(Story.at(34));
        assertThat(bytes.toString(StandardCharsets.UTF_8)).contains("34.0 s of");
    }

    @Test
    void nobodySitsInFrontOfTheTerminalOfAContinuousIntegration() {
        assertThat(Terminal.interactive(true, Map.of("TERM", "xterm"))).isTrue();
        assertThat(Terminal.interactive(true, Map.of("CI", "false"))).isTrue();
        assertThat(Terminal.interactive(true, Map.of("CI", "true"))).isFalse();
        assertThat(Terminal.interactive(true, Map.of("TERM", "dumb"))).isFalse();
        assertThat(Terminal.interactive(false, Map.of())).isFalse();
    }

    @Test
    void whoWantsNoColoursGetsNone() {
        assertThat(Terminal.colour(true, Map.of())).isTrue();
        assertThat(Terminal.colour(true, Map.of("NO_COLOR", ""))).isTrue();
        assertThat(Terminal.colour(true, Map.of("NO_COLOR", "0"))).isFalse();
        assertThat(Terminal.colour(false, Map.of())).isFalse();
    }
}
