package dev.provision.cli;

import dev.provision.localcloud.iam.IdentityPolicy;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;

/** A policy that remembers which actions it was asked for, and from which one of them can be taken. */
final class WatchedPolicy implements IdentityPolicy {
    private IdentityPolicy policy;
    private final SequencedSet<String> asked = new LinkedHashSet<>();
    private Optional<String> taken = Optional.empty();
    private boolean lifted;

    WatchedPolicy(String document) {
        this.policy = IdentityPolicy.read(document);
    }

    /** From now on grants what {@code document} says. */
    synchronized void become(String document) {
        policy = IdentityPolicy.read(document);
    }

    @Override
    public synchronized Ruling judge(String arn, String action, String resource, Map<String, String> context) {
        if (lifted) {
            return Ruling.ALLOWED;
        }
        asked.add(action);
        return taken.filter(action::equals).isPresent() ? Ruling.SILENT : policy.judge(arn, action, resource, context);
    }

    /** The actions that were asked for since the last time. */
    synchronized SequencedSet<String> asked() {
        SequencedSet<String> since = new LinkedHashSet<>(asked);
        asked.clear();
        return since;
    }

    /** From now on grants everything but {@code action}. */
    synchronized void take(Optional<String> action) {
        taken = action;
    }

    /** Whether everything is granted, to somebody else. */
    synchronized void lift(boolean everything) {
        lifted = everything;
    }
}
