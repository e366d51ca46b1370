package dev.provision.aws.ecr;

import dev.provision.aws.Api;
import dev.provision.aws.AwsConnection;
import dev.provision.aws.Owner;
import dev.provision.graph.Ref;
import dev.provision.graph.StepKey;
import java.util.function.Consumer;
import software.amazon.awssdk.services.ecr.EcrClient;

/** Makes the steps of this package for one environment. */
public final class ImageSteps {
    private final Owner owner;
    private final Api<EcrClient> ecr;

    public ImageSteps(AwsConnection connection, Owner owner) {
        this.owner = owner;
        this.ecr = connection.api("ecr", EcrClient::builder);
    }

    public RepositoryStep repository(StepKey key, String name) {
        return new RepositoryStep(key, name, owner, ecr);
    }

    public ImageStep image(
            StepKey key, ImageSource source, Ref<RepositoryStep.Live> repository, Consumer<String> progress) {
        return new ImageStep(key, source, repository, progress, ecr);
    }

    /** Whether there is a repository with this name. */
    public boolean exists(String name) {
        return ecr.find(c -> c.describeRepositories(r -> r.repositoryNames(name)))
                .isPresent();
    }
}
