package dev.provision.cli;

import dev.provision.config.Cloud;
import dev.provision.config.Environment;
import dev.provision.graph.Event;
import dev.provision.graph.Poller;
import dev.provision.graph.ProvisionException.ConfigInvalid;
import dev.provision.graph.ProvisionException.StepFailed;
import dev.provision.graph.ProvisionException.WaitTimedOut;
import dev.provision.graph.Readiness;
import dev.provision.graph.StepKey;
import dev.provision.report.Report;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** The local cloud of an environment: whether it runs, and how it starts and stops. */
final class LocalClouds {
    private static final StepKey KEY = new StepKey("local-cloud", "process");
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int[] LISTENERS = {80, 443};
    private final Cloud.Local cloud;
    private final LocalEndpoint endpoint;
    private final LocalLauncher launcher;
    private final Surroundings surroundings;
    private final Report report;

    private LocalClouds(Cloud.Local cloud, Surroundings surroundings, Report report) {
        this.cloud = cloud;
        this.endpoint = new LocalEndpoint(cloud.endpoint());
        this.launcher = LocalLauncher.in(surroundings);
        this.surroundings = surroundings;
        this.report = report;
    }

    /** Empty where the environment is not on the local cloud. */
    static Optional<LocalClouds> of(Environment environment, Surroundings surroundings, Report report) {
        return switch (environment.cloud()) {
            case Cloud.Aws _ -> Optional.empty();
            case Cloud.Local local -> Optional.of(new LocalClouds(local, surroundings, report));
        };
    }

    /** Where it answers. */
    URI uri() {
        return cloud.endpoint();
    }

    boolean running() {
        return endpoint.healthy();
    }

    /** Why nothing is there, when it does not run. */
    String absence() {
        return launcher.startedBefore()
                ? "the local cloud has ended, and what it held is gone with it"
                : "the local cloud is not running";
    }

    /** @throws StepFailed if it does not run */
    void expectRunning() {
        if (!running()) {
            throw new StepFailed(
                    Optional.empty(),
                    "the local cloud is not running at " + cloud.endpoint(),
                    "",
                    "start it with provision local start; a local cloud keeps nothing when it ends, and provision up"
                            + " brings the environment back",
                    null);
        }
    }

    /**
     * Starts it if it does not run.
     *
     * @return whether it had to be started
     * @throws ConfigInvalid if a port is taken
     */
    boolean startUnlessRunning() {
        return startUnlessRunning(new LocalSettings());
    }

    /**
     * Starts it with settings of its own if it does not run.
     *
     * @return whether it had to be started
     * @throws ConfigInvalid if a port is taken, or it runs already and there are settings, which would not hold
     */
    boolean startUnlessRunning(LocalSettings settings) {
        List<String> arguments = settings.arguments();
        if (running()) {
            refuseSettings(arguments);
            return false;
        }
        refuseTakenPorts();
        note("starting the local cloud at " + cloud.endpoint());
        awaitStart(launcher.start(cloud, arguments));
        return true;
    }

    /**
     * Starts one that writes its AOT cache when it ends.
     *
     * @throws ConfigInvalid if a port is taken
     */
    Process train(Path cache) {
        refuseTakenPorts();
        Process process = launcher.train(cloud, cache);
        awaitStart(process);
        return process;
    }

    private void refuseSettings(List<String> arguments) {
        if (!arguments.isEmpty()) {
            throw new ConfigInvalid(
                    List.of("the local cloud already runs at " + cloud.endpoint() + "; " + String.join(" ", arguments)
                            + " would not hold for it"),
                    "provision local stop first; what is on it will be gone");
        }
    }

    private void awaitStart(Process process) {
        Readiness readiness = await(() -> {
            if (running()) {
                return Readiness.ready();
            }
            return process.isAlive()
                    ? Readiness.pending("is starting")
                    : Readiness.failed("it ended with exit code " + process.exitValue(), "");
        });
        if (!(readiness instanceof Readiness.Ready)) {
            process.destroy();
            String reason = readiness instanceof Readiness.Failed failed
                    ? failed.reason()
                    : "it did not answer within " + PATIENCE.toSeconds() + " s";
            throw new StepFailed(
                    Optional.empty(),
                    "the local cloud did not start: " + reason,
                    launcher.evidence(),
                    "the whole log is " + launcher.log(),
                    null);
        }
    }

    /** @return whether it ran */
    boolean stopIfRunning() {
        if (!running()) {
            return false;
        }
        endpoint.stop();
        if (await(this::gone) instanceof Readiness.Pending(String reason)) {
            throw new StepFailed(
                    Optional.empty(),
                    "the local cloud did not stop: " + reason,
                    launcher.evidence(),
                    "end its process",
                    null);
        }
        return true;
    }

    private Readiness gone() {
        int port = cloud.endpoint().getPort();
        if (!Ports.free(port)) {
            return Readiness.pending("port " + port + " is still open");
        }
        return launcher.alive() ? Readiness.pending("its process still runs") : Readiness.ready();
    }

    void reset() {
        expectRunning();
        endpoint.reset();
    }

    /** Pending if it took too long. */
    private Readiness await(Supplier<Readiness> probe) {
        try {
            return Poller.brisk(surroundings.clock(), surroundings.sleeper()).await(KEY, PATIENCE, probe, _ -> {});
        } catch (WaitTimedOut late) {
            return Readiness.pending(String.valueOf(late.getMessage()));
        }
    }

    private void refuseTakenPorts() {
        List<String> taken = new ArrayList<>();
        int port = cloud.endpoint().getPort();
        if (!Ports.free(port)) {
            taken.add("port " + port + " is taken by another program; the local cloud needs it: change local.port");
        }
        IntStream.of(LISTENERS)
                .filter(listener -> !Ports.free(cloud.reachablePort(listener)))
                .forEach(listener -> taken.add("port " + cloud.reachablePort(listener)
                        + " is taken by another program; the load balancer's port " + listener
                        + " is to appear there: change local.portOffset, now " + cloud.portOffset()));
        if (!taken.isEmpty()) {
            throw new ConfigInvalid(
                    taken, "free the port, or change the key in config/application.yaml or the environment's file");
        }
    }

    private void note(String text) {
        report.accept(new Event.Note(surroundings.clock().instant(), text));
    }
}
