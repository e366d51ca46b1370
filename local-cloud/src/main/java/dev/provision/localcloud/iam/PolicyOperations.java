package dev.provision.localcloud.iam;

import dev.provision.localcloud.iam.PolicyReader.Kind;
import dev.provision.localcloud.state.Page;
import dev.provision.localcloud.time.CloudTime;
import dev.provision.localcloud.wire.AwsService;
import dev.provision.localcloud.wire.ServiceApi;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.iam.model.CreatePolicyRequest;
import software.amazon.awssdk.services.iam.model.CreatePolicyResponse;
import software.amazon.awssdk.services.iam.model.DeletePolicyRequest;
import software.amazon.awssdk.services.iam.model.DeletePolicyResponse;
import software.amazon.awssdk.services.iam.model.GetPolicyRequest;
import software.amazon.awssdk.services.iam.model.GetPolicyResponse;
import software.amazon.awssdk.services.iam.model.ListEntitiesForPolicyRequest;
import software.amazon.awssdk.services.iam.model.ListEntitiesForPolicyResponse;
import software.amazon.awssdk.services.iam.model.ListPoliciesRequest;
import software.amazon.awssdk.services.iam.model.ListPoliciesResponse;
import software.amazon.awssdk.services.iam.model.ListPolicyTagsRequest;
import software.amazon.awssdk.services.iam.model.ListPolicyTagsResponse;
import software.amazon.awssdk.services.iam.model.PolicyRole;
import software.amazon.awssdk.services.iam.model.PolicyScopeType;
import software.amazon.awssdk.services.iam.model.TagPolicyRequest;
import software.amazon.awssdk.services.iam.model.TagPolicyResponse;
import software.amazon.awssdk.services.iam.model.UntagPolicyRequest;
import software.amazon.awssdk.services.iam.model.UntagPolicyResponse;

/** IAM's operations on managed policies. */
final class PolicyOperations implements AwsService {
    private static final int MOST_POLICIES = 1500;
    private final IamStore store;
    private final CloudTime time;

    PolicyOperations(IamStore store, CloudTime time) {
        this.store = store;
        this.time = time;
    }

    @Override
    public ServiceApi api() {
        return Iam.API;
    }

    public CreatePolicyResponse createPolicy(CreatePolicyRequest request) {
        Names.policy(request.policyName());
        String path = Names.path(request.path());
        checkDocument(request.policyDocument());
        Map<String, String> tags = Names.tagged(Map.of(), request.tags());
        boolean taken = store.policies().stream()
                .anyMatch(policy -> !policy.ofAws() && policy.name().equalsIgnoreCase(request.policyName()));
        if (taken) {
            throw IamStore.alreadyExists(
                    "A policy called " + request.policyName() + " already exists. Duplicate names are not allowed.");
        }
        if (store.policies().stream().filter(policy -> !policy.ofAws()).count() >= MOST_POLICIES) {
            throw IamStore.limitExceeded("Cannot exceed quota for PoliciesPerAccount: " + MOST_POLICIES);
        }
        ManagedPolicy policy = new ManagedPolicy(
                request.policyName(),
                Names.id("ANPA"),
                path,
                store.arn("policy", path, request.policyName()),
                time.now(),
                Optional.ofNullable(request.description()).orElse(""),
                tags,
                List.of(new ManagedPolicy.Version("v1", request.policyDocument(), time.now())),
                "v1");
        store.put(policy);
        return CreatePolicyResponse.builder().policy(Views.policy(policy, 0)).build();
    }

    static void checkDocument(String document) {
        Names.text("policyDocument", document, 1, 131_072);
        PolicyReader.read(Kind.IDENTITY, document);
        if (Views.sizeWithoutSpace(document) > 6144) {
            throw IamStore.limitExceeded("Cannot exceed quota for PolicySize: 6144");
        }
    }

    public GetPolicyResponse getPolicy(GetPolicyRequest request) {
        ManagedPolicy policy = policy(store, request.policyArn());
        return GetPolicyResponse.builder()
                .policy(Views.policy(policy, attachments(policy)))
                .build();
    }

    static ManagedPolicy policy(IamStore store, String arn) {
        Names.text("policyArn", arn, 20, 2048);
        return store.findPolicy(arn).orElseThrow(() -> IamStore.noSuchEntity("Policy " + arn + " was not found."));
    }

    /** @throws dev.provision.localcloud.wire.AwsError also {@code AccessDenied} for a policy of AWS's */
    static ManagedPolicy modifiable(IamStore store, String arn) {
        ManagedPolicy policy = policy(store, arn);
        if (policy.ofAws()) {
            throw new dev.provision.localcloud.wire.AwsError(
                    "AccessDenied", 403, "Policies of AWS cannot be changed: " + arn);
        }
        return policy;
    }

    private long attachments(ManagedPolicy policy) {
        return store.roles().stream()
                .filter(role -> role.attached().contains(policy.arn()))
                .count();
    }

    public ListPoliciesResponse listPolicies(ListPoliciesRequest request) {
        String prefix = Optional.ofNullable(request.pathPrefix()).orElse("/");
        boolean onlyAttached = Boolean.TRUE.equals(request.onlyAttached());
        List<ManagedPolicy> matching = store.policies().stream()
                .filter(policy -> inScope(policy, request.scope()))
                .filter(policy -> policy.path().startsWith(prefix))
                .filter(policy -> !onlyAttached || attachments(policy) > 0)
                .toList();
        Page<ManagedPolicy> page = Listing.page(matching, request.marker(), request.maxItems());
        return ListPoliciesResponse.builder()
                .policies(page.items().stream()
                        .map(policy -> Views.listedPolicy(policy, attachments(policy)))
                        .toList())
                .isTruncated(page.nextToken().isPresent())
                .marker(page.nextToken().orElse(null))
                .build();
    }

    private static boolean inScope(ManagedPolicy policy, PolicyScopeType scope) {
        return scope == null || scope == PolicyScopeType.ALL || policy.ofAws() == (scope == PolicyScopeType.AWS);
    }

    public ListEntitiesForPolicyResponse listEntitiesForPolicy(ListEntitiesForPolicyRequest request) {
        ManagedPolicy policy = policy(store, request.policyArn());
        List<PolicyRole> roles = store.roles().stream()
                .filter(role -> role.attached().contains(policy.arn()))
                .map(role -> PolicyRole.builder()
                        .roleName(role.name())
                        .roleId(role.about().id())
                        .build())
                .toList();
        Page<PolicyRole> page = Listing.page(roles, request.marker(), request.maxItems());
        return ListEntitiesForPolicyResponse.builder()
                .policyRoles(page.items())
                .policyGroups(List.of())
                .policyUsers(List.of())
                .isTruncated(page.nextToken().isPresent())
                .marker(page.nextToken().orElse(null))
                .build();
    }

    public DeletePolicyResponse deletePolicy(DeletePolicyRequest request) {
        ManagedPolicy policy = modifiable(store, request.policyArn());
        if (attachments(policy) > 0) {
            throw IamStore.deleteConflict("Cannot delete a policy attached to entities.");
        }
        if (policy.versions().size() > 1) {
            throw IamStore.deleteConflict(
                    "This policy has more than one version. Before you delete a policy, you must delete the policy's"
                            + " versions. The default version is deleted with the policy.");
        }
        store.remove(policy);
        return DeletePolicyResponse.builder().build();
    }

    public TagPolicyResponse tagPolicy(TagPolicyRequest request) {
        ManagedPolicy policy = modifiable(store, request.policyArn());
        store.put(policy.withTags(Names.tagged(policy.tags(), request.tags())));
        return TagPolicyResponse.builder().build();
    }

    public UntagPolicyResponse untagPolicy(UntagPolicyRequest request) {
        ManagedPolicy policy = modifiable(store, request.policyArn());
        store.put(policy.withTags(Names.untagged(policy.tags(), request.tagKeys())));
        return UntagPolicyResponse.builder().build();
    }

    public ListPolicyTagsResponse listPolicyTags(ListPolicyTagsRequest request) {
        ManagedPolicy policy = policy(store, request.policyArn());
        return ListPolicyTagsResponse.builder()
                .tags(Names.tags(policy.tags()))
                .isTruncated(false)
                .build();
    }
}
