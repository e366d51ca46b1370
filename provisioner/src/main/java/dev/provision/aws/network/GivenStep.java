package dev.provision.aws.network;

import dev.provision.aws.Api;
import dev.provision.aws.AwsStep;
import dev.provision.graph.Change;
import dev.provision.graph.ProvisionException.StepFailed;
import dev.provision.graph.StepKey;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import software.amazon.awssdk.services.ec2.Ec2Client;

/**
 * Something that somebody else made: it is looked up and checked, never created, never changed and never deleted.
 *
 * @param <L> the live thing
 */
abstract class GivenStep<L> extends AwsStep<L> {
    private final Api<Ec2Client> ec2;
    private final AtomicBoolean dropped = new AtomicBoolean();

    GivenStep(StepKey key, Set<StepKey> needs, Api<Ec2Client> ec2) {
        super(key, "ec2", needs);
        this.ec2 = ec2;
    }

    final Api<Ec2Client> ec2() {
        return ec2;
    }

    /** Looks it up by its id. */
    abstract Optional<L> subject();

    /** What it is, with its id, for people. */
    abstract String words();

    @Override
    public final Optional<L> find() {
        return dropped.get() ? Optional.empty() : subject();
    }

    @Override
    public final List<Change> changes(L live) {
        return List.of();
    }

    @Override
    public final L create() {
        throw new StepFailed(
                Optional.of(key()),
                "there is no " + words() + " in this region and account",
                "",
                "correct deployment.awsVpc, or remove it to have a network created",
                null);
    }

    @Override
    public final L converge(L live, List<Change> changes) {
        return live;
    }

    /** It is not ours: nothing happens but that it is out of sight. */
    @Override
    public final void delete(L live) {
        dropped.set(true);
    }
}
