package dev.provision.service;

import dev.provision.demo.Main;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** The service as a process of its own, as an image starts it; ended, at the latest, when closed. */
final class ServiceProcess implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Process process;
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final Thread reader;

    private ServiceProcess(Process process) {
        this.process = process;
        this.reader = Thread.ofVirtual().start(this::readLines);
    }

    static String classPath() {
        return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    }

    static ServiceProcess start(Map<String, String> environment, String... jvmOptions) throws IOException {
        return start(classPath(), Main.class.getName(), environment, jvmOptions);
    }

    /** Another application, whose classes are in a folder. */
    static ServiceProcess startMain(String mainClass, Path classes, Map<String, String> environment)
            throws IOException {
        return start(classes + File.pathSeparator + classPath(), mainClass, environment);
    }

    private static ServiceProcess start(
            String classPath, String mainClass, Map<String, String> environment, String... jvmOptions)
            throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        command.addAll(List.of(jvmOptions));
        command.addAll(List.of("-cp", classPath, mainClass));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment()
                .keySet()
                .removeIf(name -> name.startsWith("AWS_") || name.startsWith("ECS_") || name.startsWith("JAVA_TOOL"));
        builder.environment().put("SERVER_HOST", "127.0.0.1");
        builder.environment().put("SERVER_PORT", "0");
        builder.environment().putAll(environment);
        return new ServiceProcess(builder.start());
    }

    /** A port that was free a moment ago, for tests of a port that is known before the start. */
    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    /** The port that the service says it listens on. */
    int port() throws InterruptedException {
        String line = awaitLine("Starting server on port");
        return Integer.parseInt(line.replaceAll(".* on port ([0-9]+).*", "$1"));
    }

    /** The first line that contains the text, as soon as it is there. */
    String awaitLine(String text) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        synchronized (lines) {
            while (true) {
                for (String line : lines) {
                    if (line.contains(text)) {
                        return line;
                    }
                }
                long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
                if (left <= 0 || !reader.isAlive()) {
                    throw new AssertionError("No line with '" + text + "' in " + lines);
                }
                lines.wait(Math.min(left, 100));
            }
        }
    }

    void terminate() {
        // of the handle: that of the process would close its output as well
        process.toHandle().destroy();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    int awaitExit() throws InterruptedException {
        if (!process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new AssertionError("Still running; it wrote " + lines);
        }
        reader.join(PATIENCE);
        return process.exitValue();
    }

    List<String> lines() {
        return List.copyOf(lines);
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }

    private void readLines() {
        try (BufferedReader in =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                synchronized (lines) {
                    lines.add(line);
                    lines.notifyAll();
                }
            }
        } catch (IOException ended) {
            // the process is gone, and with it its output
        }
    }
}
