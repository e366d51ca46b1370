package dev.provision.localcloud.lambda;

import dev.provision.localcloud.lambda.Environment.Init;
import dev.provision.localcloud.lambda.Environment.Kind;
import dev.provision.localcloud.time.CloudTime;
import dev.provision.localcloud.time.Latency;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/**
 * All execution environments: reaps the idle ones, keeps as many warm as is wanted, ends those of versions that are gone.
 * Needs no lock; what blocks happens on other threads.
 */
final class Environments implements AutoCloseable {
    private static final Duration PROVISIONING = Duration.ofSeconds(60);
    // With provisioned concurrency a function may take this long (lambda-runtime-environment).
    private static final Duration PROVISIONED_INIT = Duration.ofSeconds(130);
    private static final Duration REAPING = Duration.ofMinutes(1);

    private final EnvironmentMaker maker;
    private final CloudTime time;
    private final Latency latency;
    private final Duration idle;
    private final Map<String, Fleet> fleets = new ConcurrentHashMap<>();
    // Starting more processes at once than there are processors only makes all of them late.
    private final Semaphore starts =
            new Semaphore(Math.max(2, Runtime.getRuntime().availableProcessors()));
    private final CloudTime.Scheduled reaper;

    /** @param idle after which an environment on demand ends */
    Environments(EnvironmentMaker maker, CloudTime time, Latency latency, Duration idle) {
        this.maker = maker;
        this.time = time;
        this.latency = latency;
        this.idle = idle;
        this.reaper = time.every(idle.compareTo(REAPING) < 0 ? idle : REAPING, this::reap);
    }

    Fleet fleet(FunctionVersion version) {
        return fleets.computeIfAbsent(version.id(), any -> new Fleet(version));
    }

    List<Instance> instances() {
        return fleets.values().stream()
                .flatMap(fleet -> fleet.instances().stream())
                .toList();
    }

    Fleet.Warmth warmth(String versionId) {
        return Optional.ofNullable(fleets.get(versionId))
                .map(Fleet::warmth)
                .orElse(new Fleet.Warmth(0, 0, Optional.empty()));
    }

    /** Watches an environment: when its process ends by itself, it leaves the fleet, and is replaced if it was kept warm. */
    void watch(Fleet fleet, Environment environment) {
        environment.whenEnded(() -> {
            fleet.remove(environment);
            close(List.of(environment));
            fill(fleet, Duration.ZERO);
        });
    }

    /** Takes an environment back after an invocation. */
    void giveBack(Fleet fleet, Environment environment) {
        if (!fleet.giveBack(environment, time.now())) {
            close(List.of(environment));
        }
    }

    /** Ends the environments of a version: the idle ones now, the others after their invocation. */
    void retire(String versionId) {
        Optional.ofNullable(fleets.remove(versionId)).ifPresent(fleet -> close(fleet.retire()));
    }

    /** Keeps {@code count} environments of a version warm. */
    void keepWarm(FunctionVersion version, int count) {
        if (count == 0 && !fleets.containsKey(version.id())) {
            return;
        }
        Fleet fleet = fleet(version);
        close(fleet.keepWarm(count));
        fill(fleet, latency.of(PROVISIONING));
    }

    private void fill(Fleet fleet, Duration delay) {
        while (fleet.claimStart()) {
            time.after(delay, () -> start(fleet));
        }
    }

    private void start(Fleet fleet) {
        starts.acquireUninterruptibly();
        try {
            Environment environment = maker.make(fleet.version(), Kind.PROVISIONED);
            Init init = maker.init(environment, PROVISIONED_INIT);
            if (!(init instanceof Init.Ready)) {
                fleet.failed("FUNCTION_ERROR_INIT_FAILURE");
                environment.close();
            } else if (fleet.started(environment, time.now())) {
                watch(fleet, environment);
            } else {
                environment.close();
            }
        } finally {
            starts.release();
        }
    }

    private void reap() {
        fleets.values().forEach(fleet -> close(fleet.reap(time.now().minus(idle))));
    }

    private void close(List<Environment> environments) {
        environments.forEach(environment -> time.after(Duration.ZERO, environment::close));
    }

    @Override
    public void close() {
        reaper.cancel();
        fleets.values().forEach(fleet -> fleet.removeAll().forEach(Environment::close));
    }
}
