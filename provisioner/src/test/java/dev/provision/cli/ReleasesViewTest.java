package dev.provision.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.provision.config.Cloud;
import dev.provision.config.Environment;
import dev.provision.release.ComputeKind;
import dev.provision.release.ReleaseRecord;
import dev.provision.release.ReleaseRecord.Outcome;
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
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What {@code releases} shows; see {@link StatusViewTest} for how to write the golden files anew. */
final class ReleasesViewTest {
    private static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";
    private final Environment environment =
            Environment.unconfigured("demo", "dev", "eu-west-2", Cloud.Local.at(Cloud.Local.STANDARD_PORT));

    private static ReleaseRecord.Route route(String container, ComputeKind compute, String image) {
        return new ReleaseRecord.Route(container, compute, "i", image, "7");
    }

    private static ReleaseRecord release(
            int number, String commit, Outcome outcome, String reason, ReleaseRecord.Route... routes) {
        return new ReleaseRecord(
                number,
                Instant.parse("2025-12-11T10:30:00Z").plusSeconds(3600L * number),
                "arn:aws:iam::000000000000:user/ada",
                commit,
                outcome,
                reason,
                List.of(routes));
    }

    private String shown(Form form, List<ReleaseRecord> releases, Set<Integer> serving) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream stream = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        try (Report report = Report.of(form, new Terminal(stream, stream, false, 80, false, true), Clock.systemUTC())) {
            new ReleasesView(environment, releases, serving).show(report);
        }
        return bytes.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
    }

    private void check(String name, Form form) throws IOException {
        String image = "sha256:89abcdef0123456789abcdef01234567";
        String text = shown(
                form,
                List.of(
                        release(
                                4,
                                COMMIT + "-dirty",
                                Outcome.RUNNING,
                                "",
                                route("api", ComputeKind.FARGATE, image),
                                route("web", ComputeKind.FARGATE, image)),
                        release(
                                3,
                                COMMIT,
                                Outcome.ROLLED_BACK,
                                "api: 12 of 80 requests to the new version failed",
                                route("api", ComputeKind.LAMBDA, image)),
                        release(2, COMMIT, Outcome.PROMOTED, "", route("api", ComputeKind.LAMBDA, image)),
                        release(1, "", Outcome.SUPERSEDED, "", route("web", ComputeKind.FARGATE, ""))),
                Set.of(2));
        Path file = Path.of("src", "test", "resources", "golden", name);
        if (Boolean.getBoolean("golden.write")) {
            Files.writeString(file, text);
        }
        assertThat(text).isEqualTo(Files.readString(file));
    }

    @Test
    void text() throws IOException {
        check("releases.txt", Form.PLAIN);
    }

    @Test
    void document() throws IOException {
        check("releases.json", Form.JSON);
    }

    @Test
    void nothing_was_released_yet() {
        assertThat(shown(Form.PLAIN, List.of(), Set.of())).isEqualTo("nothing has been released to demo-dev yet\n");
    }
}
