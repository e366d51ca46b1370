package dev.provision.localcloud.lambda;

import dev.provision.localcloud.runtime.ContainerRuntime.Exit;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/** The lines that Lambda itself writes to a function's log (Lambda guide, lambda-runtime-environment). */
final class LogLines {
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private LogLines() {}

    static String start(String requestId, String version) {
        return "START RequestId: " + requestId + " Version: " + version;
    }

    static String end(String requestId) {
        return "END RequestId: " + requestId;
    }

    /**
     * @param status empty unless the environment failed
     * @param init for the first invocation of an environment
     */
    static String report(
            String requestId,
            Duration duration,
            Optional<Duration> init,
            int memoryMib,
            long usedMib,
            Optional<Failure> status) {
        // Since August 2025 the time of the initialisation is billed as well.
        Duration billed = duration.plus(init.orElse(Duration.ZERO));
        return "REPORT RequestId: " + requestId
                + "\tDuration: " + millis(duration)
                + "\tBilled Duration: " + (long) Math.ceil(billed.toNanos() / 1e6) + " ms"
                + "\tMemory Size: " + memoryMib + " MB"
                + "\tMax Memory Used: " + usedMib + " MB\t"
                + init.map(time -> "Init Duration: " + millis(time) + "\t").orElse("")
                + status.map(failure -> failure + "\t").orElse("");
    }

    /** @param phase {@code init}, or {@code invoke} when it was tried again for the invocation */
    static String initReport(Duration took, String phase, Failure failure) {
        return "INIT_REPORT Init Duration: " + millis(took) + "\tPhase: " + phase + "\t" + failure + "\t";
    }

    static String timedOut(Instant now, String requestId, Duration timeout) {
        return STAMP.format(now) + " " + requestId + " " + timedOut(timeout);
    }

    static String timedOut(Duration timeout) {
        return String.format(Locale.ROOT, "Task timed out after %.2f seconds", timeout.toMillis() / 1000.0);
    }

    /** How Lambda words the end of a process. */
    static String exited(Exit exit) {
        String how =
                switch (exit.code()) {
                    case 0 -> "";
                    case 128 + 6 -> "signal: aborted";
                    case 128 + 9 -> "signal: killed";
                    case 128 + 11 -> "signal: segmentation fault";
                    case 128 + 15 -> "signal: terminated";
                    default -> "exit status " + exit.code();
                };
        return how.isEmpty() ? "Runtime exited without providing a reason" : "Runtime exited with error: " + how;
    }

    private static String millis(Duration duration) {
        return String.format(Locale.ROOT, "%.2f ms", duration.toNanos() / 1e6);
    }

    /** How an environment failed, at the end of a report. */
    record Failure(String status, Optional<String> errorType) {
        static Failure timeout() {
            return new Failure("timeout", Optional.empty());
        }

        static Failure error(String type) {
            return new Failure("error", Optional.of(type));
        }

        @Override
        public String toString() {
            return "Status: " + status
                    + errorType.map(type -> "\tError Type: " + type).orElse("");
        }
    }
}
