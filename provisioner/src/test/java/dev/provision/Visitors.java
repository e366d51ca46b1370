package dev.provision;

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

/**
 * Clients that ask for addresses all the time, one request at a time for each, until they are closed, and remember what went
 * wrong.
 */
public final class Visitors implements AutoCloseable {
    private final HttpClient http;
    private final Duration between;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final AtomicInteger answered = new AtomicInteger();
    private final List<String> failures = new CopyOnWriteArrayList<>();

    private Visitors(HttpClient http, Duration between) {
        this.http = http;
        this.between = between;
    }

    /** @param between an answer and the next request for the same address */
    public static Visitors of(HttpClient http, Duration between, URI... addresses) {
        Visitors visitors = new Visitors(http, between);
        for (URI address : addresses) {
            visitors.threads.execute(() -> visitors.ask(address));
        }
        return visitors;
    }

    private void ask(URI url) {
        try {
            do {
                askOnce(url);
            } while (!closing.await(between.toMillis(), TimeUnit.MILLISECONDS));
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

    public int answered() {
        return answered.get();
    }

    /** Each with its path. */
    public List<String> failures() {
        return failures;
    }

    /** Lets the last requests be answered. */
    @Override
    public void close() {
        closing.countDown();
        threads.close();
    }
}
