package dev.provision.release;

import dev.provision.aws.AwsStep;
import dev.provision.aws.elb.LoadBalancerStep;
import dev.provision.aws.ssm.Parameters;
import dev.provision.graph.Change;
import dev.provision.graph.Ref;
import dev.provision.graph.StepKey;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The place where releases are noted, so that a teardown knows of it. */
public final class ReleaseHistoryStep extends AwsStep<Integer> {
    private static final String FORMAT = "format";
    private final Parameters parameters;

    /** @param loadBalancer only a matter of order: a history begins with what releases are about */
    public ReleaseHistoryStep(StepKey key, Parameters parameters, Ref<LoadBalancerStep.Live> loadBalancer) {
        super(key, "ssm", needs(loadBalancer));
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
