package dev.provision.localcloud.ecr;

import dev.provision.localcloud.state.Account;
import dev.provision.localcloud.wire.AwsError;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** All repositories, by name. Guarded by the control-plane lock. */
final class Repositories {
    private final Account account;
    private final BlobStore blobs;
    private final Map<String, StoredRepository> byName = new TreeMap<>();
    private Optional<String> registryPolicy = Optional.empty();

    Repositories(Account account, BlobStore blobs) {
        this.account = account;
        this.blobs = blobs;
    }

    Account account() {
        return account;
    }

    Optional<String> registryPolicy() {
        return registryPolicy;
    }

    void changeRegistryPolicy(Optional<String> text) {
        registryPolicy = text;
    }

    Collection<StoredRepository> all() {
        return List.copyOf(byName.values());
    }

    Optional<StoredRepository> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    StoredRepository create(String name, Instant now, RepositorySettings settings) {
        if (byName.containsKey(name)) {
            throw AwsError.badRequest(
                    "RepositoryAlreadyExistsException",
                    "The repository with name '" + name + "' already exists in the registry with id '" + account.id()
                            + "'");
        }
        StoredRepository repository =
                new StoredRepository(name, account.arn("ecr", "repository/" + name), now, settings);
        byName.put(name, repository);
        return repository;
    }

    /** @throws AwsError if there is none of that name */
    StoredRepository get(String name) {
        return get(account.id(), name);
    }

    /** @param registryId as the request has it; null or the account's */
    StoredRepository in(String registryId, String name) {
        return get(registryId == null ? account.id() : registryId, name);
    }

    StoredRepository byArn(String arn) {
        return byName.values().stream()
                .filter(repository -> repository.arn().equals(arn))
                .findFirst()
                .orElseThrow(() -> notFound(account.id(), arn.substring(arn.indexOf('/') + 1)));
    }

    void delete(StoredRepository repository) {
        byName.remove(repository.name());
        sweep(repository.blobs());
    }

    /** Deletes those blobs that no repository has any more. Unlinks files, which is quick enough under the lock. */
    void sweep(Collection<String> candidates) {
        for (String digest : candidates) {
            if (byName.values().stream().noneMatch(repository -> repository.hasBlob(digest))) {
                blobs.delete(digest);
            }
        }
    }

    private StoredRepository get(String registryId, String name) {
        if (!registryId.equals(account.id())) {
            throw notFound(registryId, name);
        }
        return find(name).orElseThrow(() -> notFound(registryId, name));
    }

    private static AwsError notFound(String registryId, String name) {
        return AwsError.badRequest(
                "RepositoryNotFoundException",
                "The repository with name '" + name + "' does not exist in the registry with id '" + registryId + "'");
    }
}
