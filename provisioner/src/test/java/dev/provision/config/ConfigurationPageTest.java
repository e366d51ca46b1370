package dev.provision.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** docs/configuration.md lists the keys that the code knows. {@code -Dwrite.docs} writes it anew. */
class ConfigurationPageTest {
    private static final Path PAGE = Path.of("..", "docs", "configuration.md");
    private static final String HEAD = """
            # Configuration

            One file per environment: `config/<environment>.yaml`, read over `config/application.yaml`, which holds what all of
            them share. `${NAME}` in a value is an environment variable or another key. Unknown keys are mistakes. This page is made
            from the code's own list of keys.

            | key | expected | without it | meaning |
            |---|---|---|---|
            """;

    @Test
    void the_page_lists_every_key() throws IOException {
        String page = HEAD + rows("", Keys.ROOT) + System.lineSeparator();
        if (System.getProperty("write.docs") != null) {
            Files.writeString(PAGE, page);
        }
        assertThat(Files.readString(PAGE))
                .as("run ./mvnw -pl provisioner test -Dtest=ConfigurationPageTest -Dwrite.docs")
                .isEqualTo(page);
    }

    private static String rows(String prefix, Kind.Section section) {
        return section.keys().stream().map(key -> row(prefix, key)).collect(Collectors.joining("\n"));
    }

    private static String row(String prefix, Key key) {
        String path = prefix + key.name();
        String without = key.required()
                ? "**required**"
                : key.standard().map(value -> "`" + value + "`").orElse("–");
        String row = "| `" + path + "` | " + expected(key.kind()) + " | " + without + " | " + key.description() + " |";
        return switch (key.kind()) {
            case Kind.Section section -> row + "\n" + rows(path + ".", section);
            case Kind.MapOf(var name, Kind.Section section, var words) -> row + "\n" + rows(path + ".*" + ".", section);
            default -> row;
        };
    }

    private static String expected(Kind kind) {
        return switch (kind) {
            case Kind.Section section -> "a section";
            case Kind.MapOf(var name, Kind.Section section, var words) ->
                words + ", each under a name: " + name.words();
            default -> kind.words().replace("|", "\\|");
        };
    }
}
