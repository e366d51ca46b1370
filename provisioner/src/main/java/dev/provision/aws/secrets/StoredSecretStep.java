package dev.provision.aws.secrets;

import dev.provision.aws.Api;
import dev.provision.aws.GivenStep;
import dev.provision.graph.StepKey;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.model.DescribeSecretResponse;

/** A secret of Secrets Manager that a container is given. It is described, which does not show its value. */
public final class StoredSecretStep extends GivenStep<KeptSecret> {
    private final String name;
    private final Api<SecretsManagerClient> secrets;

    /** @param name or ARN */
    StoredSecretStep(StepKey key, String name, Api<SecretsManagerClient> secrets) {
        super(key, "secretsmanager", Set.of());
        this.name = name;
        this.secrets = secrets;
    }

    @Override
    protected Optional<KeptSecret> subject() {
        return secrets.find(c -> c.describeSecret(r -> r.secretId(name)))
                .filter(found -> found.deletedDate() == null)
                .map(StoredSecretStep::kept);
    }

    private static KeptSecret kept(DescribeSecretResponse secret) {
        return new KeptSecret(
                secret.arn(),
                Optional.ofNullable(secret.kmsKeyId()).flatMap(id -> CustomerKey.of(id, secret.arn())),
                KeptSecret.Store.SECRETS);
    }

    @Override
    protected String missing() {
        return "secret " + name + " in this region and account, or it waits for its deletion";
    }

    @Override
    protected String remedy() {
        return "make it: aws secretsmanager create-secret --name " + name + " --secret-string …";
    }

    @Override
    public Set<String> actions() {
        return Set.of("secretsmanager:DescribeSecret");
    }
}
