package dev.provision.localcloud.ecr;

import dev.provision.localcloud.time.CloudTime;
import dev.provision.localcloud.wire.AwsError;
import dev.provision.localcloud.wire.AwsService;
import dev.provision.localcloud.wire.ServiceApi;
import java.util.Optional;
import software.amazon.awssdk.protocols.jsoncore.JsonNode;
import software.amazon.awssdk.services.ecr.model.DeleteLifecyclePolicyRequest;
import software.amazon.awssdk.services.ecr.model.DeleteLifecyclePolicyResponse;
import software.amazon.awssdk.services.ecr.model.DeleteRegistryPolicyRequest;
import software.amazon.awssdk.services.ecr.model.DeleteRegistryPolicyResponse;
import software.amazon.awssdk.services.ecr.model.DeleteRepositoryPolicyRequest;
import software.amazon.awssdk.services.ecr.model.DeleteRepositoryPolicyResponse;
import software.amazon.awssdk.services.ecr.model.GetLifecyclePolicyRequest;
import software.amazon.awssdk.services.ecr.model.GetLifecyclePolicyResponse;
import software.amazon.awssdk.services.ecr.model.GetRegistryPolicyRequest;
import software.amazon.awssdk.services.ecr.model.GetRegistryPolicyResponse;
import software.amazon.awssdk.services.ecr.model.GetRepositoryPolicyRequest;
import software.amazon.awssdk.services.ecr.model.GetRepositoryPolicyResponse;
import software.amazon.awssdk.services.ecr.model.PutLifecyclePolicyRequest;
import software.amazon.awssdk.services.ecr.model.PutLifecyclePolicyResponse;
import software.amazon.awssdk.services.ecr.model.PutRegistryPolicyRequest;
import software.amazon.awssdk.services.ecr.model.PutRegistryPolicyResponse;
import software.amazon.awssdk.services.ecr.model.SetRepositoryPolicyRequest;
import software.amazon.awssdk.services.ecr.model.SetRepositoryPolicyResponse;

/** The ECR API as far as it is about policies. Lifecycle policies are kept and shown; nothing is expired here. */
public final class EcrPolicies implements AwsService {
    private final Repositories repositories;
    private final CloudTime time;

    EcrPolicies(Repositories repositories, CloudTime time) {
        this.repositories = repositories;
        this.time = time;
    }

    @Override
    public ServiceApi api() {
        return EcrRepositories.API;
    }

    public SetRepositoryPolicyResponse setRepositoryPolicy(SetRepositoryPolicyRequest request) {
        StoredRepository repository = repositories.in(request.registryId(), request.repositoryName());
        String text = request.policyText();
        if (!hasArray(text, "Statement") && !hasObject(text, "Statement")) {
            throw EcrRepositories.invalid("PolicyText", "Invalid repository policy provided");
        }
        repository.change(repository.settings().withPolicy(Optional.of(text)));
        return SetRepositoryPolicyResponse.builder()
                .registryId(registryId())
                .repositoryName(repository.name())
                .policyText(text)
                .build();
    }

    public GetRepositoryPolicyResponse getRepositoryPolicy(GetRepositoryPolicyRequest request) {
        StoredRepository repository = repositories.in(request.registryId(), request.repositoryName());
        return GetRepositoryPolicyResponse.builder()
                .registryId(registryId())
                .repositoryName(repository.name())
                .policyText(policy(repository))
                .build();
    }

    public DeleteRepositoryPolicyResponse deleteRepositoryPolicy(DeleteRepositoryPolicyRequest request) {
        StoredRepository repository = repositories.in(request.registryId(), request.repositoryName());
        String text = policy(repository);
        repository.change(repository.settings().withPolicy(Optional.empty()));
        return DeleteRepositoryPolicyResponse.builder()
                .registryId(registryId())
                .repositoryName(repository.name())
                .policyText(text)
                .build();
    }

    public PutLifecyclePolicyResponse putLifecyclePolicy(PutLifecyclePolicyRequest request) {
        StoredRepository repository = repositories.in(request.registryId(), request.repositoryName());
        String text = request.lifecyclePolicyText();
        if (!hasArray(text, "rules")) {
            throw EcrRepositories.invalid("LifecyclePolicyText", "Lifecycle policy validation failure: rules missing");
        }
        repository.change(repository.settings().withLifecyclePolicy(Optional.of(text)));
        return PutLifecyclePolicyResponse.builder()
                .registryId(registryId())
                .repositoryName(repository.name())
                .lifecyclePolicyText(text)
                .build();
    }

    public GetLifecyclePolicyResponse getLifecyclePolicy(GetLifecyclePolicyRequest request) {
        StoredRepository repository = repositories.in(request.registryId(), request.repositoryName());
        return GetLifecyclePolicyResponse.builder()
                .registryId(registryId())
                .repositoryName(repository.name())
                .lifecyclePolicyText(lifecyclePolicy(repository))
                .lastEvaluatedAt(time.now())
                .build();
    }

    public DeleteLifecyclePolicyResponse deleteLifecyclePolicy(DeleteLifecyclePolicyRequest request) {
        StoredRepository repository = repositories.in(request.registryId(), request.repositoryName());
        String text = lifecyclePolicy(repository);
        repository.change(repository.settings().withLifecyclePolicy(Optional.empty()));
        return DeleteLifecyclePolicyResponse.builder()
                .registryId(registryId())
                .repositoryName(repository.name())
                .lifecyclePolicyText(text)
                .lastEvaluatedAt(time.now())
                .build();
    }

    public PutRegistryPolicyResponse putRegistryPolicy(PutRegistryPolicyRequest request) {
        if (member(request.policyText(), "Statement").isEmpty()) {
            throw EcrRepositories.invalid("PolicyText", "Invalid registry policy provided");
        }
        repositories.changeRegistryPolicy(Optional.of(request.policyText()));
        return PutRegistryPolicyResponse.builder()
                .registryId(registryId())
                .policyText(request.policyText())
                .build();
    }

    public GetRegistryPolicyResponse getRegistryPolicy(GetRegistryPolicyRequest request) {
        return GetRegistryPolicyResponse.builder()
                .registryId(registryId())
                .policyText(registryPolicy())
                .build();
    }

    public DeleteRegistryPolicyResponse deleteRegistryPolicy(DeleteRegistryPolicyRequest request) {
        String text = registryPolicy();
        repositories.changeRegistryPolicy(Optional.empty());
        return DeleteRegistryPolicyResponse.builder()
                .registryId(registryId())
                .policyText(text)
                .build();
    }

    private String registryPolicy() {
        return repositories
                .registryPolicy()
                .orElseThrow(() -> AwsError.badRequest(
                        "RegistryPolicyNotFoundException",
                        "Registry policy does not exist in the registry with id '" + registryId() + "'"));
    }

    private String policy(StoredRepository repository) {
        return repository
                .settings()
                .policy()
                .orElseThrow(() -> missing("RepositoryPolicyNotFoundException", "Repository policy", repository));
    }

    private String lifecyclePolicy(StoredRepository repository) {
        return repository
                .settings()
                .lifecyclePolicy()
                .orElseThrow(() -> missing("LifecyclePolicyNotFoundException", "Lifecycle policy", repository));
    }

    private AwsError missing(String code, String what, StoredRepository repository) {
        return AwsError.badRequest(
                code,
                what + " does not exist for the repository with name '" + repository.name()
                        + "' in the registry with id '" + registryId() + "'");
    }

    private String registryId() {
        return repositories.account().id();
    }

    private static boolean hasArray(String json, String member) {
        return member(json, member).filter(JsonNode::isArray).isPresent();
    }

    private static boolean hasObject(String json, String member) {
        return member(json, member).filter(JsonNode::isObject).isPresent();
    }

    private static Optional<JsonNode> member(String json, String member) {
        return Optional.ofNullable(json).flatMap(Json::parse).flatMap(root -> Json.member(root, member));
    }
}
