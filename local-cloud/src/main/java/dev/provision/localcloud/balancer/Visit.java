package dev.provision.localcloud.balancer;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/** What becomes of one request, for the access log. Only for the thread that handles the request. */
final class Visit {
    private static final double NANOS = 1e9;

    private final Instant came;
    private final long begin = System.nanoTime();
    private long sent = begin;
    private long answered = begin;
    private String priority = "-";
    private String action = "-";
    private String redirect = "-";
    private String reason = "-";
    private String trace = "-";
    private Optional<String> group = Optional.empty();
    private String target = "-";
    private OptionalInt targetStatus = OptionalInt.empty();
    private OptionalInt status = OptionalInt.empty();

    Visit(Instant came) {
        this.came = came;
    }

    /** The rule that decides; 0 stands for the default action. */
    void rule(String rulePriority, String ruleAction) {
        priority = rulePriority;
        action = ruleAction;
    }

    void redirect(String location) {
        redirect = location;
    }

    /** Why the load balancer answers with an error, in the words of the access log. */
    void reason(String word) {
        reason = word;
    }

    void trace(String id) {
        trace = id;
    }

    void group(String arn) {
        group = Optional.of(arn);
    }

    /** @param place address and port, or none for a function */
    void sent(String place) {
        target = place;
        sent = System.nanoTime();
    }

    void answered(int withStatus) {
        targetStatus = OptionalInt.of(withStatus);
        answered = System.nanoTime();
    }

    /** The status of a request that nobody waits for any more. */
    void status(int withoutAnswer) {
        status = OptionalInt.of(withoutAnswer);
    }

    Instant came() {
        return came;
    }

    String priority() {
        return priority;
    }

    String action() {
        return action;
    }

    String redirect() {
        return redirect;
    }

    String reason() {
        return reason;
    }

    String trace() {
        return trace;
    }

    /** The target group's ARN, if the request was for one. */
    Optional<String> group() {
        return group;
    }

    String target() {
        return target;
    }

    /** What the target answered, if it did. */
    OptionalInt targetStatus() {
        return targetStatus;
    }

    /** Of an answer that could not be given. */
    OptionalInt status() {
        return status;
    }

    /** Seconds from arrival to target, from there to its answer, and from there until now; -1 for what did not happen. */
    double[] times() {
        if (targetStatus.isEmpty()) {
            return new double[] {-1, -1, -1};
        }
        return new double[] {(sent - begin) / NANOS, (answered - sent) / NANOS, (System.nanoTime() - answered) / NANOS};
    }
}
