package dev.provision.cli;

import dev.provision.config.Environment;
import dev.provision.graph.ProvisionException;
import dev.provision.report.PlanView;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.IntPredicate;

/**
 * Cuts {@code up} and {@code teardown} off at their calls, one after the other, and repeats each: the first must converge
 * with exactly one of each resource, the second must leave nothing.
 */
final class ResumeMatrix {
    private final Account account;
    private final Environment environment;
    private final List<String> failures = new ArrayList<>();
    private SortedMap<String, Integer> wanted = new TreeMap<>();
    private int tried;
    private int unaided;

    ResumeMatrix(Account account, Environment environment) {
        this.account = account;
        this.environment = environment;
    }

    /** How many mutating calls an undisturbed {@code up} and {@code teardown} make. */
    record Calls(int up, int teardown) {}

    /** Runs once without a mishap, to know what is wanted and how many calls there are. */
    Calls undisturbed() {
        Cut up = counting(() -> account.up(environment));
        wanted = resources();
        Cut teardown = counting(() -> account.teardown(environment));
        nothingLeft("undisturbed teardown");
        if (!failures.isEmpty()) {
            throw new IllegalStateException(String.join("\n", failures));
        }
        return new Calls(up.seen(), teardown.seen());
    }

    /** Without the parameters: a release that failed is remembered, too, so that there may be more records of releases. */
    private SortedMap<String, Integer> resources() {
        SortedMap<String, Integer> counts = account.inventory(environment);
        counts.remove("ssm parameter");
        return counts;
    }

    private Cut counting(Runnable work) {
        Cut none = new Cut(Mishap.THROTTLE, Integer.MAX_VALUE);
        account.faults().decide(none);
        work.run();
        account.faults().clear();
        return none;
    }

    /**
     * Tries the calls whose number {@code which} takes; for each of them an {@code up} and a {@code teardown}.
     *
     * @param most the highest number
     */
    void run(Mishap mishap, int most, IntPredicate which) {
        for (int number = 1; number <= most; number++) {
            if (which.test(number)) {
                one(mishap, number);
            }
        }
    }

    private void one(Mishap mishap, int number) {
        String hit = cut(mishap, number, "up", () -> account.up(environment));
        String where = mishap.word() + " at call " + number + " of up, " + hit;
        try {
            account.up(environment);
            SortedMap<String, Integer> there = resources();
            if (!there.equals(wanted)) {
                failures.add(where + ": there is " + difference(there));
            }
            PlanView plan = account.plan(environment);
            if (plan.changed()) {
                failures.add(where + ": not converged: " + plan);
            }
        } catch (ProvisionException failed) {
            failures.add(where + ": up again failed: " + failed.getMessage());
        }
        hit = cut(mishap, number, "teardown", () -> account.teardown(environment));
        where = mishap.word() + " at call " + number + " of teardown, " + hit;
        try {
            account.teardown(environment);
        } catch (ProvisionException failed) {
            failures.add(where + ": teardown again failed: " + failed.getMessage());
        }
        nothingLeft(where);
    }

    private String cut(Mishap mishap, int number, String command, Runnable work) {
        Cut cut = new Cut(mishap, number);
        account.faults().decide(cut);
        boolean went = goes(work);
        account.faults().clear();
        if (!cut.hit().isEmpty()) {
            tried++;
            unaided += went ? 1 : 0;
        }
        return cut.hit().isEmpty() ? "(not reached by " + command + ")" : cut.hit();
    }

    private static boolean goes(Runnable work) {
        try {
            work.run();
            return true;
        } catch (ProvisionException cutOff) {
            return false;
        }
    }

    private String difference(SortedMap<String, Integer> there) {
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
            failures.add(where + ": left are " + left);
            account.cloud().reset();
        }
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
