package dev.provision.aws.secrets;

import dev.provision.aws.Api;
import dev.provision.aws.AwsConnection;
import dev.provision.graph.StepKey;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.ssm.SsmClient;

/** Makes the steps of this package. */
public final class SecretSteps {
    private final Api<SsmClient> ssm;
    private final Api<SecretsManagerClient> secrets;

    public SecretSteps(AwsConnection connection) {
        this.ssm = connection.api("ssm", SsmClient::builder);
        this.secrets = connection.api("secretsmanager", SecretsManagerClient::builder);
    }

    /** @param name for example {@code /demo/token} */
    public ParameterStep parameter(StepKey key, String name) {
        return new ParameterStep(key, name, ssm);
    }

    /** @param name or ARN */
    public StoredSecretStep secret(StepKey key, String name) {
        return new StoredSecretStep(key, name, secrets);
    }
}
