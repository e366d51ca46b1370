package dev.provision.localcloud;

import dev.provision.localcloud.fault.ApiThrottle;
import dev.provision.localcloud.fault.FaultTable;
import dev.provision.localcloud.fault.FirstFault;
import dev.provision.localcloud.state.Propagation;
import dev.provision.localcloud.time.Latency;
import dev.provision.localcloud.wire.AwsService;
import dev.provision.localcloud.wire.Dispatcher;
import dev.provision.localcloud.wire.HttpRoutes;
import dev.provision.localcloud.wire.RequestLog;
import dev.provision.localcloud.wire.WireServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

/**
 * An AWS in this process: the wire protocols on a loopback port, working services behind. Many can live in one JVM.
 *
 * <pre>{@code
 * try (LocalCloud cloud = LocalCloud.start(Options.forTests())) {
 *     Ec2Client ec2 = Ec2Client.builder().endpointOverride(cloud.endpoint())…
 * }
 * }</pre>
 */
public final class LocalCloud implements AutoCloseable {
    private final Options options;
    private final Path directory;
    private final WireServer server;
    private final RequestLog requests = new RequestLog();
    private final FaultTable faults = new FaultTable();
    private final CompletableFuture<Void> closed = new CompletableFuture<>();
    private final AtomicBoolean closing = new AtomicBoolean();
    private Services services;

    private LocalCloud(Options options, WireServer server, Path directory) {
        this.options = options;
        this.server = server;
        this.directory = directory;
        this.services = serve();
    }

    /**
     * Starts a local cloud; it is ready when this returns.
     *
     * @throws WireServer.PortTaken if another process listens on the port
     * @throws UncheckedIOException if the data directory cannot be made
     */
    public static LocalCloud start(Options options) {
        WireServer server = WireServer.start(options.port());
        try {
            return new LocalCloud(options, server, directory(options));
        } catch (RuntimeException failed) {
            server.close();
            throw failed;
        }
    }

    private static Path directory(Options options) {
        try {
            return options.dataDirectory().isPresent()
                    ? Files.createDirectories(options.dataDirectory().get())
                    : Files.createTempDirectory("local-cloud-");
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private Services serve() {
        Services made = new Services(options, server.port(), directory);
        Dispatcher dispatcher = new Dispatcher(
                made.awsServices(),
                made.controlPlane(),
                made.time(),
                options.latency() == Latency.AWS
                        ? new FirstFault(List.of(faults, new ApiThrottle(made.time())))
                        : faults,
                requests,
                made.authorization());
        List<HttpRoutes> routes = new ArrayList<>(made.routes());
        routes.add(new FaultRoutes(faults, made::killTasks, made::idle));
        routes.add(new PropagationRoutes(made.propagation()));
        routes.add(new LocalRoutes(this));
        server.serve(dispatcher, routes, made.sockets());
        return made;
    }

    /** Where AWS clients send their requests. */
    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + port());
    }

    /** The port of the endpoint. */
    public int port() {
        return server.port();
    }

    /** The services, each with its operations; after a reset there are others. */
    public synchronized List<AwsService> awsServices() {
        return services.awsServices();
    }

    /** Every API call so far; a reset keeps it. */
    public RequestLog requests() {
        return requests;
    }

    /** What is to go wrong with the next calls; a reset clears it. */
    public FaultTable faults() {
        return faults;
    }

    /** What is not seen everywhere yet after it was made; a reset sets it back. */
    public synchronized Propagation propagation() {
        return services.propagation();
    }

    /**
     * Kills running tasks, as a crash would.
     *
     * @param target a service's name, or a task's id
     * @param count how many at most
     * @return how many there were
     */
    public synchronized int killTasks(String target, int count) {
        return services.killTasks(target, count);
    }

    /** What time it is here; ahead of the wall where it runs faster or has leapt. */
    public synchronized Instant now() {
        return services.time().now();
    }

    /** Lets time pass in which nobody does anything: what falls due meanwhile happens at once. A reset takes it back. */
    public synchronized void leap(Duration duration) {
        services.time().leap(duration);
    }

    /** Where unpacked images and the log are. */
    public Path dataDirectory() {
        return directory;
    }

    /** Forgets every resource and ends every process; the endpoint stays. */
    public synchronized void reset() {
        faults.clear();
        Services before = services;
        services = serve();
        before.close();
    }

    /** Completes once the cloud is closed, whoever closed it. */
    public CompletableFuture<Void> closed() {
        return closed.copy();
    }

    /** Ends every process, closes every port, and removes the data directory if it was a temporary one. */
    @Override
    public void close() {
        if (closing.compareAndSet(false, true)) {
            try {
                closeAll();
            } finally {
                closed.complete(null);
            }
        }
        closed.join();
    }

    private synchronized void closeAll() {
        Closing.closeAll(List.of(server, services, this::removeDirectory));
    }

    private void removeDirectory() throws IOException {
        if (options.dataDirectory().isEmpty()) {
            try (Stream<Path> files = Files.walk(directory)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }
}
