package dev.provision.localcloud.secretsmanager;

import dev.provision.localcloud.state.Account;
import dev.provision.localcloud.time.CloudTime;
import dev.provision.localcloud.wire.ServiceApi;
import java.util.List;
import java.util.Optional;

/** AWS Secrets Manager, put together. */
public final class SecretsService {
    static final ServiceApi API = new ServiceApi("secretsmanager", ServiceApi.Protocol.JSON_1_1, "secretsmanager", "");
    private final SecretStore store;
    private final CloudTime time;

    public SecretsService(Account account, CloudTime time) {
        this.store = new SecretStore(account, time);
        this.time = time;
    }

    /** The text of the current version of a secret, by its name or ARN; under the control-plane lock. */
    public Optional<String> text(String nameOrArn) {
        return store.find(nameOrArn)
                .filter(secret -> secret.deletion().isEmpty())
                .map(secret -> secret.versions().get(secret.versionByLabel().get(Secret.CURRENT)))
                .map(Secret.Version::value)
                .filter(Value.Text.class::isInstance)
                .map(value -> ((Value.Text) value).text());
    }

    /** What answers the API's operations, and lists tags. */
    public List<Object> parts() {
        return List.of(
                new SecretOperations(store, time),
                new ValueOperations(store, time),
                new SecretTagsAndPolicies(store, time),
                store);
    }
}
