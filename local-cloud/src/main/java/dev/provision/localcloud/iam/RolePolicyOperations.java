package dev.provision.localcloud.iam;

import dev.provision.localcloud.iam.PolicyReader.Kind;
import dev.provision.localcloud.state.Page;
import dev.provision.localcloud.wire.AwsService;
import dev.provision.localcloud.wire.ServiceApi;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.iam.model.AttachRolePolicyRequest;
import software.amazon.awssdk.services.iam.model.AttachRolePolicyResponse;
import software.amazon.awssdk.services.iam.model.AttachedPolicy;
import software.amazon.awssdk.services.iam.model.DeleteRolePolicyRequest;
import software.amazon.awssdk.services.iam.model.DeleteRolePolicyResponse;
import software.amazon.awssdk.services.iam.model.DetachRolePolicyRequest;
import software.amazon.awssdk.services.iam.model.DetachRolePolicyResponse;
import software.amazon.awssdk.services.iam.model.GetRolePolicyRequest;
import software.amazon.awssdk.services.iam.model.GetRolePolicyResponse;
import software.amazon.awssdk.services.iam.model.ListAttachedRolePoliciesRequest;
import software.amazon.awssdk.services.iam.model.ListAttachedRolePoliciesResponse;
import software.amazon.awssdk.services.iam.model.ListRolePoliciesRequest;
import software.amazon.awssdk.services.iam.model.ListRolePoliciesResponse;
import software.amazon.awssdk.services.iam.model.PutRolePolicyRequest;
import software.amazon.awssdk.services.iam.model.PutRolePolicyResponse;

/** IAM's operations on what a role may do: inline policies, and managed ones attached to it. */
final class RolePolicyOperations implements AwsService {
    private static final int INLINE_BYTES = 10_240;
    private static final int MOST_ATTACHED = 10;
    private final IamStore store;

    RolePolicyOperations(IamStore store) {
        this.store = store;
    }

    @Override
    public ServiceApi api() {
        return Iam.API;
    }

    public PutRolePolicyResponse putRolePolicy(PutRolePolicyRequest request) {
        Role role = store.modifiable(request.roleName());
        Names.policy(request.policyName());
        Names.text("policyDocument", request.policyDocument(), 1, 131_072);
        PolicyReader.read(Kind.IDENTITY, request.policyDocument());
        Role changed =
                role.withInlinePolicies(policies -> policies.put(request.policyName(), request.policyDocument()));
        int size = changed.inlinePolicies().values().stream()
                .mapToInt(Views::sizeWithoutSpace)
                .sum();
        if (size > INLINE_BYTES) {
            throw IamStore.limitExceeded(
                    "Maximum policy size of " + INLINE_BYTES + " bytes exceeded for role " + role.name());
        }
        store.put(changed);
        return PutRolePolicyResponse.builder().build();
    }

    public GetRolePolicyResponse getRolePolicy(GetRolePolicyRequest request) {
        Role role = store.role(request.roleName());
        return GetRolePolicyResponse.builder()
                .roleName(role.name())
                .policyName(request.policyName())
                .policyDocument(Views.encode(document(role, request.policyName())))
                .build();
    }

    public DeleteRolePolicyResponse deleteRolePolicy(DeleteRolePolicyRequest request) {
        Role role = store.modifiable(request.roleName());
        document(role, request.policyName());
        store.put(role.withInlinePolicies(policies -> policies.remove(request.policyName())));
        return DeleteRolePolicyResponse.builder().build();
    }

    private static String document(Role role, String policyName) {
        Names.policy(policyName);
        return Optional.ofNullable(role.inlinePolicies().get(policyName))
                .orElseThrow(
                        () -> IamStore.noSuchEntity("The role policy with name " + policyName + " cannot be found."));
    }

    public ListRolePoliciesResponse listRolePolicies(ListRolePoliciesRequest request) {
        Role role = store.role(request.roleName());
        Page<String> page = Listing.page(role.inlinePolicies().keySet(), request.marker(), request.maxItems());
        return ListRolePoliciesResponse.builder()
                .policyNames(page.items())
                .isTruncated(page.nextToken().isPresent())
                .marker(page.nextToken().orElse(null))
                .build();
    }

    public AttachRolePolicyResponse attachRolePolicy(AttachRolePolicyRequest request) {
        Role role = store.modifiable(request.roleName());
        Names.text("policyArn", request.policyArn(), 20, 2048);
        if (store.findPolicy(request.policyArn()).isEmpty()) {
            throw IamStore.noSuchEntity("Policy " + request.policyArn() + " does not exist or is not attachable.");
        }
        Role changed = role.withAttached(attached -> attached.add(request.policyArn()));
        if (changed.attached().size() > MOST_ATTACHED) {
            throw IamStore.limitExceeded("Cannot exceed quota for PoliciesPerRole: " + MOST_ATTACHED);
        }
        store.put(changed);
        return AttachRolePolicyResponse.builder().build();
    }

    public DetachRolePolicyResponse detachRolePolicy(DetachRolePolicyRequest request) {
        Role role = store.modifiable(request.roleName());
        Names.text("policyArn", request.policyArn(), 20, 2048);
        if (!role.attached().contains(request.policyArn())) {
            throw IamStore.noSuchEntity("Policy " + request.policyArn() + " was not found.");
        }
        store.put(role.withAttached(attached -> attached.remove(request.policyArn())));
        return DetachRolePolicyResponse.builder().build();
    }

    public ListAttachedRolePoliciesResponse listAttachedRolePolicies(ListAttachedRolePoliciesRequest request) {
        List<AttachedPolicy> attached = store.role(request.roleName()).attached().stream()
                .map(Views::attached)
                .toList();
        Page<AttachedPolicy> page = Listing.page(attached, request.marker(), request.maxItems());
        return ListAttachedRolePoliciesResponse.builder()
                .attachedPolicies(page.items())
                .isTruncated(page.nextToken().isPresent())
                .marker(page.nextToken().orElse(null))
                .build();
    }
}
