package dev.provision.localcloud.lambda;

import dev.provision.localcloud.logs.LogSink;
import dev.provision.localcloud.time.CloudTime;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Base64;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** The log stream of one environment, and the end of it that a caller may ask for. Thread-safe. */
final class FunctionLog {
    private static final int TAIL_BYTES = 4096;
    // A function's answer comes by another way than its output, and may be faster.
    private static final Duration LAST_OUTPUT = Duration.ofMillis(10);

    private final String group;
    private final String stream;
    private final LogSink sink;
    private final CloudTime time;
    private final BooleanSupplier permitted;
    private final Deque<String> tail = new ArrayDeque<>();
    private int tailBytes;
    private Supplier<List<String>> pending = List::of;

    /** @param permitted whether the function's role may write the log; what it may not is lost, as on AWS */
    FunctionLog(String group, String stream, LogSink sink, CloudTime time, BooleanSupplier permitted) {
        this.group = group;
        this.stream = stream;
        this.sink = sink;
        this.time = time;
        this.permitted = permitted;
    }

    String group() {
        return group;
    }

    String stream() {
        return stream;
    }

    synchronized void line(String line) {
        tail.add(line + "\n");
        tailBytes += line.length() + 1;
        while (tailBytes > TAIL_BYTES && tail.size() > 1) {
            tailBytes -= tail.remove().length();
        }
        if (permitted.getAsBoolean()) {
            sink.append(group, stream, time.now(), line);
        }
    }

    /** An invocation begins: the tail before it is forgotten. */
    synchronized void begin(String startLine) {
        writePending();
        tail.clear();
        tailBytes = 0;
        line(startLine);
    }

    /**
     * An invocation has ended.
     *
     * @param lines its last, once its output is there
     * @return completes when they are written
     */
    synchronized CompletableFuture<Void> end(Supplier<List<String>> lines) {
        pending = lines;
        return CompletableFuture.runAsync(
                this::writePending, CompletableFuture.delayedExecutor(LAST_OUTPUT.toMillis(), TimeUnit.MILLISECONDS));
    }

    private synchronized void writePending() {
        List<String> lines = pending.get();
        pending = List::of;
        lines.forEach(this::line);
    }

    /** The last 4 KB since the invocation began, in Base64, as {@code LogType=Tail} has it. */
    synchronized String tail() {
        byte[] bytes = String.join("", tail).getBytes(StandardCharsets.UTF_8);
        int from = Math.max(0, bytes.length - TAIL_BYTES);
        return Base64.getEncoder().encodeToString(Arrays.copyOfRange(bytes, from, bytes.length));
    }
}
