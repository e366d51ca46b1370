package dev.provision.probe;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;

/**
 * Clients that ask at the same time, each again as soon as it has its answer, on connections that are kept.
 *
 * @param count how many there are
 * @param trust in the certificate, where it is asked by HTTPS; without it, what the JDK trusts
 */
public record Visitors(int count, Optional<SSLContext> trust) {
    /** A load balancer gives a function up after 30 seconds. */
    private static final Duration PATIENCE = Duration.ofSeconds(35);

    /**
     * Sends requests, and returns when all have ended.
     *
     * @param requests of all of them together
     * @param expected the status of a good answer
     */
    public Answers ask(URI address, int requests, int expected) {
        AtomicInteger left = new AtomicInteger(requests);
        List<Double> good = new ArrayList<>();
        TreeMap<String, Integer> failures = new TreeMap<>();
        try (HttpClient http = client();
                ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int client = 0; client < Math.min(count, requests); client++) {
                clients.execute(() -> {
                    while (left.getAndDecrement() > 0 && !Thread.currentThread().isInterrupted()) {
                        long begin = System.nanoTime();
                        String problem = askOnce(http, address, expected);
                        double millis = (System.nanoTime() - begin) / 1e6;
                        synchronized (failures) {
                            if (problem.isEmpty()) {
                                good.add(millis);
                            } else {
                                failures.merge(problem, 1, Integer::sum);
                            }
                        }
                    }
                });
            }
        }
        return new Answers(new Spread(good), failures);
    }

    private HttpClient client() {
        HttpClient.Builder settings =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(PATIENCE);
        trust.ifPresent(settings::sslContext);
        return settings.build();
    }

    /** Why the answer was not a good one; empty if it was. */
    private static String askOnce(HttpClient http, URI address, int expected) {
        try {
            int status = http.send(
                            HttpRequest.newBuilder(address).timeout(PATIENCE).build(), BodyHandlers.discarding())
                    .statusCode();
            return status == expected ? "" : "status " + status;
        } catch (IOException lost) {
            return lost.getClass().getSimpleName() + (lost.getMessage() == null ? "" : ": " + lost.getMessage());
        } catch (InterruptedException interrupt) {
            Thread.currentThread().interrupt();
            return "interrupted";
        }
    }
}
