package dev.provision.image;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Runs an application once, so that its JVM writes an archive when it ends. Bounded in time; whatever goes wrong is a
 * {@link TrainingFailed}, because an image without archives serves as well, it only starts slower.
 *
 * @param java the {@code java} of the image's runtime
 * @param stage the application's folder
 * @param environment the image's environment variables
 */
record Training(Path java, Stage stage, Map<String, String> environment) {
    /** What a run records. */
    enum Subject {
        /** An AOT cache: classes as they are after linking, and the profiles of methods. */
        LIBRARIES,
        /** A dynamic archive on top of that: the application's classes. */
        APPLICATION
    }

    /** Tells an application that trains by itself how much is enough: {@code profiles} or {@code classes}. */
    static final String VARIABLE = "PROVISION_TRAINING";

    private static final Duration START = Duration.ofSeconds(20);
    private static final Duration END = Duration.ofSeconds(60);
    private static final Duration ANSWER = Duration.ofSeconds(5);
    private static final Duration PAUSE = Duration.ofMillis(20);

    /** Often enough that the methods of a request are in the profile that the cache keeps. */
    private static final int ROUNDS = 100;

    Training {
        environment = Map.copyOf(environment);
    }

    /** The training run did not produce an AOT cache. */
    static final class TrainingFailed extends Exception {
        private static final long serialVersionUID = 1L;

        TrainingFailed(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /**
     * Makes an archive.
     *
     * @param arguments the text of an argument file for {@code java}
     * @param archive where the archive is to be
     */
    void run(Subject subject, Lesson lesson, String arguments, Path archive)
            throws TrainingFailed, InterruptedException {
        try {
            Path folder = Files.createTempDirectory(stage.folder(), ".training-");
            try {
                Files.writeString(folder.resolve("arguments"), arguments);
                run(subject, lesson, folder);
                Files.move(folder.resolve("archive"), archive, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                for (String file : List.of("archive", "archive.config", "arguments", "output")) {
                    Files.deleteIfExists(folder.resolve(file));
                }
                Files.deleteIfExists(folder);
            }
        } catch (IOException e) {
            throw new TrainingFailed(e.toString(), e);
        }
    }

    private void run(Subject subject, Lesson lesson, Path folder)
            throws IOException, TrainingFailed, InterruptedException {
        Path archive = folder.resolve("archive");
        int port = freePort();
        String target = stage.folder().relativize(archive).toString();
        List<String> command = new ArrayList<>(List.of(java.toString()));
        command.addAll(
                switch (subject) {
                    case LIBRARIES -> List.of("-XX:AOTCacheOutput=" + target);
                    case APPLICATION ->
                        List.of("-XX:SharedArchiveFile=" + Stage.AOT_CACHE, "-XX:ArchiveClassesAtExit=" + target);
                });
        // A heap of a quarter of a big machine's memory would be addressed differently from a container's, which makes
        // a container refuse the archive.
        command.add("-Xmx512m");
        if (lesson instanceof Lesson.ByItself(List<String> options)) {
            command.addAll(options);
        }
        command.add("@" + stage.folder().relativize(folder.resolve("arguments")));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(stage.folder().toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output").toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        builder.environment().put(VARIABLE, subject == Subject.LIBRARIES ? "profiles" : "classes");
        builder.environment().put("SERVER_HOST", "127.0.0.1");
        builder.environment().put("SERVER_PORT", String.valueOf(port));
        Process process = builder.start();
        try {
            if (lesson instanceof Lesson.Answering(List<Lesson.Request> requests)) {
                ask(process, port, requests, subject == Subject.LIBRARIES ? ROUNDS : 1);
                process.destroy();
            }
            if (!process.waitFor(END.toSeconds(), TimeUnit.SECONDS)) {
                throw failed("it did not end within " + END.toSeconds() + " s", folder);
            }
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
        if (!Files.isRegularFile(archive)) {
            throw failed("it ended with exit code " + process.exitValue() + " and left no archive", folder);
        }
        if (lesson instanceof Lesson.ByItself && process.exitValue() != 0) {
            throw failed("it ended with exit code " + process.exitValue(), folder);
        }
    }

    private static void ask(Process process, int port, List<Lesson.Request> requests, int rounds)
            throws InterruptedException, TrainingFailed, IOException {
        try (HttpClient client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(ANSWER)
                .build()) {
            URI root = URI.create("http://127.0.0.1:" + port);
            awaitStart(process, client, root);
            for (int round = 0; round < rounds; round++) {
                for (Lesson.Request request : requests) {
                    client.send(http(root, request), HttpResponse.BodyHandlers.discarding());
                }
            }
        }
    }

    /** Any answer means that it has started. */
    private static void awaitStart(Process process, HttpClient client, URI root)
            throws InterruptedException, TrainingFailed {
        long deadline = System.nanoTime() + START.toNanos();
        HttpRequest first = http(root, new Lesson.Request("GET", "/", ""));
        while (true) {
            try {
                client.send(first, HttpResponse.BodyHandlers.discarding());
                return;
            } catch (IOException e) {
                if (System.nanoTime() > deadline) {
                    throw new TrainingFailed("it did not answer on SERVER_PORT within " + START.toSeconds() + " s", e);
                }
                if (process.waitFor(PAUSE.toMillis(), TimeUnit.MILLISECONDS)) {
                    throw new TrainingFailed("it ended with exit code " + process.exitValue(), e);
                }
            }
        }
    }

    private static HttpRequest http(URI root, Lesson.Request request) {
        HttpRequest.Builder builder =
                HttpRequest.newBuilder(root.resolve(request.path())).timeout(ANSWER);
        return request.body().isEmpty()
                ? builder.method(request.method(), HttpRequest.BodyPublishers.noBody())
                        .build()
                : builder.header("Content-Type", "application/json")
                        .method(request.method(), HttpRequest.BodyPublishers.ofString(request.body()))
                        .build();
    }

    private static TrainingFailed failed(String how, Path folder) throws IOException {
        String output = Files.readString(folder.resolve("output"), StandardCharsets.UTF_8)
                .strip();
        String last = output.substring(Math.max(0, output.length() - 300));
        return new TrainingFailed(last.isEmpty() ? how : how + ": " + last, null);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
