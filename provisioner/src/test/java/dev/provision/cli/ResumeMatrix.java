package dev.provision.cli;

import dev.provision.config.Environment;
import dev.provision.graph.ProvisionException;
import dev.provision.report.PlanView;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Cuts a first {@code up}, a release and a {@code teardown} off at their calls, one after the other, and repeats each: the
 * first two must converge with exactly one of each resource, the last must leave nothing. The calls of the lock are among
 * them.
 */
final class ResumeMatrix {
    private static final int LOCK_CALLS = 2;
    private final Account account;
    private final Environment environment;
    private final Consumer<String> trouble;
    private final Map<Phase, SortedMap<String, Integer>> wanted = new EnumMap<>(Phase.class);
    private final List<String> failures = new ArrayList<>();
    private int images;
    private int tried;
    private int unaided;

    /** @param trouble told of each failure when it is found */
    ResumeMatrix(Account account, Environment environment, Consumer<String> trouble) {
        this.account = account;
        this.environment = environment;
        this.trouble = trouble;
    }

    /** What is cut off. */
    enum Phase {
        /** The first {@code up}. */
        UP,
        /** An {@code up} with another image. */
        RELEASE,
        TEARDOWN;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** How many mutating calls each phase makes undisturbed. */
    record Calls(Map<Phase, Integer> byPhase) {
        int most() {
            return byPhase.values().stream().mapToInt(Integer::intValue).max().orElseThrow();
        }
    }

    /** Runs once without a mishap, to know what is wanted and how many calls there are. */
    Calls undisturbed() {
        Map<Phase, Integer> calls = new EnumMap<>(Phase.class);
        for (Phase phase : Phase.values()) {
            Cut none = new Cut(Mishap.THROTTLE, Integer.MAX_VALUE);
            nextImage();
            account.faults().decide(none);
            work(phase);
            account.faults().clear();
            calls.put(phase, none.seen());
            wanted.put(phase, resources());
            if (phase != Phase.TEARDOWN) {
                nothingIsWrittenBy(phase);
            }
        }
        nothingLeft("undisturbed teardown");
        if (!failures.isEmpty()) {
            throw new IllegalStateException(String.join("\n", failures));
        }
        return new Calls(calls);
    }

    /** What an {@code up} leaves, the next one finds as it is wanted: it takes the lock and gives it back. */
    private void nothingIsWrittenBy(Phase phase) {
        Cut none = new Cut(Mishap.THROTTLE, Integer.MAX_VALUE);
        account.faults().decide(none);
        work(phase);
        account.faults().clear();
        if (none.seen() != LOCK_CALLS) {
            failure("the same " + phase.word() + " once more: " + none.seen() + " mutating calls instead of "
                    + LOCK_CALLS);
        }
    }

    private void nextImage() {
        images++;
        account.image("image-" + images);
    }

    private void work(Phase phase) {
        switch (phase) {
            case UP, RELEASE -> account.up(environment);
            case TEARDOWN -> account.teardown(environment);
        }
    }

    /** Without the parameters: a release that failed is remembered, too, so that there may be more records of releases. */
    private SortedMap<String, Integer> resources() {
        SortedMap<String, Integer> counts = account.inventory(environment);
        counts.remove("ssm parameter");
        return counts;
    }

    /** Tries the call with one number, in each phase. */
    void run(Mishap mishap, int number) {
        for (Phase phase : Phase.values()) {
            if (phase != Phase.TEARDOWN) {
                nextImage();
            }
            String where =
                    mishap.word() + " at call " + number + " of " + phase.word() + ", " + cut(mishap, number, phase);
            try {
                work(phase);
                if (phase != Phase.TEARDOWN) {
                    converged(phase, where);
                }
            } catch (ProvisionException failed) {
                failure(where + ": again, it failed: " + failed.getMessage());
            }
        }
        nothingLeft(mishap.word() + " at call " + number + " of each phase");
    }

    private void converged(Phase phase, String where) {
        SortedMap<String, Integer> there = resources();
        if (!there.equals(wanted.get(phase))) {
            failure(where + ": there is " + difference(wanted.get(phase), there));
        }
        PlanView plan = account.plan(environment);
        if (plan.changed()) {
            failure(where + ": not converged: " + plan);
        }
    }

    private String cut(Mishap mishap, int number, Phase phase) {
        Cut cut = new Cut(mishap, number);
        account.faults().decide(cut);
        boolean went = goes(phase);
        account.faults().clear();
        if (!cut.hit().isEmpty()) {
            tried++;
            unaided += went ? 1 : 0;
        }
        return cut.hit().isEmpty() ? "which has fewer" : cut.hit();
    }

    private boolean goes(Phase phase) {
        try {
            work(phase);
            return true;
        } catch (ProvisionException cutOff) {
            return false;
        }
    }

    private static String difference(SortedMap<String, Integer> wanted, SortedMap<String, Integer> there) {
        List<String> parts = new ArrayList<>();
        SortedMap<String, Integer> all = new TreeMap<>(wanted);
        all.putAll(there);
        all.keySet().stream()
                .filter(kind -> !wanted.getOrDefault(kind, 0).equals(there.getOrDefault(kind, 0)))
                .forEach(kind -> parts.add(
                        there.getOrDefault(kind, 0) + " " + kind + " instead of " + wanted.getOrDefault(kind, 0)));
        return String.join(", ", parts);
    }

    private void nothingLeft(String where) {
        SortedMap<String, Integer> left = account.inventory(environment);
        if (!left.isEmpty()) {
            failure(where + ": left are " + left);
            account.cloud().reset();
        }
    }

    private void failure(String what) {
        failures.add(what);
        trouble.accept(what);
    }

    /** Calls that were hit. */
    int tried() {
        return tried;
    }

    /** Calls after whose mishap the very same run went on to its end. */
    int unaided() {
        return unaided;
    }

    /** What went wrong in spite of the repetition. */
    List<String> failures() {
        return List.copyOf(failures);
    }
}
