package dev.provision.localcloud.secretsmanager;

import dev.provision.localcloud.state.TagList;
import dev.provision.localcloud.time.CloudTime;
import dev.provision.localcloud.wire.AwsError;
import dev.provision.localcloud.wire.AwsService;
import dev.provision.localcloud.wire.ServiceApi;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import software.amazon.awssdk.services.secretsmanager.model.DeleteResourcePolicyRequest;
import software.amazon.awssdk.services.secretsmanager.model.DeleteResourcePolicyResponse;
import software.amazon.awssdk.services.secretsmanager.model.GetResourcePolicyRequest;
import software.amazon.awssdk.services.secretsmanager.model.GetResourcePolicyResponse;
import software.amazon.awssdk.services.secretsmanager.model.PutResourcePolicyRequest;
import software.amazon.awssdk.services.secretsmanager.model.PutResourcePolicyResponse;
import software.amazon.awssdk.services.secretsmanager.model.Tag;
import software.amazon.awssdk.services.secretsmanager.model.TagResourceRequest;
import software.amazon.awssdk.services.secretsmanager.model.TagResourceResponse;
import software.amazon.awssdk.services.secretsmanager.model.UntagResourceRequest;
import software.amazon.awssdk.services.secretsmanager.model.UntagResourceResponse;

/** What is attached to secrets: tags and resource policies, which are kept but not evaluated. */
final class SecretTagsAndPolicies implements AwsService {
    private static final int MOST_TAGS = 50;
    private final SecretStore store;
    private final CloudTime time;

    SecretTagsAndPolicies(SecretStore store, CloudTime time) {
        this.store = store;
        this.time = time;
    }

    @Override
    public ServiceApi api() {
        return SecretsService.API;
    }

    public TagResourceResponse tagResource(TagResourceRequest request) {
        Secret secret = store.requireAlive(request.secretId());
        add(secret, request.tags());
        secret.touch(time.now());
        return TagResourceResponse.builder().build();
    }

    public UntagResourceResponse untagResource(UntagResourceRequest request) {
        Secret secret = store.requireAlive(request.secretId());
        secret.tags().keySet().removeAll(request.tagKeys());
        secret.touch(time.now());
        return UntagResourceResponse.builder().build();
    }

    static void add(Secret secret, List<Tag> tags) {
        Map<String, String> all = new TreeMap<>(secret.tags());
        tags.forEach(tag -> all.put(tag.key(), Optional.ofNullable(tag.value()).orElse("")));
        if (all.size() > MOST_TAGS || all.keySet().stream().anyMatch(key -> key.startsWith("aws:"))) {
            throw AwsError.badRequest(
                    "InvalidParameterException", "A secret has 50 tags at most, and none may begin with aws:.");
        }
        secret.tags().putAll(all);
    }

    static List<Tag> tags(Secret secret) {
        return TagList.of(
                secret.tags(),
                (key, value) -> Tag.builder().key(key).value(value).build());
    }

    public PutResourcePolicyResponse putResourcePolicy(PutResourcePolicyRequest request) {
        Secret secret = store.requireAlive(request.secretId());
        secret.policy(Optional.of(request.resourcePolicy()));
        return PutResourcePolicyResponse.builder()
                .arn(secret.arn())
                .name(secret.name())
                .build();
    }

    public GetResourcePolicyResponse getResourcePolicy(GetResourcePolicyRequest request) {
        Secret secret = store.requireAlive(request.secretId());
        return GetResourcePolicyResponse.builder()
                .arn(secret.arn())
                .name(secret.name())
                .resourcePolicy(secret.policy().orElse(null))
                .build();
    }

    public DeleteResourcePolicyResponse deleteResourcePolicy(DeleteResourcePolicyRequest request) {
        Secret secret = store.requireAlive(request.secretId());
        secret.policy(Optional.empty());
        return DeleteResourcePolicyResponse.builder()
                .arn(secret.arn())
                .name(secret.name())
                .build();
    }
}
