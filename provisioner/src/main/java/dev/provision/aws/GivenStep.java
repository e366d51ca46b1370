package dev.provision.aws;

import dev.provision.graph.Change;
import dev.provision.graph.ProvisionException.StepFailed;
import dev.provision.graph.Readiness;
import dev.provision.graph.StepKey;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Something that somebody else made: it is looked up and checked, never created, never changed and never deleted.
 *
 * @param <L> the live thing
 */
public abstract class GivenStep<L> extends AwsStep<L> {
    protected GivenStep(StepKey key, String service, Set<StepKey> needs) {
        super(key, service, needs);
    }

    /** Looks it up. */
    protected abstract Optional<L> subject();

    /** What there is not where it is missing, for people. */
    protected abstract String missing();

    /** What to do where it is missing. */
    protected abstract String remedy();

    /** Looks it up, and says what is wrong with it or that there is none, and what to do about it. */
    public final Optional<String> lacking() {
        return subject()
                .map(live -> probe(live) instanceof Readiness.Failed(String reason, String _)
                        ? Optional.of(reason)
                        : Optional.<String>empty())
                .orElseGet(() -> Optional.of("there is no " + missing()))
                .map(what -> what + "; " + remedy());
    }

    @Override
    public final Optional<L> find() {
        return subject();
    }

    @Override
    public final List<Change> changes(L live) {
        return List.of();
    }

    @Override
    public final L create() {
        throw new StepFailed(Optional.of(key()), "there is no " + missing(), "", remedy(), null);
    }

    @Override
    public final L converge(L live, List<Change> changes) {
        return live;
    }

    @Override
    public final boolean removable() {
        return false;
    }

    /** It is not ours. */
    @Override
    public final void delete(L live) {}
}
