package dev.provision.localcloud.secretsmanager;

import dev.provision.localcloud.state.Account;
import dev.provision.localcloud.state.TaggedResource;
import dev.provision.localcloud.state.TaggedResources;
import dev.provision.localcloud.time.CloudTime;
import dev.provision.localcloud.wire.AwsError;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** All secrets, by name. Under the control-plane lock only. */
final class SecretStore implements TaggedResources {
    private final Account account;
    private final CloudTime time;
    private final Map<String, Secret> secrets = new TreeMap<>();

    SecretStore(Account account, CloudTime time) {
        this.account = account;
        this.time = time;
    }

    Account account() {
        return account;
    }

    /** All, also those that wait for their deletion. */
    Collection<Secret> all() {
        drop();
        return List.copyOf(secrets.values());
    }

    void add(Secret secret) {
        secrets.put(secret.name(), secret);
    }

    void remove(Secret secret) {
        secrets.remove(secret.name());
    }

    /** The secret with a name, an ARN, or an ARN without its six random characters; also one that waits for its deletion. */
    Optional<Secret> find(String nameOrArn) {
        drop();
        String wanted = nameOrArn == null ? "" : nameOrArn;
        return Optional.ofNullable(secrets.get(wanted)).or(() -> secrets.values().stream()
                .filter(secret -> secret.arn().equals(wanted)
                        || secret.arn().replaceFirst("-[A-Za-z0-9]{6}$", "").equals(wanted))
                .findFirst());
    }

    /** @throws AwsError if there is no such secret */
    Secret require(String nameOrArn) {
        return find(nameOrArn)
                .orElseThrow(() -> AwsError.badRequest(
                        "ResourceNotFoundException", "Secrets Manager can't find the specified secret."));
    }

    /** @throws AwsError if there is no such secret, or it waits for its deletion */
    Secret requireAlive(String nameOrArn) {
        Secret secret = require(nameOrArn);
        if (secret.deletion().isPresent()) {
            throw AwsError.badRequest(
                    "InvalidRequestException",
                    "You can't perform this operation on the secret because it was marked for deletion.");
        }
        return secret;
    }

    /** Forgets those whose time is over. */
    private void drop() {
        secrets.values()
                .removeIf(secret ->
                        secret.deletion().filter(at -> !at.isAfter(time.now())).isPresent());
    }

    @Override
    public Stream<TaggedResource> taggedResources() {
        return all().stream().map(secret -> new TaggedResource(secret.arn(), "secretsmanager:secret", secret.tags()));
    }
}
