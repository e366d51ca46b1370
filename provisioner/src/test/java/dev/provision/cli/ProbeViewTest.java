package dev.provision.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.provision.probe.Answers;
import dev.provision.probe.Breakdown;
import dev.provision.probe.Handled;
import dev.provision.probe.Spread;
import dev.provision.report.Form;
import dev.provision.report.Report;
import dev.provision.report.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * What {@code probe} shows, compared with {@code src/test/resources/golden/probe.txt}; {@code -Dgolden.write=true} writes it
 * anew.
 */
final class ProbeViewTest {
    private static Answers answers(int count, double scale, Map<String, Integer> failures) {
        return new Answers(
                new Spread(IntStream.rangeClosed(1, count)
                        .mapToObj(i -> scale * (i + (i > count - 3 ? 300 : 0)))
                        .toList()),
                new TreeMap<>(failures));
    }

    private static ProbeView.Measured measured(String name, Answers answers, Handled handled) {
        return new ProbeView.Measured(name, answers, handled, Breakdown.of(answers, handled, 0.8));
    }

    private static ProbeView view() {
        Spread three = new Spread(List.of(280.0, 300.0, 320.0));
        return new ProbeView(
                "demo-dev",
                100,
                4,
                answers(100, 0.02, Map.of()),
                List.of(
                        measured(
                                "lambda",
                                answers(100, 1, Map.of()),
                                new Handled(answers(97, 0.1, Map.of()).good(), three, three)),
                        measured(
                                "fargate",
                                answers(60, 0.1, Map.of("status 503", 40)),
                                new Handled(new Spread(List.of(1.0, 2.0)), Spread.none(), Spread.none()))));
    }

    @Test
    void textIsAsItWas() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream stream = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        Terminal terminal = new Terminal(stream, stream, true, 80, false, true);
        try (Report report = Report.of(Form.PLAIN, terminal, Clock.systemUTC())) {
            view().show(report, terminal);
        }
        Path golden = Path.of("src", "test", "resources", "golden", "probe.txt");
        String text = bytes.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
        if (Boolean.getBoolean("golden.write")) {
            Files.writeString(golden, text);
        }
        assertThat(text).isEqualTo(Files.readString(golden));
        assertThat(text.lines()).allMatch(line -> line.length() <= 80);
        assertThat(view().failed()).isEqualTo(40);
    }
}
