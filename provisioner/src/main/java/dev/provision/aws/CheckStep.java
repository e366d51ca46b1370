package dev.provision.aws;

import dev.provision.graph.Change;
import dev.provision.graph.StepKey;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A step that makes nothing and only waits, by its probe, until something holds of what others made.
 *
 * @param <L> what is checked
 */
public abstract class CheckStep<L> extends AwsStep<L> {
    protected CheckStep(StepKey key, String service, Set<StepKey> needs) {
        super(key, service, needs);
    }

    /** What is checked, once it exists. */
    protected abstract Optional<L> subject();

    @Override
    public final Optional<L> find() {
        return subject();
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

    /** There is nothing to delete. */
    @Override
    public final void delete(L live) {}
}
