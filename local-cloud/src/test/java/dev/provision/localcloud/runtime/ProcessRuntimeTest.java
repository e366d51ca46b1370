package dev.provision.localcloud.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.provision.localcloud.runtime.ContainerRuntime.Container;
import dev.provision.localcloud.runtime.ContainerRuntime.Exit;
import dev.provision.localcloud.runtime.ContainerRuntime.ImageUnusable;
import dev.provision.localcloud.runtime.ContainerRuntime.Spec;
import dev.provision.localcloud.runtime.TestImage.Layer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(OS.LINUX)
@Timeout(60)
class ProcessRuntimeTest {
    @TempDir
    Path folder;

    private final BlockingQueue<String> output = new LinkedBlockingQueue<>();
    private ProcessRuntime runtime;

    @BeforeEach
    void start() {
        runtime = new ProcessRuntime(folder, Duration.ZERO);
    }

    @AfterEach
    void stop() {
        runtime.close();
    }

    @Test
    void runsTheEntryPointInItsWorkingDirectoryWithNothingButItsOwnEnvironment() throws Exception {
        Image image = new TestImage()
                .layer(new Layer()
                        .file("app/run", 0755, "#!/bin/sh\n/usr/bin/env\necho args $* >&2\ncat data\nexit 7\n"))
                .layer(new Layer().file("app/data", 0644, "from the layer\n"))
                .entryPoint("/app/run", "one")
                .command("two")
                .variable("FROM_IMAGE", "a")
                .variable("BOTH", "image")
                .workingDirectory("/app")
                .build();
        Container container = runtime.start(spec(image, Map.of("BOTH", "service", "a.b", "c d")));

        assertThat(exit(container)).isEqualTo(new Exit(7, false));
        List<String> lines = new ArrayList<>(output);
        // The shell of the script adds PWD (and some add SHLVL and _) by itself.
        lines.removeIf(line -> line.matches("(PWD|OLDPWD|SHLVL|_)=.*"));
        assertThat(lines)
                .containsExactlyInAnyOrder(
                        "FROM_IMAGE=a", "BOTH=service", "SERVER_HOST=127.0.0.1", "args one two", "from the layer");
    }

    @Test
    void passesOnVariablesThatAShellCannotName() throws Exception {
        Image image = new TestImage()
                .layer(new Layer().link("app/env", "/usr/bin/env"))
                .entryPoint("/app/env")
                .build();
        exit(runtime.start(spec(image, Map.of("a.b", "c d", "E", "f"))));
        assertThat(output).containsExactlyInAnyOrder("a.b=c d", "E=f", "SERVER_HOST=127.0.0.1");
    }

    @Test
    void unpacksOnceAndKeepsTimesAndModes() throws Exception {
        Image image = new TestImage()
                .layer(new Layer()
                        .folder("lib", 0755)
                        .file("lib/code", 0644, "code")
                        .file("app/old", 0644, "old")
                        .file("app/gone", 0644, "gone")
                        .file("hidden/below", 0644, "below")
                        .file("app/run", 0751, "#!/bin/sh\n"))
                .layer(new Layer()
                        .file("app/.wh.gone", 0644, "")
                        .file("hidden/above", 0640, "above")
                        .file("hidden/.wh..wh..opq", 0644, "")
                        .hardLink("app/again", "app/old"))
                .entryPoint("/app/run")
                .build();
        assertThat(exit(runtime.start(spec(image, Map.of()))).code()).isZero();
        assertThat(exit(runtime.start(spec(image, Map.of()))).code()).isZero();

        List<Path> roots;
        try (var list = Files.list(folder.resolve("images"))) {
            roots = list.toList();
        }
        assertThat(roots).hasSize(1);
        Path root = roots.getFirst();
        assertThat(Files.getLastModifiedTime(root.resolve("app/old")).toInstant())
                .isEqualTo(TestImage.TIME);
        assertThat(Files.getLastModifiedTime(root.resolve("lib")).toInstant()).isEqualTo(TestImage.TIME);
        assertThat(Files.getPosixFilePermissions(root.resolve("app/run")))
                .extracting(Object::toString)
                .containsExactlyInAnyOrder(
                        "OWNER_READ", "OWNER_WRITE", "OWNER_EXECUTE", "GROUP_READ", "GROUP_EXECUTE", "OTHERS_EXECUTE");
        assertThat(root.resolve("app/gone")).doesNotExist();
        assertThat(root.resolve("app/again")).hasContent("old");
        assertThat(root.resolve("hidden/below")).doesNotExist();
        assertThat(root.resolve("hidden/above")).hasContent("above");
    }

    @Test
    void refusesLayersThatLeadOutOfTheImage() throws IOException {
        Path outside = Files.createFile(folder.resolve("outside"));
        assertUnusable(new Layer().file("app/../../../outside", 0644, "x"), "leads out of the image");
        assertUnusable(
                new Layer().link("app/up", "../../../..").file("app/up/outside", 0644, "x"), "leads out of the image");
        assertUnusable(new Layer().file("app/.wh...", 0644, ""), "leads out of its folder");
        assertThat(outside).isEmptyFile();
    }

    @Test
    void followsAbsoluteLinksInsideTheImage() throws Exception {
        Image image = new TestImage()
                .layer(new Layer()
                        .link("lib", "/usr/lib")
                        .folder("usr/lib", 0755)
                        .file("lib/run", 0755, "#!/bin/sh\necho inside\n"))
                .entryPoint("/lib/run")
                .build();
        assertThat(exit(runtime.start(spec(image, Map.of()))).code()).isZero();
        assertThat(output).containsExactly("inside");
    }

    @Test
    void saysWhatIsWrongWithAnImage() {
        Image nothing = new TestImage().entryPoint("/app/absent").build();
        assertThatThrownBy(() -> runtime.start(spec(nothing, Map.of())))
                .isInstanceOf(ImageUnusable.class)
                .hasMessageContaining("exec: \"/app/absent\": no such file or directory");
        byte[] zstd = {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd, 0};
        Image.Layer layer = new Image.Layer("sha256:1", "zstd", () -> new ByteArrayInputStream(zstd));
        assertThatThrownBy(() -> runtime.start(spec(new Image("sha256:2", "{}", List.of(layer)), Map.of())))
                .isInstanceOf(ImageUnusable.class)
                .hasMessageContaining("zstd");
    }

    @Test
    void keepsAContainerToItsShareOfTheProcessors() throws Exception {
        Container container = runtime.start(spec(TestImage.python("while True: pass"), Map.of()));
        long begin = System.nanoTime();
        while (container.usage().cpu().compareTo(Duration.ofMillis(500)) < 0) {
            assertThat(container.exit()).isNotDone();
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThan(Duration.ofMillis(1200));
        container.stop(Duration.ofSeconds(20));
        assertThat(exit(container)).isEqualTo(new Exit(128 + 15, false));
    }

    @Test
    void tellsAJvmWhatItMayUse() throws Exception {
        Path home = Path.of(System.getProperty("java.home"));
        Image image = new TestImage()
                .layer(new Layer().link("jre/bin/java", home + "/bin/java").link("jre/lib", home + "/lib"))
                .entryPoint("/jre/bin/java", "-XX:MaxRAMPercentage=50", "-XX:+PrintFlagsFinal", "-version")
                .build();
        assertThat(exit(runtime.start(spec(image, Map.of()))).code()).isZero();
        assertThat(output).anyMatch(line -> line.matches(" *size_t MaxHeapSize += 52428800 .*"));
        assertThat(output).anyMatch(line -> line.matches(" *int ActiveProcessorCount += 1 .*"));
    }

    @Test
    void killsAContainerWhoseChildrenUseTooMuchMemory() throws Exception {
        // tail keeps a line that does not end in memory.
        Image image =
                TestImage.script("/usr/bin/head -c 400000000 /dev/zero | { /usr/bin/tail -n1; } | /bin/sleep 100");
        Container container = runtime.start(spec(image, Map.of()));
        assertThat(exit(container)).isEqualTo(new Exit(137, true));
    }

    @Test
    void measuresAndStops() throws Exception {
        Container container = runtime.start(
                spec(TestImage.script("trap 'echo term; exit 3' TERM; echo up; while :; do :; done"), Map.of()));
        assertThat(output.poll(10, TimeUnit.SECONDS)).isEqualTo("up");
        assertThat(container.usage().residentBytes()).isPositive();
        container.stop(Duration.ofSeconds(20));
        assertThat(exit(container)).isEqualTo(new Exit(3, false));
        assertThat(output).contains("term");
    }

    @Test
    void killsWhatIgnoresTheStopAndWhatItLeavesBehind() throws Exception {
        Container container =
                runtime.start(spec(TestImage.script("trap '' TERM; /bin/sleep 300 & echo $!; wait; wait"), Map.of()));
        long child = Long.parseLong(output.poll(10, TimeUnit.SECONDS));
        ProcessHandle sleep = ProcessHandle.of(child).orElseThrow();
        container.stop(Duration.ofMillis(100));
        assertThat(exit(container).code()).isEqualTo(137);
        sleep.onExit().get(10, TimeUnit.SECONDS);
    }

    @Test
    void endsContainersWithItsOwnProcess() throws Exception {
        Process other = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        OtherProcess.class.getName(),
                        folder.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (var lines = other.inputReader()) {
            ProcessHandle program =
                    ProcessHandle.of(Long.parseLong(lines.readLine())).orElseThrow();
            ProcessHandle child =
                    ProcessHandle.of(Long.parseLong(lines.readLine())).orElseThrow();
            assertThat(program.isAlive() && child.isAlive()).isTrue();
            other.destroyForcibly();
            program.onExit().get(10, TimeUnit.SECONDS);
            child.onExit().get(10, TimeUnit.SECONDS);
        } finally {
            other.destroyForcibly();
        }
    }

    /** Runs a container until it is killed; prints the process ids of its program and of its program's child. */
    static final class OtherProcess {
        private OtherProcess() {}

        public static void main(String[] args) {
            Image image = TestImage.script("echo $$; /bin/sleep 300 & echo $!; wait");
            new ProcessRuntime(Path.of(args[0]), Duration.ZERO)
                    .start(new Spec(
                            "other",
                            image,
                            "amd64",
                            List.of(),
                            List.of(),
                            "",
                            Map.of(),
                            InetAddress.getLoopbackAddress(),
                            100,
                            256,
                            System.out::println))
                    .exit()
                    .join();
        }
    }

    private void assertUnusable(Layer layer, String reason) {
        Image image = new TestImage().layer(layer).entryPoint("/app/run").build();
        assertThatThrownBy(() -> runtime.start(spec(image, Map.of())))
                .isInstanceOf(ImageUnusable.class)
                .hasMessageContaining(reason);
    }

    private static Exit exit(Container container) throws Exception {
        return container.exit().get(30, TimeUnit.SECONDS);
    }

    private Spec spec(Image image, Map<String, String> environment) {
        return new Spec(
                "test",
                image,
                "amd64",
                List.of(),
                List.of(),
                "",
                environment,
                InetAddress.getLoopbackAddress(),
                100,
                256,
                output::add);
    }
}
