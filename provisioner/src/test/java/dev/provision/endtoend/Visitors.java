package dev.provision.endtoend;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Clients that ask both routes all the time, until they are closed, and remember what went wrong. */
final class Visitors implements AutoCloseable {
    private static final int MILLIS_BETWEEN = 50;

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final AtomicInteger answered = new AtomicInteger();
    private final List<String> failures = new CopyOnWriteArrayList<>();

    private Visitors() {}

    static Visitors of(String root) {
        Visitors visitors = new Visitors();
        for (String path : List.of("/lambda/health", "/fargate/health")) {
            visitors.threads.execute(() -> visitors.ask(URI.create(root + path)));
        }
        return visitors;
    }

    private void ask(URI url) {
        try {
            do {
                askOnce(url);
            } while (!closing.await(MILLIS_BETWEEN, TimeUnit.MILLISECONDS));
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    private void askOnce(URI url) throws InterruptedException {
        try {
            int status = http.send(
                            HttpRequest.newBuilder(url)
                                    .timeout(Duration.ofSeconds(35))
                                    .build(),
                            HttpResponse.BodyHandlers.discarding())
                    .statusCode();
            answered.incrementAndGet();
            if (status != 200) {
                failures.add(url.getPath() + " answered " + status);
            }
        } catch (IOException lost) {
            failures.add(url.getPath() + ": " + lost);
        }
    }

    int answered() {
        return answered.get();
    }

    List<String> failures() {
        return failures;
    }

    @Override
    public void close() {
        closing.countDown();
        threads.shutdown();
    }
}
