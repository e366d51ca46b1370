package dev.provision.aws;

import dev.provision.graph.Change;
import dev.provision.graph.StepKey;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A step that makes nothing and only waits, by its probe, until something holds of what others made.
 *
 * @param <L> what is checked
 */
public abstract class CheckStep<L> extends AwsStep<L> {
    private final AtomicBoolean dropped = new AtomicBoolean();

    protected CheckStep(StepKey key, String service, Set<StepKey> needs) {
        super(key, service, needs);
    }

    /** What is checked, once it exists. */
    protected abstract Optional<L> subject();

    @Override
    public final Optional<L> find() {
        return dropped.get() ? Optional.empty() : subject();
    }

    @Override
    public final boolean onlyChecks() {
        return true;
    }

    @Override
    public final List<Change> changes(L live) {
        return List.of();
    }

    @Override
    public final L create() {
        return subject().orElseThrow(() -> new IllegalStateException(key() + ": there is nothing to check"));
    }

    @Override
    public final L converge(L live, List<Change> changes) {
        return live;
    }

    /** From now on there is nothing to check. */
    @Override
    public final void delete(L live) {
        dropped.set(true);
    }
}
