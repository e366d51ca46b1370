import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Measures the service: memory after 10,000 requests as a task of 512 MB; requests a second at a quarter of a vCPU; and
 * requests a second, median and 99th percentile of {@code GET /health} against a bare Helidon server, Quarkus, Spring Boot
 * and Vert.x, all on one CPU with the load generator (wrk) on the other, and with the same JVM flags. All run all the time,
 * and are asked in turns of two seconds, each round in the other order: a ratio is the median of those of each round, for a
 * machine that is shared gives minutes that differ more than the servers do. All are started three times, for a JVM does not
 * compile the same code alike in each process. Ends with exit code 1 when a bound does not hold.
 *
 * <p>Usage: {@code ServiceBench [--rounds N] IMAGE-FOLDER JAVA-OF-THE-IMAGE NAME=FOLDER=ARGUMENTS-OF-JAVA...}; the first two
 * of these are the service itself and the bare server.
 */
public final class ServiceBench {
    private static final List<String> FLAGS = List.of("-XX:+UseSerialGC", "-Xmx256m", "-Xss512k", "-XX:-UsePerfData");
    private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");
    private static final Pattern RESULT = Pattern.compile(
            "50%\\s+([0-9.]+)(us|ms|s).*99%\\s+([0-9.]+)(us|ms|s).*?([0-9]+) requests in .*Requests/sec:\\s+([0-9.]+)", Pattern.DOTALL);

    private static final int STARTS = 3;

    private static boolean held = true;

    private record Contestant(String name, Path folder, List<String> arguments) {
        static Contestant parse(String text) {
            String[] parts = text.split("=", 3);
            return new Contestant(parts[0], Path.of(parts[1]), List.of(parts[2].strip().split("\\s+")));
        }
    }

    /** A run of wrk; latencies in milliseconds, and the server's CPU time for each request in microseconds. */
    private record Load(double perSecond, double median, double p99, double cpuMicros) {}

    public static void main(String[] args) throws Exception {
        int rounds = 5;
        int from = 0;
        if (args[0].equals("--rounds")) {
            rounds = Integer.parseInt(args[1]);
            from = 2;
        }
        Path image = Path.of(args[from]);
        Path imageJava = Path.of(args[from + 1]);
        List<Contestant> contestants = new ArrayList<>();
        for (int i = from + 2; i < args.length; i++) {
            contestants.add(Contestant.parse(args[i]));
        }
        memory(image, imageJava);
        quarter(image, imageJava);
        peers(contestants, rounds);
        // Whether all bounds hold, for the script that runs this.
        System.exit(held ? 0 : 1);
    }

    /** As the image starts it, with what a JVM learns from the container's control group given as options. */
    private static List<String> asTask(Path java) {
        return List.of(
                java.toString(),
                "-XX:MaxRAM=512m",
                "-XX:ActiveProcessorCount=1",
                "-XX:SharedArchiveFile=libs.aot:app.jsa",
                "@app.args");
    }

    private static void memory(Path image, Path java) throws Exception {
        try (Server server = Server.start(image, asTask(java)); HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(server.address("/fargate/health")).build();
            HttpRequest greeting = HttpRequest.newBuilder(server.address("/fargate/greetings/Ada")).build();
            for (int i = 0; i < 5_000; i++) {
                client.send(request, HttpResponse.BodyHandlers.discarding());
                client.send(greeting, HttpResponse.BodyHandlers.discarding());
            }
            double peak = server.residentMegabytes();
            // The compilers have just been at work; what they freed goes back to the system within two seconds.
            Thread.sleep(4_000);
            bound("RSS after 10,000 requests, one client in turn", server.residentMegabytes(), 96, "MB");
            System.out.printf(Locale.ROOT, "%-46s %8.1f MB  (right after the last of them)%n", "  before the compilers' memory went", peak);
            Load busy = wrk(server, 32, 10);
            System.out.printf(Locale.ROOT, "%-46s %8.1f MB  (after %.0f requests a second for 10 s by 32 clients)%n",
                    "RSS after a load", server.residentMegabytes(), busy.perSecond());
        }
    }

    private static void quarter(Path image, Path java) throws Exception {
        try (CpuLimit limit = CpuLimit.of(0.25); Server server = Server.start(image, asTask(java))) {
            wrk(server, 16, 12);
            limit.hold(server.process().pid());
            Load load = wrk(server, 16, 8);
            atLeast("requests/s at 0.25 vCPU, warm", load.perSecond(), 2_000, "/s");
            System.out.printf(Locale.ROOT, "%-46s %8.2f ms, 99th percentile %.2f ms%n", "  median", load.median(), load.p99());
        }
    }

    private static void peers(List<Contestant> contestants, int rounds) throws Exception {
        Map<String, List<Load>> loads = new LinkedHashMap<>();
        contestants.forEach(contestant -> loads.put(contestant.name(), new ArrayList<>()));
        for (int start = 0; start < STARTS; start++) {
            Map<String, Server> servers = new LinkedHashMap<>();
            try {
                for (Contestant contestant : contestants) {
                    List<String> command = new ArrayList<>(List.of("taskset", "-c", "0", JAVA.toString()));
                    command.addAll(FLAGS);
                    command.addAll(contestant.arguments());
                    servers.put(contestant.name(), Server.start(contestant.folder(), command));
                }
                for (Server server : servers.values()) {
                    wrk(server, 32, 8);
                }
                inTurns(servers, rounds, loads);
            } finally {
                for (Server server : servers.values()) {
                    server.close();
                }
            }
        }
        report(loads);
    }

    /** Adds a load of each server for each round. */
    private static void inTurns(Map<String, Server> servers, int rounds, Map<String, List<Load>> loads) throws Exception {
        List<String> order = new ArrayList<>(servers.keySet());
        for (int round = 0; round < rounds; round++) {
            for (String name : order) {
                loads.get(name).add(wrk(servers.get(name), 32, 2));
            }
            Collections.reverse(order);
        }
    }

    private static void report(Map<String, List<Load>> loads) {
        List<Load> ours = loads.values().iterator().next();
        System.out.printf("%n%-10s %11s %10s %8s %8s %26s%n", "GET /health", "requests/s", "CPU us", "median", "p99 ms", "service / this (of rounds)");
        Map<String, Double> ratios = new LinkedHashMap<>();
        loads.forEach((name, theirs) -> {
            List<Double> ofRounds = new ArrayList<>();
            for (int round = 0; round < theirs.size(); round++) {
                ofRounds.add(ours.get(round).perSecond() / theirs.get(round).perSecond());
            }
            ratios.put(name, median(ofRounds.stream()));
            System.out.printf(Locale.ROOT, "%-11s %11.0f %10.1f %8.2f %8.2f %12.2f (%.2f to %.2f)%n", name,
                    median(theirs.stream().map(Load::perSecond)), median(theirs.stream().map(Load::cpuMicros)),
                    median(theirs.stream().map(Load::median)), median(theirs.stream().map(Load::p99)),
                    ratios.get(name), Collections.min(ofRounds), Collections.max(ofRounds));
        });
        List<String> names = List.copyOf(loads.keySet());
        atLeast("service / bare Helidon", ratios.get(names.get(1)), 0.95, "");
        names.subList(2, names.size()).forEach(peer -> atLeast("service / " + peer, ratios.get(peer), 1, ""));
    }

    private static double median(Stream<Double> values) {
        List<Double> sorted = values.sorted().toList();
        return sorted.get(sorted.size() / 2);
    }

    private static Load wrk(Server server, int connections, int seconds) throws Exception {
        double before = server.cpuSeconds();
        Process wrk = new ProcessBuilder("taskset", "-c", "1", "wrk", "-t1", "-c" + connections, "-d" + seconds + "s",
                "--latency", server.address("/health").toString()).redirectErrorStream(true).start();
        String text = new String(wrk.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        Matcher result = RESULT.matcher(text);
        if (wrk.waitFor() != 0 || !result.find() || text.contains("Non-2xx")) {
            throw new IOException("wrk said: " + text);
        }
        return new Load(Double.parseDouble(result.group(6)), millis(result.group(1), result.group(2)),
                millis(result.group(3), result.group(4)),
                (server.cpuSeconds() - before) * 1e6 / Long.parseLong(result.group(5)));
    }

    private static double millis(String number, String unit) {
        return Double.parseDouble(number) * switch (unit) {
            case "us" -> 0.001;
            case "ms" -> 1;
            default -> 1000;
        };
    }

    private static void bound(String what, double value, double most, String unit) {
        held &= value <= most;
        System.out.printf(Locale.ROOT, "%-46s %8.1f %s (at most %.0f) %s%n", what, value, unit, most, value <= most ? "ok" : "TOO MUCH");
    }

    private static void atLeast(String what, double value, double least, String unit) {
        held &= value >= least;
        System.out.printf(Locale.ROOT, "%-46s %8.2f %s (at least %.2f) %s%n", what, value, unit, least, value >= least ? "ok" : "TOO LITTLE");
    }

    /** A server that answers. */
    private record Server(Process process, int port) implements AutoCloseable {
        static Server start(Path folder, List<String> command) throws Exception {
            int port;
            try (ServerSocket free = new ServerSocket(0)) {
                port = free.getLocalPort();
            }
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD);
            builder.environment().put("SERVER_HOST", "127.0.0.1");
            builder.environment().put("SERVER_PORT", Integer.toString(port));
            Server server = new Server(builder.start(), port);
            server.awaitAnswer();
            return server;
        }

        URI address(String path) {
            return URI.create("http://127.0.0.1:" + port + path);
        }

        private void awaitAnswer() throws Exception {
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
            try (HttpClient client = HttpClient.newHttpClient()) {
                HttpRequest request = HttpRequest.newBuilder(address("/health")).build();
                while (true) {
                    try {
                        client.send(request, HttpResponse.BodyHandlers.discarding());
                        return;
                    } catch (IOException notYet) {
                        if (System.nanoTime() > deadline || process.waitFor(50, TimeUnit.MILLISECONDS)) {
                            throw notYet;
                        }
                    }
                }
            }
        }

        double residentMegabytes() throws IOException {
            return Files.readAllLines(Path.of("/proc/" + process.pid() + "/status")).stream()
                    .filter(line -> line.startsWith("VmRSS:"))
                    .mapToDouble(line -> Double.parseDouble(line.replaceAll("[^0-9]", "")) / 1024)
                    .findFirst()
                    .orElseThrow();
        }

        /** Of user and system, in hundredths as the kernel counts them. */
        double cpuSeconds() throws IOException {
            String stat = Files.readString(Path.of("/proc/" + process.pid() + "/stat"));
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / 100.0;
        }

        @Override
        public void close() throws InterruptedException {
            process.destroyForcibly().waitFor();
        }
    }
}
