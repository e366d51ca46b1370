package dev.provision.localcloud.secretsmanager;

import dev.provision.localcloud.state.Page;
import dev.provision.localcloud.time.CloudTime;
import dev.provision.localcloud.wire.AwsError;
import dev.provision.localcloud.wire.AwsService;
import dev.provision.localcloud.wire.ServiceApi;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.secretsmanager.model.CreateSecretRequest;
import software.amazon.awssdk.services.secretsmanager.model.CreateSecretResponse;
import software.amazon.awssdk.services.secretsmanager.model.DeleteSecretRequest;
import software.amazon.awssdk.services.secretsmanager.model.DeleteSecretResponse;
import software.amazon.awssdk.services.secretsmanager.model.DescribeSecretRequest;
import software.amazon.awssdk.services.secretsmanager.model.DescribeSecretResponse;
import software.amazon.awssdk.services.secretsmanager.model.Filter;
import software.amazon.awssdk.services.secretsmanager.model.ListSecretsRequest;
import software.amazon.awssdk.services.secretsmanager.model.ListSecretsResponse;
import software.amazon.awssdk.services.secretsmanager.model.RestoreSecretRequest;
import software.amazon.awssdk.services.secretsmanager.model.RestoreSecretResponse;
import software.amazon.awssdk.services.secretsmanager.model.SecretListEntry;
import software.amazon.awssdk.services.secretsmanager.model.UpdateSecretRequest;
import software.amazon.awssdk.services.secretsmanager.model.UpdateSecretResponse;

/** Secrets as such: made, described, listed, changed, deleted, restored. */
final class SecretOperations implements AwsService {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9/_+=.@-]{1,512}");
    private static final String ALPHANUMERIC = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private static final int USUAL_WINDOW_DAYS = 30;
    private static final int LARGEST_PAGE = 100;

    private final SecureRandom random = new SecureRandom();
    private final SecretStore store;
    private final CloudTime time;

    SecretOperations(SecretStore store, CloudTime time) {
        this.store = store;
        this.time = time;
    }

    @Override
    public ServiceApi api() {
        return SecretsService.API;
    }

    public CreateSecretResponse createSecret(CreateSecretRequest request) {
        if (request.name() == null || !NAME.matcher(request.name()).matches()) {
            throw AwsError.badRequest(
                    "ValidationException",
                    "Invalid name. Must be a valid name containing alphanumeric characters, or any of the following: -/_+=.@!");
        }
        boolean valued = request.secretString() != null || request.secretBinary() != null;
        Optional<Value> value =
                valued ? Optional.of(Value.of(request.secretString(), request.secretBinary())) : Optional.empty();
        String token = Optional.ofNullable(request.clientRequestToken())
                .orElseGet(() -> UUID.randomUUID().toString());
        Optional<Secret> existing = store.find(request.name());
        if (existing.isPresent()) {
            return repeated(existing.get(), token, value);
        }
        Instant now = time.now();
        Secret secret = new Secret(
                request.name(), store.account().arn("secretsmanager", "secret:" + request.name() + suffix()), now);
        Optional.ofNullable(request.description()).ifPresent(secret::description);
        Optional.ofNullable(request.kmsKeyId()).ifPresent(secret::keyId);
        SecretTagsAndPolicies.add(secret, request.tags());
        value.ifPresent(one -> secret.put(new Secret.Version(token, one, now), List.of(Secret.CURRENT)));
        store.add(secret);
        return CreateSecretResponse.builder()
                .arn(secret.arn())
                .name(secret.name())
                .versionId(value.isPresent() ? token : null)
                .build();
    }

    /** A request with the token and the value of the one that made the secret is the same request again. */
    private static CreateSecretResponse repeated(Secret secret, String token, Optional<Value> value) {
        if (secret.deletion().isPresent()) {
            throw AwsError.badRequest(
                    "InvalidRequestException",
                    "You can't create this secret because a secret with this name is already scheduled for deletion.");
        }
        boolean same = Optional.ofNullable(secret.versions().get(token))
                .filter(version -> value.equals(Optional.of(version.value())))
                .isPresent();
        if (!same) {
            throw AwsError.badRequest(
                    "ResourceExistsException",
                    "The operation failed because the secret " + secret.name() + " already exists.");
        }
        return CreateSecretResponse.builder()
                .arn(secret.arn())
                .name(secret.name())
                .versionId(token)
                .build();
    }

    private String suffix() {
        StringBuilder suffix = new StringBuilder("-");
        random.ints(6, 0, ALPHANUMERIC.length()).forEach(index -> suffix.append(ALPHANUMERIC.charAt(index)));
        return suffix.toString();
    }

    public DescribeSecretResponse describeSecret(DescribeSecretRequest request) {
        Secret secret = store.require(request.secretId());
        return DescribeSecretResponse.builder()
                .arn(secret.arn())
                .name(secret.name())
                .description(secret.description().orElse(null))
                .kmsKeyId(secret.keyId().orElse(null))
                .createdDate(secret.created())
                .lastChangedDate(secret.changed())
                .deletedDate(secret.deletion().orElse(null))
                .tags(SecretTagsAndPolicies.tags(secret))
                .versionIdsToStages(stages(secret))
                .build();
    }

    /** Versions without a label are deprecated, and not shown. */
    private static Map<String, List<String>> stages(Secret secret) {
        Map<String, List<String>> stages = new TreeMap<>();
        secret.versionByLabel().forEach((label, version) -> stages.computeIfAbsent(version, any -> new ArrayList<>())
                .add(label));
        return stages;
    }

    public ListSecretsResponse listSecrets(ListSecretsRequest request) {
        boolean withDeleted = Boolean.TRUE.equals(request.includePlannedDeletion());
        int size = Optional.ofNullable(request.maxResults()).orElse(LARGEST_PAGE);
        if (size < 1 || size > LARGEST_PAGE) {
            throw AwsError.badRequest("ValidationException", "maxResults must be between 1 and 100");
        }
        List<SecretListEntry> found = store.all().stream()
                .filter(secret -> withDeleted || secret.deletion().isEmpty())
                .filter(secret -> request.filters().stream().allMatch(filter -> fits(secret, filter)))
                .map(SecretOperations::entry)
                .toList();
        Page<SecretListEntry> page = Page.of(found, request.nextToken(), size)
                .orElseThrow(() -> AwsError.badRequest("InvalidNextTokenException", "The NextToken value is invalid."));
        return ListSecretsResponse.builder()
                .secretList(page.items())
                .nextToken(page.nextToken().orElse(null))
                .build();
    }

    /** Values are prefixes; one that begins with an exclamation mark must not be there. */
    private static boolean fits(Secret secret, Filter filter) {
        List<String> texts =
                switch (filter.keyAsString()) {
                    case "name" -> List.of(secret.name());
                    case "description" -> secret.description().stream().toList();
                    case "tag-key" -> List.copyOf(secret.tags().keySet());
                    case "tag-value" -> List.copyOf(secret.tags().values());
                    case "all" -> List.of(secret.name(), secret.description().orElse(""));
                    case null, default ->
                        throw AwsError.badRequest(
                                "ValidationException", "The local cloud has no filter '" + filter.keyAsString() + "'.");
                };
        return filter.values().stream()
                .anyMatch(value -> value.startsWith("!")
                        ? texts.stream().noneMatch(text -> text.startsWith(value.substring(1)))
                        : texts.stream().anyMatch(text -> text.startsWith(value)));
    }

    private static SecretListEntry entry(Secret secret) {
        return SecretListEntry.builder()
                .arn(secret.arn())
                .name(secret.name())
                .description(secret.description().orElse(null))
                .createdDate(secret.created())
                .lastChangedDate(secret.changed())
                .deletedDate(secret.deletion().orElse(null))
                .tags(SecretTagsAndPolicies.tags(secret))
                .secretVersionsToStages(stages(secret))
                .build();
    }

    public UpdateSecretResponse updateSecret(UpdateSecretRequest request) {
        Secret secret = store.requireAlive(request.secretId());
        Optional.ofNullable(request.description()).ifPresent(secret::description);
        Optional.ofNullable(request.kmsKeyId()).ifPresent(secret::keyId);
        UpdateSecretResponse.Builder response =
                UpdateSecretResponse.builder().arn(secret.arn()).name(secret.name());
        if (request.secretString() != null || request.secretBinary() != null) {
            Value value = Value.of(request.secretString(), request.secretBinary());
            response.versionId(ValueOperations.put(
                    secret, request.clientRequestToken(), value, List.of(Secret.CURRENT), time.now()));
        }
        secret.touch(time.now());
        return response.build();
    }

    public DeleteSecretResponse deleteSecret(DeleteSecretRequest request) {
        boolean force = Boolean.TRUE.equals(request.forceDeleteWithoutRecovery());
        Long days = request.recoveryWindowInDays();
        if (force && days != null) {
            throw AwsError.badRequest(
                    "InvalidParameterException",
                    "You can't use ForceDeleteWithoutRecovery in conjunction with RecoveryWindowInDays.");
        }
        if (days != null && (days < 7 || days > 30)) {
            throw AwsError.badRequest(
                    "InvalidParameterException",
                    "The RecoveryWindowInDays value must be between 7 and 30 days (inclusive).");
        }
        Secret secret = store.requireAlive(request.secretId());
        Instant at = force ? time.now() : time.now().plus(Duration.ofDays(days == null ? USUAL_WINDOW_DAYS : days));
        secret.deletion(Optional.of(at));
        if (force) {
            store.remove(secret);
        }
        return DeleteSecretResponse.builder()
                .arn(secret.arn())
                .name(secret.name())
                .deletionDate(at)
                .build();
    }

    public RestoreSecretResponse restoreSecret(RestoreSecretRequest request) {
        Secret secret = store.require(request.secretId());
        secret.deletion(Optional.empty());
        return RestoreSecretResponse.builder()
                .arn(secret.arn())
                .name(secret.name())
                .build();
    }
}
