import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Measures how long the service takes from the start of its process to its first answer (as a Fargate task) and to its
 * first request for an event (as a Lambda function), and how much CPU time it used until then, for several variants that
 * take turns, so that a busy minute of the machine meets all of them.
 *
 * <p>Usage: {@code ColdStart.java [--runs N] [--cpu 1,0.5] [--mode fargate,lambda] NAME=FOLDER=COMMAND...}. The first
 * variant is the one that is judged, the last one the one it is compared with.
 */
public final class ColdStart {
    private record Variant(String name, Path folder, List<String> command) {
        static Variant parse(String text) {
            String[] parts = text.split("=", 3);
            return new Variant(parts[0], Path.of(parts[1]), List.of(parts[2].strip().split("\\s+")));
        }
    }

    private record Sample(double wallMillis, double cpuMillis) {}

    private static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(60);

    public static void main(String[] args) throws Exception {
        int runs = 11;
        double[] cpus = {1, 0.5};
        List<String> modes = List.of("fargate", "lambda");
        List<Variant> variants = new ArrayList<>();
        for (int i = 0; i < args.length; i++) {
            switch (args[i]) {
                case "--runs" -> runs = Integer.parseInt(args[++i]);
                case "--cpu" -> cpus = Stream.of(args[++i].split(",")).mapToDouble(Double::parseDouble).toArray();
                case "--mode" -> modes = List.of(args[++i].split(","));
                default -> variants.add(Variant.parse(args[i]));
            }
        }
        for (double cpu : cpus) {
            try (CpuLimit limit = CpuLimit.of(cpu)) {
                for (String mode : modes) {
                    report(mode, limit, measure(mode, limit, variants, runs));
                }
            }
        }
    }

    private static Map<String, List<Sample>> measure(String mode, CpuLimit limit, List<Variant> variants, int runs)
            throws Exception {
        Map<String, List<Sample>> samples = new LinkedHashMap<>();
        for (int run = -1; run < runs; run++) {
            for (Variant variant : variants) {
                Sample sample = mode.equals("lambda") ? lambda(variant, limit) : fargate(variant, limit);
                // the first round only brings the files into memory
                if (run >= 0) {
                    samples.computeIfAbsent(variant.name(), unseen -> new ArrayList<>()).add(sample);
                }
            }
        }
        return samples;
    }

    private static void report(String mode, CpuLimit limit, Map<String, List<Sample>> samples) {
        double reference = median(List.copyOf(samples.values()).getLast().stream().mapToDouble(Sample::wallMillis));
        samples.forEach((name, list) -> {
            double wall = median(list.stream().mapToDouble(Sample::wallMillis));
            double min = list.stream().mapToDouble(Sample::wallMillis).min().orElseThrow();
            double cpu = median(list.stream().mapToDouble(Sample::cpuMillis));
            double leastCpu = list.stream().mapToDouble(Sample::cpuMillis).min().orElseThrow();
            System.out.printf(Locale.ROOT, "%-8s %-18s %-22s median %5.0f ms  min %5.0f  cpu %5.0f ms  min %5.0f  ratio %.2f%n",
                    mode, limit.name(), name, wall, min, cpu, leastCpu, wall / reference);
        });
    }

    private static double median(java.util.stream.DoubleStream values) {
        double[] sorted = values.sorted().toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    private static Sample fargate(Variant variant, CpuLimit limit) throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        long start = System.nanoTime();
        Process process = start(variant, limit, Map.of("SERVER_PORT", Integer.toString(port),
                "ECS_CONTAINER_METADATA_URI_V4", "http://169.254.170.2/v4/x"));
        try {
            while (!answers(port)) {
                if (!process.isAlive() || System.nanoTime() - start > LIMIT_NANOS) {
                    throw new IOException(variant.name() + " did not answer");
                }
                TimeUnit.MICROSECONDS.sleep(500);
            }
            return new Sample((System.nanoTime() - start) / 1e6, cpuMillis(process.pid()));
        } finally {
            end(process);
        }
    }

    private static boolean answers(int port) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            socket.getOutputStream().write("GET /fargate/health HTTP/1.1\r\nHost: bench\r\nConnection: close\r\n\r\n"
                    .getBytes(StandardCharsets.US_ASCII));
            String status = new BufferedReader(new InputStreamReader(socket.getInputStream())).readLine();
            if (!status.startsWith("HTTP/1.1 200")) {
                throw new IOException("answered " + status);
            }
            return true;
        } catch (java.net.ConnectException notYet) {
            return false;
        }
    }

    private static Sample lambda(Variant variant, CpuLimit limit) throws Exception {
        try (ServerSocket api = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            api.setSoTimeout(60_000);
            long start = System.nanoTime();
            Process process = start(variant, limit, Map.of("SERVER_PORT", "0",
                    "AWS_LAMBDA_RUNTIME_API", "127.0.0.1:" + api.getLocalPort(),
                    "AWS_LAMBDA_FUNCTION_NAME", "bench", "AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "1769"));
            try (Socket next = api.accept()) {
                String line = new BufferedReader(new InputStreamReader(next.getInputStream())).readLine();
                Sample sample = new Sample((System.nanoTime() - start) / 1e6, cpuMillis(process.pid()));
                if (!line.startsWith("GET /2018-06-01/runtime/invocation/next")) {
                    throw new IOException(variant.name() + " asked for " + line);
                }
                return sample;
            } finally {
                end(process);
            }
        }
    }

    private static Process start(Variant variant, CpuLimit limit, Map<String, String> environment) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(limit.wrap(variant.command()))
                .directory(variant.folder().toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD);
        builder.environment().clear();
        builder.environment().put("SERVER_HOST", "127.0.0.1");
        // as in a container, which has no /etc/localtime that would be read
        builder.environment().put("TZ", "UTC");
        builder.environment().putAll(environment);
        return builder.start();
    }

    private static void end(Process process) throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Of the threads that are alive. */
    private static double cpuMillis(long pid) throws IOException {
        try (Stream<Path> tasks = Files.list(Path.of("/proc/" + pid + "/task"))) {
            return tasks.mapToLong(ColdStart::runNanos).sum() / 1e6;
        }
    }

    private static long runNanos(Path task) {
        try {
            return Long.parseLong(Files.readString(task.resolve("schedstat")).split(" ")[0]);
        } catch (IOException gone) {
            return 0;
        }
    }
}
