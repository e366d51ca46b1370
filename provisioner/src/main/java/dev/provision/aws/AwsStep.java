package dev.provision.aws;

import dev.provision.graph.Change;
import dev.provision.graph.Ref;
import dev.provision.graph.ResourceStep;
import dev.provision.graph.StepKey;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The identity of a step and its place in the graph.
 *
 * @param <L> the live thing
 */
public abstract class AwsStep<L> implements ResourceStep<L> {
    private final StepKey key;
    private final String service;
    private final Set<StepKey> needs;

    /**
     * @param service the service whose limit on concurrent calls this step counts against
     * @param needs see {@link ResourceStep#needs()}
     */
    protected AwsStep(StepKey key, String service, Set<StepKey> needs) {
        this.key = key;
        this.service = service;
        this.needs = Set.copyOf(needs);
    }

    /** The keys of what a step reads, as its needs. */
    protected static Set<StepKey> needs(Ref<?>... refs) {
        return Arrays.stream(refs).map(Ref::key).collect(Collectors.toUnmodifiableSet());
    }

    /** {@code needs}, and {@code more} that are only a matter of order. */
    protected static Set<StepKey> needs(Set<StepKey> needs, Set<StepKey> more) {
        return Stream.concat(needs.stream(), more.stream()).collect(Collectors.toUnmodifiableSet());
    }

    /** What is live compared with what is wanted, field by field; makes no call. */
    protected Changes comparison(L live) {
        return new Changes();
    }

    @Override
    public List<Change> changes(L live) {
        return comparison(live).list();
    }

    @Override
    public Map<String, String> wanted(L live) {
        return comparison(live).wanted();
    }

    @Override
    public final StepKey key() {
        return key;
    }

    @Override
    public final Set<StepKey> needs() {
        return needs;
    }

    @Override
    public final String service() {
        return service;
    }

    @Override
    public final String toString() {
        return key.toString();
    }
}
