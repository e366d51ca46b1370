package dev.provision.localcloud.secretsmanager;

import dev.provision.localcloud.time.CloudTime;
import dev.provision.localcloud.wire.AwsError;
import dev.provision.localcloud.wire.AwsService;
import dev.provision.localcloud.wire.ServiceApi;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import software.amazon.awssdk.services.secretsmanager.model.GetSecretValueRequest;
import software.amazon.awssdk.services.secretsmanager.model.GetSecretValueResponse;
import software.amazon.awssdk.services.secretsmanager.model.ListSecretVersionIdsRequest;
import software.amazon.awssdk.services.secretsmanager.model.ListSecretVersionIdsResponse;
import software.amazon.awssdk.services.secretsmanager.model.PutSecretValueRequest;
import software.amazon.awssdk.services.secretsmanager.model.PutSecretValueResponse;
import software.amazon.awssdk.services.secretsmanager.model.SecretVersionsListEntry;
import software.amazon.awssdk.services.secretsmanager.model.UpdateSecretVersionStageRequest;
import software.amazon.awssdk.services.secretsmanager.model.UpdateSecretVersionStageResponse;

/** The values of secrets, by version and staging label. */
final class ValueOperations implements AwsService {
    private final SecretStore store;
    private final CloudTime time;

    ValueOperations(SecretStore store, CloudTime time) {
        this.store = store;
        this.time = time;
    }

    @Override
    public ServiceApi api() {
        return SecretsService.API;
    }

    public GetSecretValueResponse getSecretValue(GetSecretValueRequest request) {
        Secret secret = store.requireAlive(request.secretId());
        String label = Optional.ofNullable(request.versionStage()).orElse(Secret.CURRENT);
        String id = Optional.ofNullable(request.versionId())
                .or(() -> Optional.ofNullable(secret.versionByLabel().get(label)))
                .orElse("");
        Secret.Version version = Optional.ofNullable(secret.versions().get(id))
                .filter(one ->
                        request.versionStage() == null || labels(secret, one).contains(label))
                .orElseThrow(() -> AwsError.badRequest(
                        "ResourceNotFoundException",
                        "Secrets Manager can't find the specified secret value for "
                                + (request.versionId() == null ? "staging label: " + label : "VersionId: " + id)));
        GetSecretValueResponse.Builder response = GetSecretValueResponse.builder()
                .arn(secret.arn())
                .name(secret.name())
                .versionId(version.id())
                .versionStages(labels(secret, version))
                .createdDate(version.created());
        version.value().show(response);
        return response.build();
    }

    private static List<String> labels(Secret secret, Secret.Version version) {
        return secret.versionByLabel().entrySet().stream()
                .filter(entry -> entry.getValue().equals(version.id()))
                .map(Map.Entry::getKey)
                .toList();
    }

    public PutSecretValueResponse putSecretValue(PutSecretValueRequest request) {
        Secret secret = store.requireAlive(request.secretId());
        Value value = Value.of(request.secretString(), request.secretBinary());
        List<String> labels = request.versionStages().isEmpty() ? List.of(Secret.CURRENT) : request.versionStages();
        String id = put(secret, request.clientRequestToken(), value, labels, time.now());
        return PutSecretValueResponse.builder()
                .arn(secret.arn())
                .name(secret.name())
                .versionId(id)
                .versionStages(labels(secret, secret.versions().get(id)))
                .build();
    }

    /** Puts a version, unless the token has put the same one before; returns its id. */
    static String put(Secret secret, String token, Value value, List<String> labels, Instant now) {
        String id = token == null ? UUID.randomUUID().toString() : token;
        Optional<Secret.Version> before = Optional.ofNullable(secret.versions().get(id));
        if (before.isPresent()) {
            if (!before.get().value().equals(value)) {
                throw AwsError.badRequest(
                        "ResourceExistsException",
                        "You can't use ClientRequestToken " + id
                                + " because that value is already in use for a version of secret " + secret.arn()
                                + ".");
            }
            return id;
        }
        secret.put(new Secret.Version(id, value, now), labels);
        secret.touch(now);
        return id;
    }

    public ListSecretVersionIdsResponse listSecretVersionIds(ListSecretVersionIdsRequest request) {
        Secret secret = store.require(request.secretId());
        boolean deprecated = Boolean.TRUE.equals(request.includeDeprecated());
        return ListSecretVersionIdsResponse.builder()
                .arn(secret.arn())
                .name(secret.name())
                .versions(secret.versions().values().stream()
                        .filter(version ->
                                deprecated || !labels(secret, version).isEmpty())
                        .map(version -> SecretVersionsListEntry.builder()
                                .versionId(version.id())
                                .versionStages(labels(secret, version))
                                .createdDate(version.created())
                                .build())
                        .toList())
                .build();
    }

    public UpdateSecretVersionStageResponse updateSecretVersionStage(UpdateSecretVersionStageRequest request) {
        Secret secret = store.requireAlive(request.secretId());
        String label = request.versionStage();
        Optional<String> holder = Optional.ofNullable(secret.versionByLabel().get(label));
        if (request.moveToVersionId() != null
                && !holder.equals(Optional.of(request.moveToVersionId()))
                && !holder.equals(Optional.ofNullable(request.removeFromVersionId()))) {
            throw AwsError.badRequest(
                    "InvalidParameterException",
                    "The parameter RemoveFromVersionId can't be empty. Staging label " + label
                            + " is currently attached to version " + holder.orElse("none") + ", so you must explicitly"
                            + " reference that version in RemoveFromVersionId.");
        }
        if (request.moveToVersionId() == null) {
            secret.versionByLabel().remove(label);
        } else if (secret.versions().containsKey(request.moveToVersionId())) {
            secret.attach(label, request.moveToVersionId());
        } else {
            throw AwsError.badRequest(
                    "ResourceNotFoundException", "Secrets Manager can't find the specified secret version.");
        }
        secret.touch(time.now());
        return UpdateSecretVersionStageResponse.builder()
                .arn(secret.arn())
                .name(secret.name())
                .build();
    }
}
