package dev.provision.stack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.provision.aws.tagging.TaggedResources.Found;
import dev.provision.config.Environment;
import dev.provision.config.Environments;
import dev.provision.graph.StepKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What containers shared goes with the last one that is taken out, not with the last one that moves to another compute. */
final class DesertedTest {
    private static final String ARN = "arn:aws:logs:eu-west-2:000000000000:log-group:";
    private static final List<Found> BOTH = List.of(
            found("security-group/fargate", "arn:aws:ec2:eu-west-2:000000000000:security-group/sg-1"),
            found("security-group/lambda", "arn:aws:ec2:eu-west-2:000000000000:security-group/sg-2"),
            found("cluster/main", "arn:aws:ecs:eu-west-2:000000000000:cluster/demo-dev"),
            found("log-group/lambda", ARN + "/aws/lambda/demo-dev-lambda"));

    @TempDir
    private Path folder;

    private static Found found(String key, String id) {
        return new Found(StepKey.parse(key).orElseThrow(), id);
    }

    /** Of an environment with one function. */
    private Set<String> deserted(List<Found> found, String... composed) throws IOException {
        Files.writeString(folder.resolve("application.yaml"), "name: demo\nregion: eu-west-2\n");
        Files.writeString(folder.resolve("dev.yaml"), "containers:\n" + Cloudlet.LAMBDA.indent(2));
        Environment environment = new Environments(folder, Map.of()).load("dev", Optional.empty());
        Set<StepKey> keys =
                Stream.of(composed).map(key -> StepKey.parse(key).orElseThrow()).collect(Collectors.toSet());
        return new Deserted(environment, keys, found)
                .keys().stream().map(StepKey::toString).collect(Collectors.toSet());
    }

    @Test
    void goesWithTheLastContainerOfItsKind() throws IOException {
        assertThat(deserted(BOTH, "security-group/lambda"))
                .containsExactlyInAnyOrder("security-group/fargate", "security-group-rules/fargate", "cluster/main");
    }

    @Test
    void staysWhileAnythingIsThere() throws IOException {
        assertThat(deserted(BOTH, "security-group/lambda", "security-group/fargate"))
                .isEmpty();
    }

    @Test
    void staysAfterAContainerHasMoved() throws IOException {
        List<Found> moved = Stream.concat(
                        BOTH.stream(), Stream.of(found("log-group/lambda", ARN + "/ecs/demo-dev-lambda:*")))
                .toList();
        assertThat(deserted(moved, "security-group/lambda")).isEmpty();
    }

    @Test
    void isNotLookedForWhereNothingIsLeft() throws IOException {
        assertThat(deserted(List.of(), "security-group/lambda")).isEmpty();
    }
}
