package dev.provision.localcloud.wire;

import dev.provision.localcloud.LocalCloud;
import dev.provision.localcloud.Options;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Sends mutated requests over raw connections and notes every answer that a client must never get: a server error, or none
 * within {@value #PATIENCE_MILLIS} ms. {@code main} is what {@code bench/fuzz} runs.
 */
public final class RequestFuzzer {
    private static final int PATIENCE_MILLIS = 10_000;
    private static final int NOTED = 40;
    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] (\\d{3}) ");
    private static final List<String> WORDS = List.of(
            "",
            "-1",
            "0",
            "99999999999999999999",
            "null",
            "true",
            "%",
            "%zz",
            "\u0000",
            "../../etc/passwd",
            "*",
            "arn:",
            "arn:aws:iam::000000000000:role/",
            "vpc-",
            "eni-0",
            "\"",
            "{",
            "[",
            "<",
            "&amp;",
            "\uD800",
            "a".repeat(5000),
            "10.0.0.0/16",
            "0.0.0.0/0",
            "1e999",
            "NaN",
            "2025-13-45T99:99:99Z",
            "\r\n",
            "$LATEST",
            "default");

    private final RandomGenerator random;
    private final RealRequests requests;
    private final int port;
    private final Map<Integer, Integer> statuses = new TreeMap<>();
    private final Map<String, String> bad = new LinkedHashMap<>();

    /**
     * @param cloud to send to
     * @param services of a cloud like it
     */
    RequestFuzzer(LocalCloud cloud, List<AwsService> services, long seed) {
        random = new Random(seed);
        requests = new RealRequests(services, random);
        port = cloud.port();
    }

    /** How often each status came; 0 stands for a connection that was closed. */
    Map<Integer, Integer> statuses() {
        return statuses;
    }

    /** What must not have come: what was sent, by what was answered. */
    Map<String, String> bad() {
        return bad;
    }

    /** Sends one mutated request. */
    void next() {
        Optional<WireRequest> request = requests.next();
        if (request.isPresent()) {
            byte[] sent = mutated(request.get());
            String answer = answer(sent);
            int status = status(answer);
            statuses.merge(status, 1, Integer::sum);
            if (status >= 500 || status == -1) {
                note(request.get(), sent, answer);
            }
        }
    }

    private void note(WireRequest request, byte[] sent, String answer) {
        String about = request.header("x-amz-target")
                .orElse(request.method() + " " + request.rawPath().replaceAll("x[^/]*x", "X"));
        Matcher action =
                Pattern.compile("Action=(\\w+)").matcher(new String(request.body(), StandardCharsets.ISO_8859_1));
        String key = (action.find() ? action.group(1) : about) + " -> "
                + (answer.isEmpty() ? "no answer" : answer.lines().findFirst().orElse(""));
        if (bad.size() < NOTED) {
            bad.putIfAbsent(key, new String(sent, StandardCharsets.ISO_8859_1));
        }
    }

    private byte[] mutated(WireRequest request) {
        byte[] body = request.body();
        Map<String, List<String>> headers = new LinkedHashMap<>(request.headers());
        String method = request.method();
        String target = request.rawPath() + query(request);
        boolean honest = true;
        switch (random.nextInt(12)) {
            case 0, 1, 2, 3 -> body = words(body);
            case 4 -> body = bytes(body);
            case 5 -> body = cut(body);
            case 6 -> body = twice(body);
            case 7 ->
                headers.put(
                        any(List.copyOf(headers.keySet())), List.of(any(WORDS).replaceAll("[\r\n]", "")));
            case 8 -> method = any(List.of("GET", "POST", "PUT", "DELETE", "HEAD", "OPTIONS", "PATCH", "TRACE", "B@D"));
            case 9 ->
                target = new String(bytes(target.getBytes(StandardCharsets.ISO_8859_1)), StandardCharsets.ISO_8859_1);
            case 10 -> honest = false;
            default -> {
                // As the client wrote it: that must not fail either.
            }
        }
        return assemble(method, target, headers, body, honest);
    }

    private static String query(WireRequest request) {
        StringBuilder query = new StringBuilder();
        request.query()
                .forEach((name, values) -> values.forEach(value -> query.append(query.isEmpty() ? '?' : '&')
                        .append(name)
                        .append('=')
                        .append(value)));
        return query.toString();
    }

    /** Replaces a value by a word; values are those that begin and end with an x, numbers, and everything in quotes. */
    private byte[] words(byte[] body) {
        String text = new String(body, StandardCharsets.UTF_8);
        List<int[]> places = new ArrayList<>();
        Matcher values = Pattern.compile("\"[^\"]{0,60}\"|=[^&]{0,60}|>[^<]{1,60}<|-?\\d+")
                .matcher(text);
        while (values.find()) {
            places.add(new int[] {values.start(), values.end()});
        }
        if (places.isEmpty()) {
            return bytes(body);
        }
        int[] place = any(places);
        char first = text.charAt(place[0]);
        String word = any(WORDS);
        String replaced =
                switch (first) {
                    case '"' -> '"' + word + '"';
                    case '=' -> '=' + word;
                    case '>' -> '>' + word + '<';
                    default -> word;
                };
        return (text.substring(0, place[0]) + replaced + text.substring(place[1])).getBytes(StandardCharsets.UTF_8);
    }

    private byte[] bytes(byte[] original) {
        byte[] changed = original.clone();
        for (int i = 0; i < 1 + random.nextInt(8) && changed.length > 0; i++) {
            changed[random.nextInt(changed.length)] = (byte) random.nextInt(256);
        }
        return changed;
    }

    private byte[] cut(byte[] original) {
        return java.util.Arrays.copyOf(original, original.length == 0 ? 0 : random.nextInt(original.length));
    }

    private byte[] twice(byte[] original) {
        byte[] both = java.util.Arrays.copyOf(original, original.length * 2);
        System.arraycopy(original, 0, both, original.length, original.length);
        return both;
    }

    private <T> T any(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    private byte[] assemble(
            String method, String target, Map<String, List<String>> headers, byte[] body, boolean honest) {
        StringBuilder head = new StringBuilder(method + " " + target.replaceAll("[ \r\n]", "%20") + " HTTP/1.1\r\n");
        headers.forEach((name, values) -> {
            if (!name.equalsIgnoreCase("content-length")
                    && !name.equalsIgnoreCase("host")
                    && !name.equalsIgnoreCase("expect")) {
                values.forEach(
                        value -> head.append(name).append(": ").append(value).append("\r\n"));
            }
        });
        int length = honest ? body.length : any(List.of(0, body.length / 2, body.length + 7));
        head.append("Host: localhost:").append(port).append("\r\nConnection: close\r\n");
        head.append("Content-Length: ").append(length).append("\r\n\r\n");
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(head.toString().getBytes(StandardCharsets.ISO_8859_1));
        all.writeBytes(body);
        return all.toByteArray();
    }

    /** The head of the answer; empty if the connection was closed without one, {@code timeout} if nothing came. */
    private String answer(byte[] sent) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            OutputStream out = socket.getOutputStream();
            out.write(sent);
            out.flush();
            socket.shutdownOutput();
            InputStream in = socket.getInputStream();
            return new String(in.readNBytes(1024), StandardCharsets.ISO_8859_1);
        } catch (java.net.SocketTimeoutException nothing) {
            return "timeout";
        } catch (IOException closed) {
            return "";
        }
    }

    private static int status(String answer) {
        if (answer.equals("timeout")) {
            return -1;
        }
        Matcher status = STATUS.matcher(answer);
        return status.lookingAt() ? Integer.parseInt(status.group(1)) : 0;
    }

    /**
     * Runs the bench: {@code RequestFuzzer COUNT SEED SECONDS}. The exit code is 1 if something came that must not.
     */
    public static void main(String[] arguments) {
        int count = Integer.parseInt(arguments[0]);
        long seed = Long.parseLong(arguments[1]);
        long end = System.nanoTime() + Long.parseLong(arguments[2]) * 1_000_000_000L;
        try (LocalCloud cloud = LocalCloud.start(Options.forTests())) {
            RequestFuzzer fuzzer = new RequestFuzzer(cloud, cloud.awsServices(), seed);
            long started = System.nanoTime();
            int sent = 0;
            while (sent < count && System.nanoTime() < end) {
                fuzzer.next();
                sent++;
            }
            double seconds = (System.nanoTime() - started) / 1e9;
            System.out.printf(
                    "operations %d, sent %d in %.1f s, answers by status %s%n",
                    fuzzer.requests.count(), sent, seconds, fuzzer.statuses);
            fuzzer.bad.forEach(
                    (key, request) -> System.out.println("BAD " + key + "\n" + request.replaceAll("(?m)^", "    ")));
            // For the script that runs this; requests without an answer have threads that wait for it.
            System.exit(fuzzer.bad.isEmpty() && sent == count ? 0 : 1);
        }
    }
}
