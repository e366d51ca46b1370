package dev.provision.localcloud.lambda;

import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;

/**
 * Counts the invocations under way, and throttles those beyond the limits. Provisioned environments of the version come
 * first; what they cannot take comes out of the function's reserve, or of what the account has left.
 */
final class ConcurrencyGate {
    private final Map<String, Integer> provisioned = new HashMap<>();
    private final Map<String, Integer> onDemand = new HashMap<>();
    private int shared;

    /**
     * The limits of an invocation.
     *
     * @param reserved the function's reserve, if it has one
     * @param provisionedOfFunction what its provisioned concurrency takes of it
     * @param readyOfVersion warm environments of the version
     * @param unreserved what functions without a reserve share
     */
    record Limits(OptionalInt reserved, int provisionedOfFunction, int readyOfVersion, int unreserved) {}

    /** How an invocation came in, or why it did not. */
    sealed interface Admission {
        /** Runs on a warm environment. */
        record Provisioned() implements Admission {}

        /** Runs on any other environment. */
        record OnDemand(boolean outOfShared) implements Admission {}

        /** @param reason as the API names it */
        record Throttled(String reason) implements Admission {}
    }

    /** Lets an invocation in, if there is room. */
    synchronized Admission enter(String function, String versionId, Limits limits) {
        if (provisioned.getOrDefault(versionId, 0) < limits.readyOfVersion()) {
            provisioned.merge(versionId, 1, Integer::sum);
            return new Admission.Provisioned();
        }
        if (limits.reserved().isPresent()) {
            int room = limits.reserved().getAsInt() - limits.provisionedOfFunction();
            if (onDemand.getOrDefault(function, 0) >= room) {
                return new Admission.Throttled("ReservedFunctionConcurrentInvocationLimitExceeded");
            }
            onDemand.merge(function, 1, Integer::sum);
            return new Admission.OnDemand(false);
        }
        if (shared >= limits.unreserved()) {
            return new Admission.Throttled("ConcurrentInvocationLimitExceeded");
        }
        shared++;
        onDemand.merge(function, 1, Integer::sum);
        return new Admission.OnDemand(true);
    }

    /** The end of an invocation that was let in. */
    synchronized void leave(String function, String versionId, Admission admission) {
        switch (admission) {
            case Admission.Provisioned() -> less(provisioned, versionId);
            case Admission.OnDemand(boolean outOfShared) -> {
                less(onDemand, function);
                shared -= outOfShared ? 1 : 0;
            }
            case Admission.Throttled throttled -> throw new IllegalArgumentException("never came in: " + throttled);
        }
    }

    /** Invocations of a function that are under way, without those on provisioned environments. */
    synchronized int underWay(String function) {
        return onDemand.getOrDefault(function, 0);
    }

    private static void less(Map<String, Integer> counts, String key) {
        counts.computeIfPresent(key, (any, count) -> count == 1 ? null : Integer.valueOf(count - 1));
    }
}
