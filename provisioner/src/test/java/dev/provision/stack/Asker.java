package dev.provision.stack;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** A client that asks for one address again and again, one request at a time, until it is closed. */
final class Asker implements AutoCloseable {
    private final HttpClient http;
    private final HttpRequest request;
    private final AtomicBoolean closed = new AtomicBoolean();
    private final AtomicInteger answered = new AtomicInteger();
    private final List<String> failures = new CopyOnWriteArrayList<>();
    private final Thread thread;

    Asker(HttpClient http, URI address) {
        this.http = http;
        this.request =
                HttpRequest.newBuilder(address).timeout(Duration.ofSeconds(30)).build();
        this.thread = Thread.ofVirtual().start(this::ask);
    }

    private void ask() {
        while (!closed.get()) {
            try {
                int status = http.send(request, HttpResponse.BodyHandlers.discarding())
                        .statusCode();
                answered.incrementAndGet();
                if (status != 200) {
                    failures.add("answered " + status);
                }
            } catch (IOException lost) {
                failures.add(lost.toString());
            } catch (InterruptedException closing) {
                return;
            }
        }
    }

    int answered() {
        return answered.get();
    }

    List<String> failures() {
        return failures;
    }

    /** Lets the last request be answered. */
    @Override
    public void close() {
        closed.set(true);
        try {
            thread.join();
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
    }
}
