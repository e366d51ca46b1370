package dev.provision.localcloud.iam;

import dev.provision.localcloud.state.Page;
import dev.provision.localcloud.time.CloudTime;
import dev.provision.localcloud.wire.AwsService;
import dev.provision.localcloud.wire.ServiceApi;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.iam.model.CreatePolicyVersionRequest;
import software.amazon.awssdk.services.iam.model.CreatePolicyVersionResponse;
import software.amazon.awssdk.services.iam.model.DeletePolicyVersionRequest;
import software.amazon.awssdk.services.iam.model.DeletePolicyVersionResponse;
import software.amazon.awssdk.services.iam.model.GetPolicyVersionRequest;
import software.amazon.awssdk.services.iam.model.GetPolicyVersionResponse;
import software.amazon.awssdk.services.iam.model.ListPolicyVersionsRequest;
import software.amazon.awssdk.services.iam.model.ListPolicyVersionsResponse;
import software.amazon.awssdk.services.iam.model.SetDefaultPolicyVersionRequest;
import software.amazon.awssdk.services.iam.model.SetDefaultPolicyVersionResponse;

/** IAM's operations on the versions of a managed policy. */
final class PolicyVersionOperations implements AwsService {
    private static final int MOST_VERSIONS = 5;
    private final IamStore store;
    private final CloudTime time;

    PolicyVersionOperations(IamStore store, CloudTime time) {
        this.store = store;
        this.time = time;
    }

    @Override
    public ServiceApi api() {
        return Iam.API;
    }

    public CreatePolicyVersionResponse createPolicyVersion(CreatePolicyVersionRequest request) {
        ManagedPolicy policy = PolicyOperations.modifiable(store, request.policyArn());
        PolicyOperations.checkDocument(request.policyDocument());
        if (policy.versions().size() >= MOST_VERSIONS) {
            throw IamStore.limitExceeded("A managed policy can have up to " + MOST_VERSIONS
                    + " versions. Before you create a new version, you must delete an existing version.");
        }
        int number = policy.versions().getLast().number() + 1;
        var version = new ManagedPolicy.Version("v" + number, request.policyDocument(), time.now());
        List<ManagedPolicy.Version> versions = new ArrayList<>(policy.versions());
        versions.add(version);
        boolean asDefault = Boolean.TRUE.equals(request.setAsDefault());
        ManagedPolicy changed = policy.withVersions(versions, asDefault ? version.id() : policy.defaultVersion());
        store.put(changed);
        return CreatePolicyVersionResponse.builder()
                .policyVersion(Views.version(changed, version, false))
                .build();
    }

    public GetPolicyVersionResponse getPolicyVersion(GetPolicyVersionRequest request) {
        ManagedPolicy policy = PolicyOperations.policy(store, request.policyArn());
        return GetPolicyVersionResponse.builder()
                .policyVersion(Views.version(policy, version(policy, request.versionId()), true))
                .build();
    }

    private static ManagedPolicy.Version version(ManagedPolicy policy, String versionId) {
        Names.text("versionId", versionId, 1, 64);
        return policy.version(versionId)
                .orElseThrow(() -> IamStore.noSuchEntity(
                        "Policy " + policy.arn() + " version " + versionId + " does not exist or is not attachable."));
    }

    public ListPolicyVersionsResponse listPolicyVersions(ListPolicyVersionsRequest request) {
        ManagedPolicy policy = PolicyOperations.policy(store, request.policyArn());
        Page<ManagedPolicy.Version> page =
                Listing.page(policy.versions().reversed(), request.marker(), request.maxItems());
        return ListPolicyVersionsResponse.builder()
                .versions(page.items().stream()
                        .map(version -> Views.version(policy, version, false))
                        .toList())
                .isTruncated(page.nextToken().isPresent())
                .marker(page.nextToken().orElse(null))
                .build();
    }

    public SetDefaultPolicyVersionResponse setDefaultPolicyVersion(SetDefaultPolicyVersionRequest request) {
        ManagedPolicy policy = PolicyOperations.modifiable(store, request.policyArn());
        ManagedPolicy.Version version = version(policy, request.versionId());
        store.put(policy.withVersions(policy.versions(), version.id()));
        return SetDefaultPolicyVersionResponse.builder().build();
    }

    public DeletePolicyVersionResponse deletePolicyVersion(DeletePolicyVersionRequest request) {
        ManagedPolicy policy = PolicyOperations.modifiable(store, request.policyArn());
        ManagedPolicy.Version version = version(policy, request.versionId());
        if (version.id().equals(policy.defaultVersion())) {
            throw IamStore.deleteConflict("Cannot delete the default version of a policy.");
        }
        List<ManagedPolicy.Version> versions = policy.versions().stream()
                .filter(other -> !other.equals(version))
                .toList();
        store.put(policy.withVersions(versions, policy.defaultVersion()));
        return DeletePolicyVersionResponse.builder().build();
    }
}
