package dev.provision.localcloud.lambda;

import dev.provision.localcloud.lambda.Environment.Init;
import dev.provision.localcloud.lambda.Environment.Kind;
import dev.provision.localcloud.lambda.Environment.Result;
import dev.provision.localcloud.lambda.LogLines.Failure;
import dev.provision.localcloud.runtime.ContainerRuntime.Exit;
import dev.provision.localcloud.time.CloudTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * Runs an invocation on an environment: on an idle one, or else on a new one, whose initialisation may take ten seconds and
 * is tried once more, on the function's own time, if it fails (Lambda guide, lambda-runtime-environment). Blocks.
 */
final class FunctionRunner {
    private final Environments environments;
    private final EnvironmentMaker maker;
    private final CloudTime time;
    private final Duration initLimit;

    /** @param initLimit how long a first initialisation may take, on the wall */
    FunctionRunner(Environments environments, EnvironmentMaker maker, CloudTime time, Duration initLimit) {
        this.environments = environments;
        this.maker = maker;
        this.time = time;
        this.initLimit = initLimit;
    }

    /**
     * How an invocation went.
     *
     * @param report the answer or error
     * @param duration on the wall, without the initialisation
     * @param log of the environment
     * @param logged completes when the log has its last line
     */
    record Ran(Report report, Duration duration, FunctionLog log, CompletableFuture<Void> logged) {}

    Ran run(FunctionVersion version, Kind kind, Work work) {
        Duration timeout = Duration.ofSeconds(version.config().timeout());
        Fleet fleet = environments.fleet(version);
        Optional<Environment> warm = fleet.take(kind);
        return warm.map(environment -> serve(fleet, environment, work, timeout, Optional.empty()))
                .orElseGet(() -> cold(fleet, work, timeout));
    }

    private Ran cold(Fleet fleet, Work work, Duration timeout) {
        Environment first = maker.make(fleet.version(), Kind.ON_DEMAND);
        Init init = maker.init(first, initLimit);
        if (init instanceof Init.Ready(Duration took)) {
            return serveNew(fleet, first, work, timeout, Optional.of(took));
        }
        first.log().line(LogLines.initReport(init.took(), "init", failure(init)));
        first.close();
        Environment second = maker.make(fleet.version(), Kind.ON_DEMAND, first.log());
        Init again = maker.init(second, timeout);
        if (again instanceof Init.Ready(Duration took)) {
            return serveNew(fleet, second, work, timeout.minus(took), Optional.empty());
        }
        second.log().line(LogLines.initReport(again.took(), "invoke", failure(again)));
        second.log().begin(LogLines.start(work.requestId(), fleet.version().version()));
        Ran ran = again instanceof Init.Failed(Duration took, String type, String message)
                ? failed(second, work, took, type, message, Failure.error(type))
                : timedOut(second, work, timeout);
        second.close();
        return ran;
    }

    private static Failure failure(Init init) {
        return init instanceof Init.Failed failed ? Failure.error(failed.errorType()) : Failure.timeout();
    }

    private Ran serveNew(Fleet fleet, Environment environment, Work work, Duration timeout, Optional<Duration> init) {
        fleet.add(environment);
        environments.watch(fleet, environment);
        return serve(fleet, environment, work, timeout, init);
    }

    private Ran serve(Fleet fleet, Environment environment, Work work, Duration timeout, Optional<Duration> init) {
        FunctionLog log = environment.log();
        log.begin(LogLines.start(work.requestId(), fleet.version().version()));
        long start = System.nanoTime();
        Result result = environment.invoke(work, timeout);
        Duration took = Environment.since(start);
        Ran ran =
                switch (result) {
                    case Result.Reported(Report report) -> {
                        CompletableFuture<Void> logged = log.end(() -> List.of(
                                LogLines.end(work.requestId()),
                                report(environment, work, took, init, Optional.empty())));
                        yield new Ran(report, took, log, logged);
                    }
                    case Result.Exited(Exit exit) -> {
                        String cause = exit.outOfMemory() ? "Runtime.OutOfMemory" : "Runtime.ExitError";
                        String message = "Error: " + LogLines.exited(exit);
                        yield failed(environment, work, took, "Runtime.ExitError", message, Failure.error(cause));
                    }
                    case Result.TimedOut() ->
                        timedOut(
                                environment,
                                work,
                                Duration.ofSeconds(fleet.version().config().timeout()));
                };
        if (result instanceof Result.Reported) {
            environments.giveBack(fleet, environment);
        } else {
            fleet.remove(environment);
            environment.close();
        }
        return ran;
    }

    private static Ran failed(
            Environment environment, Work work, Duration took, String type, String message, Failure failure) {
        String text = "RequestId: " + work.requestId() + " " + message;
        boolean outOfMemory =
                failure.errorType().filter("Runtime.OutOfMemory"::equals).isPresent();
        long used = outOfMemory ? environment.version().config().memorySize() : environment.usedMib();
        Supplier<List<String>> lines = () -> List.of(
                text,
                type,
                LogLines.end(work.requestId()),
                report(environment, work, took, Optional.empty(), used, Optional.of(failure)));
        CompletableFuture<Void> logged = environment.log().end(lines);
        Report report = new Report.FunctionError(type, ErrorDocument.json(type, text));
        return new Ran(report, took, environment.log(), logged);
    }

    private Ran timedOut(Environment environment, Work work, Duration timeout) {
        String type = "Sandbox.Timedout";
        long used = environment.usedMib();
        List<String> lines = new ArrayList<>();
        lines.add(LogLines.timedOut(time.now(), work.requestId(), timeout));
        lines.add("");
        lines.add(LogLines.end(work.requestId()));
        lines.add(report(environment, work, timeout, Optional.empty(), used, Optional.of(Failure.timeout())));
        CompletableFuture<Void> logged = environment.log().end(() -> lines);
        String message = "RequestId: " + work.requestId() + " Error: " + LogLines.timedOut(timeout);
        Report report = new Report.FunctionError(type, ErrorDocument.json(type, message));
        return new Ran(report, timeout, environment.log(), logged);
    }

    private static String report(
            Environment environment, Work work, Duration took, Optional<Duration> init, Optional<Failure> failure) {
        return report(environment, work, took, init, environment.usedMib(), failure);
    }

    private static String report(
            Environment environment,
            Work work,
            Duration took,
            Optional<Duration> init,
            long usedMib,
            Optional<Failure> failure) {
        int memory = environment.version().config().memorySize();
        return LogLines.report(work.requestId(), took, init, memory, Math.min(usedMib, memory), failure);
    }
}
