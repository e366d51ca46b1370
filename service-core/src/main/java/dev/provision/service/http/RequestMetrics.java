package dev.provision.service.http;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;

/** How many requests were answered, with which statuses, and how long they took. */
public final class RequestMetrics {
    /** Upper bounds, in milliseconds: those of Prometheus' client libraries. */
    private static final List<Integer> BOUNDS = List.of(5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10_000);

    private static final int CLASSES = 6;

    private final List<LongAdder> byClass = adders(CLASSES);
    // one more, for those above all bounds
    private final List<LongAdder> byDuration = adders(BOUNDS.size() + 1);
    private final LongAdder nanos = new LongAdder();

    private static List<LongAdder> adders(int count) {
        List<LongAdder> adders = new ArrayList<>(count);
        while (adders.size() < count) {
            adders.add(new LongAdder());
        }
        return List.copyOf(adders);
    }

    /** Counts a request that was answered. */
    void answered(int status, long tookNanos) {
        byClass.get(Math.clamp(status / 100, 0, CLASSES - 1)).increment();
        nanos.add(tookNanos);
        int bucket = 0;
        while (bucket < BOUNDS.size() && tookNanos > TimeUnit.MILLISECONDS.toNanos(BOUNDS.get(bucket))) {
            bucket++;
        }
        byDuration.get(bucket).increment();
    }

    /** Appends all of it in the text format of Prometheus. */
    void write(StringBuilder text) {
        text.append("# HELP http_server_requests_total Requests answered, by the class of their status.\n")
                .append("# TYPE http_server_requests_total counter\n");
        IntStream.range(1, CLASSES).forEach(group -> text.append("http_server_requests_total{status=\"")
                .append(group)
                .append("xx\"} ")
                .append(byClass.get(group).sum())
                .append('\n'));
        text.append("# HELP http_server_request_duration_seconds From the first line to the last byte of the answer.\n")
                .append("# TYPE http_server_request_duration_seconds histogram\n");
        long count = 0;
        for (int bucket = 0; bucket < byDuration.size(); bucket++) {
            count += byDuration.get(bucket).sum();
            text.append("http_server_request_duration_seconds_bucket{le=\"")
                    .append(bucket < BOUNDS.size() ? Double.toString(BOUNDS.get(bucket) / 1000.0) : "+Inf")
                    .append("\"} ")
                    .append(count)
                    .append('\n');
        }
        text.append("http_server_request_duration_seconds_sum ")
                .append(nanos.sum() / 1e9)
                .append("\nhttp_server_request_duration_seconds_count ")
                .append(count)
                .append('\n');
    }
}
