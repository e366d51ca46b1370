package dev.provision.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.provision.graph.ProvisionException.ConfigInvalid;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is written at a key, and whatever a file is: it is refused as what it is, or it is good. */
final class WrongValuesTest {
    private static final List<String> VALUES = List.of(
            "x",
            "-1",
            "0",
            "1.5",
            "true",
            "\"\"",
            "~",
            "[]",
            "{}",
            "[x, [y], {z: 1}]",
            "{ x: { y: z } }",
            "\"${NOPE}\"",
            "\"${name}\"",
            "\"" + "é".repeat(5000) + "\"");
    private static final String GOOD = "containers: { api: { routing: { pathPattern: /api/*, pathHealthCheck: /h },"
            + " compute: { type: awsLambda } } }";

    @TempDir
    private Path folder;

    private Environment load(byte[] file) {
        try {
            Files.writeString(folder.resolve("application.yaml"), "name: demo\nregion: eu-west-2\n" + GOOD);
            Files.write(folder.resolve("dev.yaml"), file);
        } catch (IOException failed) {
            throw new IllegalStateException(failed);
        }
        return new Environments(folder, Map.of()).load("dev", Optional.empty());
    }

    private Environment load(String file) {
        return load(file.getBytes(StandardCharsets.UTF_8));
    }

    /** The paths of all keys; a name of the user's own is {@code api}. */
    private static Stream<List<String>> paths(Kind kind) {
        return switch (kind) {
            case Kind.Section section ->
                section.keys().stream()
                        .flatMap(key -> Stream.concat(
                                Stream.of(List.of(key.name())),
                                paths(key.kind()).map(path -> below(key.name(), path))));
            case Kind.MapOf map ->
                Stream.concat(Stream.of(List.of("api")), paths(map.value()).map(path -> below("api", path)));
            default -> Stream.empty();
        };
    }

    private static List<String> below(String name, List<String> path) {
        return Stream.concat(Stream.of(name), path.stream()).toList();
    }

    @Test
    void eachKeyWithEachKindOfValueIsRefusedOrGood() {
        List<List<String>> paths = paths(Keys.ROOT).toList();
        assertThat(paths).hasSizeGreaterThan(80);
        for (List<String> path : paths) {
            for (String value : VALUES) {
                String file = String.join(": { ", path) + ": " + value + " }".repeat(path.size() - 1);
                Throwable thrown = catchThrowable(() -> load(file));
                if (thrown != null) {
                    assertThat(thrown).as(file).isInstanceOf(ConfigInvalid.class);
                    assertThat(((ConfigInvalid) thrown).problems()).as(file).allSatisfy(line -> assertThat(line)
                            .matches("[^:]+\\.yaml:\\d+: .+: .+")
                            .hasSizeLessThan(600));
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"name", "region", "containers"})
    void whatIsMissingIsNamedByItself(String key) {
        assertThatThrownBy(() -> load(key + ": ~"))
                .isInstanceOfSatisfying(ConfigInvalid.class, invalid -> assertThat(invalid.problems())
                        .singleElement()
                        .asString()
                        .contains(": " + key + ": is missing; expected "));
    }

    @Test
    void referencesThatGoRoundAreNamed() {
        assertThatThrownBy(() ->
                        load("tags:\n  a: ${tags.b}\n  b: x${tags.c}\n  c: ${tags.b}\n  d: ${name}\n  e: ${tags.e}"))
                .isInstanceOfSatisfying(ConfigInvalid.class, invalid -> assertThat(invalid.problems())
                        .filteredOn(line -> line.contains("refers to itself"))
                        .hasSize(4)
                        .first()
                        .asString()
                        .endsWith("dev.yaml:2: tags.a: '${tags.b}' refers to itself, directly or by other keys"));
    }

    @Test
    void filesThatCannotBeReadAreNamed() throws IOException {
        assertThatThrownBy(() -> load("tags: &all { a: [*all] }")).hasMessageContaining("contains itself");
        assertThatThrownBy(() -> load("tags: " + "[".repeat(20_000))).isInstanceOf(ConfigInvalid.class);
        assertThatThrownBy(() -> load("name: é".getBytes(StandardCharsets.ISO_8859_1)))
                .hasMessageContaining("dev.yaml: is not UTF-8");
        assertThatThrownBy(() -> load("a: b\n---\nc: d"))
                .hasMessageContaining(
                        "dev.yaml:2:1: not YAML: expected a single document in the stream but found another");
        assertThatThrownBy(() -> load("#".repeat(1_000_001)))
                .hasMessageContaining("dev.yaml: has 1000001 bytes; expected 1000000 at most");
        Files.delete(folder.resolve("dev.yaml"));
        Files.createDirectory(folder.resolve("dev.yaml"));
        assertThatThrownBy(() -> new Environments(folder, Map.of()).load("dev", Optional.empty()))
                .isInstanceOf(ConfigInvalid.class)
                .hasMessageContaining("dev.yaml: cannot be read: it is no ordinary file");
    }

    @Test
    void whatAwsWouldRefuseLaterIsRefusedHere() {
        assertThatThrownBy(() -> load("containers: { api: { environment: { AWS_REGION: x, A: \"" + "x".repeat(2100)
                        + "\", B: \"" + "y".repeat(2100) + "\" } } }"))
                .hasMessageContaining("containers.api.environment.AWS_REGION: is set by Lambda itself")
                .hasMessageContaining("containers.api.environment: has 4213 bytes, and a function takes 4096");
        StringBuilder tags = new StringBuilder("tags: { Team: a, team: b");
        StringBuilder containers = new StringBuilder("containers:\n");
        for (int i = 0; i < 50; i++) {
            tags.append(", t").append(i).append(": x");
            containers.append("  c" + i + ": { routing: { pathPattern: /c" + i
                    + "/*, pathHealthCheck: /h }, compute: { type: awsLambda } }\n");
        }
        assertThatThrownBy(() -> load(tags + " }"))
                .hasMessageContaining("tags.team: differs from Team by case only")
                .hasMessageContaining("tags: expected 46 at most, found 51");
        assertThatThrownBy(() -> load(containers.toString()))
                .hasMessageContaining("containers: expected 50 at most behind one load balancer, found 51");
        assertThatThrownBy(() -> load("containers: { api: { src: a/../../b } }"))
                .hasMessageContaining("containers.api.src: expected a folder below the project");
    }
}
