package dev.provision.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.protocols.jsoncore.JsonNode;

/** docs/configuration.md and the JSON schema list the keys that the code knows. {@code -Dwrite.docs} writes them anew. */
class ConfigurationPageTest {
    private static final Path PAGE = Path.of("..", "docs", "configuration.md");
    private static final Path SCHEMA = Path.of("..", "config", "provision.schema.json");
    private static final String HEAD = """
            # Configuration

            One file per environment: `config/<environment>.yaml`, read over `config/application.yaml`, which holds what all of
            them share. Every problem is reported in one run, with file, line, key and remedy; unknown keys are mistakes.
            `provision config show --env NAME` prints what holds in the end and where each value is from; values that may be
            secrets are masked.

            **Editors** complete and check the files by `config/provision.schema.json`, which the first line of a file names:
            `# yaml-language-server: $schema=provision.schema.json`. `provision config schema` prints it.

            **`extends: NAME`** reads a file over `NAME.yaml` of the same folder, which may extend another. Sections are
            merged, anything else is replaced, and `key: ~` takes an inherited key away. A file whose name starts with `_` is
            no environment and only there to be extended.

            **`${NAME}`** in a value is another key (`${containers.api.src}`) or an environment variable of the process that
            runs provision.

            **Secrets** as a container's environment variables are named, never written: `TOKEN: ${ssm:/demo/token}` is a
            parameter of Systems Manager, `${secret:NAME}` a secret of Secrets Manager, and `${secret:NAME#FIELD}` one field
            of a secret that is a JSON object. `up` looks up that they are there and never reads a value. ECS puts the values
            into the tasks; a function has them read by the service when it starts
            (what `Service.run` hands to its resources has the values), so that nothing of them is in the function's configuration. The
            execution role, or the function's, is allowed to read exactly these, and to decrypt with their keys; an existing
            role (`awsIam.roleArn`) must allow a function that itself. Running tasks and functions keep a value; new ones
            get the present one.

            **What others have made** and a file names (a certificate, a web ACL, a role, a topic, a network, a bucket, a
            secret) is looked at before the first thing is made, and before a later `up` changes anything: that it is there,
            in this account and region, and fit for its use. It is never changed and never deleted.

            This page and the schema are made from the code's own list of keys.

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

    @Test
    void the_schema_is_the_one_that_is_checked_in() throws IOException {
        if (System.getProperty("write.docs") != null) {
            Files.writeString(SCHEMA, JsonSchema.text());
        }
        assertThat(Files.readString(SCHEMA))
                .as("run ./mvnw -pl provisioner test -Dtest=ConfigurationPageTest -Dwrite.docs")
                .isEqualTo(JsonSchema.text());
    }

    /** As {@code extends} has it: an editor must not complain of {@code key: ~}. */
    @Test
    void the_schema_lets_every_key_be_taken_away() {
        assertThat(keys(JsonNode.parser().parse(JsonSchema.text())))
                .hasSizeGreaterThan(80)
                .allSatisfy(
                        (key, schema) -> assertThat(schema.toString()).as(key).contains("null"));
    }

    /** What the schema says of each key, without what it says of those below it. */
    private static Map<String, Object> keys(JsonNode schema) {
        Map<String, JsonNode> below = new TreeMap<>();
        schema.field("properties").ifPresent(properties -> below.putAll(properties.asObject()));
        schema.field("additionalProperties").filter(JsonNode::isObject).ifPresent(any -> below.put("*", any));
        Map<String, Object> keys = new TreeMap<>();
        below.forEach((name, one) -> {
            keys.put(name, one.field("type").or(() -> one.field("anyOf")).orElseThrow());
            keys(one).forEach((path, deeper) -> keys.put(name + "." + path, deeper));
        });
        return keys;
    }

    @Test
    void every_file_names_the_schema() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("..", "config"))) {
            assertThat(files.filter(file -> file.toString().endsWith(".yaml")))
                    .isNotEmpty()
                    .allSatisfy(file -> assertThat(Files.readAllLines(file).getFirst())
                            .isEqualTo("# yaml-language-server: $schema=provision.schema.json"));
        }
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
