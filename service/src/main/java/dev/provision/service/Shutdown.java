package dev.provision.service;

import dev.provision.service.lambda.RuntimeLoop;
import dev.provision.service.logging.LineLog;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The end of the process, as a shutdown hook: finishes what is in flight, then ends with exit code 0. The JVM's own code
 * after SIGTERM is 143, which ECS would report as a failure of the task; a hook can only change it by halting.
 */
final class Shutdown implements Runnable {
    private final Application application;
    private final Optional<RuntimeLoop> loop;
    private final Duration grace;
    private final LineLog log;
    private final AtomicInteger exitCode = new AtomicInteger();

    Shutdown(Application application, Optional<RuntimeLoop> loop, Duration grace, LineLog log) {
        this.application = application;
        this.loop = loop;
        this.grace = grace;
        this.log = log;
    }

    /** The process did not end because it was asked to: its exit code shall be 1. */
    void failed() {
        exitCode.set(1);
    }

    @Override
    public void run() {
        try {
            long start = System.nanoTime();
            if (loop.isPresent()) {
                loop.get().stop(grace);
            }
            application.drain(grace.minusNanos(System.nanoTime() - start));
        } catch (InterruptedException hurried) {
            log.warning("Stopped without waiting for the requests in flight");
        } finally {
            log.flush();
            Runtime.getRuntime().halt(exitCode.get());
        }
    }
}
