package dev.provision.localcloud.state;

import java.util.EnumMap;
import java.util.Map;

/** How much the account may have of everything; what was not changed is as AWS grants it. */
public final class Quotas {
    private final Map<Quota, Integer> changed;

    private Quotas(Map<Quota, Integer> changed) {
        this.changed = Map.copyOf(changed);
    }

    /** What AWS grants an account that has been there for a while. */
    public static Quotas usual() {
        return new Quotas(Map.of());
    }

    /** What AWS grants a new account: Lambda has 10 concurrent executions instead of 1,000. */
    public static Quotas ofNewAccount() {
        return usual().with(Quota.LAMBDA_CONCURRENCY, 10);
    }

    /**
     * The same with another limit.
     *
     * @throws IllegalArgumentException if the limit is negative
     */
    public Quotas with(Quota quota, int limit) {
        if (limit < 0) {
            throw new IllegalArgumentException(quota.title() + " must not be negative: " + limit);
        }
        Map<Quota, Integer> more = new EnumMap<>(Quota.class);
        more.putAll(changed);
        more.put(quota, limit);
        return new Quotas(more);
    }

    /** How much there may be. */
    public int limit(Quota quota) {
        return changed.getOrDefault(quota, quota.usual());
    }
}
