package dev.provision.localcloud.lambda;

import dev.provision.localcloud.lambda.Environment.Kind;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The environments of one version. Thread-safe; closing what falls out is up to the caller, since it takes a while. */
final class Fleet {
    private final FunctionVersion version;
    private final Set<Environment> all = new HashSet<>();
    private final Deque<Environment> idle = new ArrayDeque<>();
    private int wanted;
    private int starting;
    private Optional<String> failure = Optional.empty();
    private boolean retired;

    Fleet(FunctionVersion version) {
        this.version = version;
    }

    /**
     * How many environments are kept warm.
     *
     * @param allocated that are ready
     * @param available of those, that serve nothing now
     * @param failure why there are not more
     */
    record Warmth(int allocated, int available, Optional<String> failure) {}

    FunctionVersion version() {
        return version;
    }

    /** The idle environment that was used last, if there is one. */
    synchronized Optional<Environment> take(Kind kind) {
        Optional<Environment> found = idle.stream()
                .filter(environment -> environment.kind() == kind && environment.alive())
                .findFirst();
        found.ifPresent(idle::remove);
        return found;
    }

    /** Takes an environment in, which is busy. */
    synchronized void add(Environment environment) {
        all.add(environment);
    }

    /** Takes an environment back. Returns whether it may stay; otherwise it is to be closed. */
    synchronized boolean giveBack(Environment environment, Instant now) {
        boolean surplus = environment.kind() == Kind.PROVISIONED && provisioned() > wanted;
        if (retired || surplus || !environment.alive()) {
            all.remove(environment);
            return false;
        }
        environment.idleSince(now);
        idle.push(environment);
        return true;
    }

    synchronized void remove(Environment environment) {
        all.remove(environment);
        idle.remove(environment);
    }

    /** No environment stays any more. Returns the idle ones. */
    synchronized List<Environment> retire() {
        retired = true;
        wanted = 0;
        return drop(List.copyOf(idle));
    }

    /** Takes out all environments. */
    synchronized List<Environment> removeAll() {
        retired = true;
        return drop(List.copyOf(all));
    }

    /** Takes out the environments on demand that have been idle since before. */
    synchronized List<Environment> reap(Instant before) {
        return drop(idle.stream()
                .filter(environment -> environment.kind() == Kind.ON_DEMAND
                        && environment.idleSince().isBefore(before))
                .toList());
    }

    /** Sets how many are to be kept warm. Returns the idle ones that are too many. */
    synchronized List<Environment> keepWarm(int count) {
        if (retired || count == wanted) {
            return List.of();
        }
        wanted = count;
        failure = Optional.empty();
        List<Environment> surplus = new ArrayList<>(idle.stream()
                .filter(environment -> environment.kind() == Kind.PROVISIONED)
                .toList());
        int keep = Math.max(0, surplus.size() - Math.max(0, provisioned() - wanted));
        return drop(surplus.subList(keep, surplus.size()));
    }

    private List<Environment> drop(List<Environment> environments) {
        List<Environment> dropped = List.copyOf(environments);
        dropped.forEach(this::remove);
        return dropped;
    }

    /** Whether one more is to be started to be kept warm; the caller starts it and says how that went. */
    synchronized boolean claimStart() {
        boolean claimed = !retired && failure.isEmpty() && provisioned() + starting < wanted;
        starting += claimed ? 1 : 0;
        return claimed;
    }

    /** The environment that was claimed is ready. Returns whether it may stay. */
    synchronized boolean started(Environment environment, Instant now) {
        starting--;
        all.add(environment);
        return giveBack(environment, now);
    }

    synchronized void failed(String reason) {
        starting--;
        failure = Optional.of(reason);
    }

    synchronized Warmth warmth() {
        int available = (int) idle.stream()
                .filter(environment -> environment.kind() == Kind.PROVISIONED)
                .count();
        return new Warmth(provisioned(), available, failure);
    }

    private int provisioned() {
        return (int) all.stream()
                .filter(environment -> environment.kind() == Kind.PROVISIONED)
                .count();
    }

    /** What each environment is doing. */
    synchronized List<Instance> instances() {
        return all.stream()
                .map(environment -> new Instance(
                        version.config().functionName(),
                        version.version(),
                        environment.log().stream(),
                        idle.contains(environment)
                                ? "warm"
                                : environment.idleSince().equals(Instant.MAX) ? "cold" : "busy"))
                .toList();
    }
}
