package dev.provision.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands of docs/tour.md are ones that there are; {@code bench/tour/run} runs them. */
final class TourPageTest {
    private static final Pattern BLOCK = Pattern.compile("^```sh.*?\\n(.*?)^```", Pattern.DOTALL | Pattern.MULTILINE);
    private static final Pattern COMMAND = Pattern.compile("^\\./provision ([^|\\n]*)", Pattern.MULTILINE);
    private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|(\\S+)");

    @Test
    void namesCommandsAndOptionsThatThereAre(@TempDir Path home) throws IOException {
        String page = Files.readString(Path.of("..", "docs", "tour.md"));
        List<String> commands = BLOCK.matcher(page)
                .results()
                .flatMap(block -> COMMAND.matcher(block.group(1)).results())
                .map(command -> command.group(1))
                .toList();
        assertThat(commands).hasSizeGreaterThan(15);
        Surroundings surroundings = new Bench(home).surroundings();
        for (String command : commands) {
            String[] words =
                    WORD.matcher(command).results().map(TourPageTest::word).toArray(String[]::new);
            assertThatCode(() -> Commands.commandLine(surroundings).parseArgs(words))
                    .as(command)
                    .doesNotThrowAnyException();
        }
    }

    private static String word(MatchResult word) {
        return word.group(1) == null ? word.group(2) : word.group(1);
    }
}
