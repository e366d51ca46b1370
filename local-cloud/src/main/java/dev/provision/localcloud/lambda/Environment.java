package dev.provision.localcloud.lambda;

import dev.provision.localcloud.runtime.ContainerRuntime;
import dev.provision.localcloud.runtime.ContainerRuntime.Container;
import dev.provision.localcloud.runtime.ContainerRuntime.Exit;
import dev.provision.localcloud.runtime.ContainerRuntime.ImageUnusable;
import dev.provision.localcloud.runtime.ContainerRuntime.Spec;
import dev.provision.localcloud.runtime.LoopbackBlock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/** An execution environment: one process of a version, which serves one invocation at a time. */
final class Environment implements AutoCloseable {
    private final FunctionVersion version;
    private final Kind kind;
    private final FunctionLog log;
    private final RuntimeApi api;
    private final Function<RuntimeApi, Spec> spec;
    private final CompletableFuture<Container> container = new CompletableFuture<>();
    private volatile Instant idleSince = Instant.MAX;

    /** Why an environment is there. */
    enum Kind {
        ON_DEMAND("on-demand"),
        PROVISIONED("provisioned-concurrency");

        private final String text;

        Kind(String text) {
            this.text = text;
        }

        /** {@code AWS_LAMBDA_INITIALIZATION_TYPE}. */
        String text() {
            return text;
        }
    }

    /** How an initialisation went; {@code took} is on the wall. */
    sealed interface Init {
        Duration took();

        /** The process asked for an event. */
        record Ready(Duration took) implements Init {}

        /** It ended, or reported an error, before it did. */
        record Failed(Duration took, String errorType, String message) implements Init {}

        /** It has not yet. */
        record TimedOut(Duration took) implements Init {}
    }

    /** How an event went. */
    sealed interface Result {
        /** The runtime reported. */
        record Reported(Report report) implements Result {}

        /** The process ended. */
        record Exited(Exit exit) implements Result {}

        /** Neither, in time. */
        record TimedOut() implements Result {}
    }

    /**
     * @param spec what to run, given the Runtime API that it is to talk to
     * @throws UncheckedIOException if this machine has no address left
     */
    Environment(
            FunctionVersion version,
            Kind kind,
            FunctionLog log,
            LoopbackBlock<RuntimeApi> addresses,
            Function<RuntimeApi, Spec> spec) {
        this.version = version;
        this.kind = kind;
        this.log = log;
        this.spec = spec;
        try {
            this.api = addresses.take();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    FunctionVersion version() {
        return version;
    }

    Kind kind() {
        return kind;
    }

    FunctionLog log() {
        return log;
    }

    Instant idleSince() {
        return idleSince;
    }

    void idleSince(Instant since) {
        idleSince = since;
    }

    /** Starts the process and waits until it asks for its first event. Blocks. */
    Init init(ContainerRuntime runtime, Duration limit) {
        long start = System.nanoTime();
        Container started;
        try {
            started = runtime.start(spec.apply(api));
        } catch (ImageUnusable unusable) {
            return new Init.Failed(since(start), "Runtime.InvalidEntrypoint", "Error: " + unusable.getMessage());
        }
        container.complete(started);
        if (!wait(CompletableFuture.anyOf(api.initialised(), started.exit()), limit)) {
            return new Init.TimedOut(since(start));
        }
        if (!api.initialised().isDone()) {
            Exit exit = started.exit().join();
            return new Init.Failed(since(start), "Runtime.ExitError", "Error: " + LogLines.exited(exit));
        }
        Optional<Report.FunctionError> error = api.initialised().join();
        return error.isEmpty()
                ? new Init.Ready(since(start))
                : new Init.Failed(
                        since(start),
                        error.get().type(),
                        "Error: " + error.get().type());
    }

    /** Has an event served. Blocks. */
    Result invoke(Work work, Duration timeout) {
        CompletableFuture<Report> report = api.offer(work, timeout);
        if (!wait(CompletableFuture.anyOf(report, container.join().exit()), timeout)) {
            return new Result.TimedOut();
        }
        return report.isDone()
                ? new Result.Reported(report.join())
                : new Result.Exited(container.join().exit().join());
    }

    private static boolean wait(CompletableFuture<?> future, Duration limit) {
        try {
            future.get(limit.toNanos(), TimeUnit.NANOSECONDS);
            return true;
        } catch (TimeoutException late) {
            return false;
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("the local cloud is closing", closing);
        } catch (ExecutionException impossible) {
            throw new IllegalStateException(impossible); // neither future is ever completed exceptionally
        }
    }

    static Duration since(long startNanos) {
        return Duration.ofNanos(System.nanoTime() - startNanos);
    }

    boolean alive() {
        return container.isDone() && !container.join().exit().isDone();
    }

    /** Runs when the process ends. */
    void whenEnded(Runnable action) {
        var _ = container.thenCompose(Container::exit).thenRun(action);
    }

    /** Memory in use now, in MiB, at least 1. */
    long usedMib() {
        long bytes = container.isDone() ? container.join().usage().residentBytes() : 0;
        return Math.max(1, (long) Math.ceil(bytes / (1024.0 * 1024.0)));
    }

    /** Kills the process. */
    @Override
    public void close() {
        container.thenAccept(Container::kill).exceptionally(never -> null);
        api.close();
    }
}
