package dev.provision.release;

import dev.provision.aws.AwsStep;
import dev.provision.aws.ssm.Parameters;
import dev.provision.graph.Change;
import dev.provision.graph.StepKey;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The place where releases are noted, so that a teardown knows of it. Needs nothing, so that a first {@code up} takes what it
 * found before its release wrote there.
 */
public final class ReleaseHistoryStep extends AwsStep<Integer> {
    private static final String FORMAT = "format";
    private final Parameters parameters;

    public ReleaseHistoryStep(StepKey key, Parameters parameters) {
        super(key, "ssm", Set.of());
        this.parameters = parameters;
    }

    /** How many parameters there are; none is not a history. */
    @Override
    public Optional<Integer> find() {
        int size = parameters.all().size();
        return size == 0 ? Optional.empty() : Optional.of(size);
    }

    @Override
    public List<Change> changes(Integer live) {
        return List.of();
    }

    @Override
    public Integer create() {
        parameters.put(FORMAT, "1");
        return 1;
    }

    @Override
    public Integer converge(Integer live, List<Change> changes) {
        return live;
    }

    @Override
    public void delete(Integer live) {
        parameters.remove(List.copyOf(parameters.all().keySet()));
    }

    @Override
    public Set<String> actions() {
        return Parameters.actions();
    }
}
