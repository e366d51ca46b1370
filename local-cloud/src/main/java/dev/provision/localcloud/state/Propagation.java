package dev.provision.localcloud.state;

import java.time.Duration;
import java.time.Instant;

/**
 * How long what was just made is not seen everywhere yet: AWS's eventual consistency. Nothing, unless somebody asked for it.
 * Thread-safe.
 */
public final class Propagation {
    private volatile Duration roles;
    private volatile Duration resources;

    /**
     * @param roles until a new role can be assumed and its policies hold
     * @param resources until EC2 finds a new resource
     */
    public Propagation(Duration roles, Duration resources) {
        this.roles = roles;
        this.resources = resources;
    }

    /** Everything is seen at once. */
    public static Propagation none() {
        return new Propagation(Duration.ZERO, Duration.ZERO);
    }

    /** From now on, for what was made before as well. */
    public void set(Duration newRoles, Duration newResources) {
        roles = newRoles;
        resources = newResources;
    }

    /** Whether a role that was made then can be assumed now. */
    public boolean roleArrived(Instant made, Instant now) {
        return roles.isZero() || !made.plus(roles).isAfter(now);
    }

    /** Whether EC2 finds now what was made then. */
    public boolean resourceArrived(Instant made, Instant now) {
        return resources.isZero() || !made.plus(resources).isAfter(now);
    }
}
