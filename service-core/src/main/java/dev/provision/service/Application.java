package dev.provision.service;

import dev.provision.service.http.HealthResource;
import dev.provision.service.http.InFlight;
import dev.provision.service.http.Liveness;
import dev.provision.service.http.ObservedHealth;
import dev.provision.service.http.ObservedMetrics;
import dev.provision.service.http.Problems;
import dev.provision.service.http.Readiness;
import dev.provision.service.http.RequestLimits;
import dev.provision.service.http.RequestLog;
import dev.provision.service.http.RequestMetrics;
import dev.provision.service.http.ServiceIdentity;
import dev.provision.service.http.SlowClients;
import dev.provision.service.http.Turns;
import dev.provision.service.logging.LineLog;
import dev.provision.service.start.LeanServer;
import io.helidon.health.HealthCheck;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The HTTP server with everything it serves, from start to drain. */
final class Application {
    /** A load balancer routes by these, and does not strip them from the path it passes on. */
    private static final List<String> PREFIXES = List.of("", "/lambda", "/fargate");

    private final Readiness readiness = new Readiness();
    private final InFlight inFlight = new InFlight();
    private final LineLog log;
    private final SlowClients slowClients;
    private final Duration lookPeriod;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final WebServer server;

    private Application(Settings settings, LineLog log, Optional<Filter> spans, Map<String, HttpService> resources) {
        this.log = log;
        List<HealthCheck> checks = List.of(new Liveness(), readiness);
        HealthResource health = new HealthResource(
                new ServiceIdentity(settings.compute().label(), settings.version(), Instant.now()), checks);
        // not Duration.dividedBy: it sets up BigDecimal, see PlainHttp1
        this.lookPeriod = Duration.ofMillis(settings.listener().headTimeout().toMillis() / 2);
        this.slowClients = new SlowClients(new SlowClients.Limits(
                lookPeriod,
                settings.listener().headTimeout(),
                settings.listener().bodyTimeout(),
                settings.listener().writeTimeout()));
        RequestMetrics metrics = new RequestMetrics();
        int maxBytes = settings.listener().maxPayloadBytes();
        HttpRouting.Builder routing = HttpRouting.builder()
                .addFilter(new Turns())
                .addFilter(new RequestLog(log, inFlight, metrics, readiness, settings.measured()))
                .addFilter(new RequestLimits(maxBytes, slowClients));
        if (spans.isPresent()) {
            routing.addFilter(spans.get());
        }
        for (String prefix : PREFIXES) {
            health.serve(routing, prefix + "/health");
            for (Map.Entry<String, HttpService> resource : resources.entrySet()) {
                register(routing, prefix + resource.getKey(), resource.getValue());
            }
        }
        register(routing, "/observe/health", new ObservedHealth(checks));
        register(routing, "/observe/metrics", new ObservedMetrics(metrics, inFlight));
        new Problems(log).register(routing);
        this.server = LeanServer.build(LeanServer.builder(slowClients, slowClients::watch)
                .host(settings.listener().host())
                .port(settings.listener().port())
                .idleConnectionTimeout(settings.listener().idleTimeout())
                .idleConnectionPeriod(settings.listener().idlePeriod())
                .maxPayloadSize((long) RequestLimits.LONGEST_READ * maxBytes)
                .shutdownGracePeriod(settings.listener().shutdownGrace())
                .directHandlers(Problems.directHandlers())
                .routing(routing));
    }

    /**
     * The application, not started yet.
     *
     * @param spans makes spans of requests, where they are traced
     * @param resources by the path they are served under, with and without the prefixes
     */
    static Application of(Settings settings, LineLog log, Optional<Filter> spans, Map<String, HttpService> resources) {
        return new Application(settings, log, spans, resources);
    }

    /**
     * Opens the listener.
     *
     * @throws IllegalStateException when the address cannot be bound
     */
    void start() {
        server.start();
        // Helidon logs why it could not start, and returns
        if (!server.isRunning()) {
            throw new IllegalStateException("Cannot listen on "
                    + server.prototype().host() + ":" + server.prototype().port());
        }
        log.info("Starting server on port " + server.port());
        Thread.ofVirtual().name("slow-clients").start(this::lookForSlowClients);
    }

    private void lookForSlowClients() {
        try {
            while (!stopped.await(lookPeriod.toMillis(), TimeUnit.MILLISECONDS)) {
                slowClients.look();
            }
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }

    /** Where this process itself reaches the listener. */
    InetSocketAddress localAddress() {
        InetAddress bound = server.prototype().address();
        return new InetSocketAddress(
                bound.isAnyLocalAddress() ? InetAddress.getLoopbackAddress() : bound, server.port());
    }

    InFlight inFlight() {
        return inFlight;
    }

    /**
     * Ends service without losing a request: readiness goes down while the listener stays open, so that a load balancer
     * that still asks is told; requests in flight finish; then the listener closes, and what came in meanwhile
     * finishes, for server.shutdown-grace-period at most.
     *
     * @param grace how long the requests in flight may take
     * @throws InterruptedException when the calling thread is interrupted
     */
    void drain(Duration grace) throws InterruptedException {
        readiness.drain();
        if (!server.isRunning()) {
            return;
        }
        log.info("Draining: finishing the requests in flight");
        boolean finished = inFlight.awaitCurrent(grace);
        server.stop();
        stopped.countDown();
        log.info(finished ? "Stopped server" : "Stopped server with requests unfinished after " + grace);
    }

    private static void register(HttpRules rules, String path, HttpService resource) {
        rules.register(path, resource);
    }
}
