package dev.provision.localcloud.iam;

import dev.provision.localcloud.iam.PolicyReader.Kind;
import dev.provision.localcloud.state.Page;
import dev.provision.localcloud.time.CloudTime;
import dev.provision.localcloud.wire.AwsError;
import dev.provision.localcloud.wire.AwsService;
import dev.provision.localcloud.wire.ServiceApi;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.iam.model.CreateRoleRequest;
import software.amazon.awssdk.services.iam.model.CreateRoleResponse;
import software.amazon.awssdk.services.iam.model.DeleteRolePermissionsBoundaryRequest;
import software.amazon.awssdk.services.iam.model.DeleteRolePermissionsBoundaryResponse;
import software.amazon.awssdk.services.iam.model.DeleteRoleRequest;
import software.amazon.awssdk.services.iam.model.DeleteRoleResponse;
import software.amazon.awssdk.services.iam.model.GetRoleRequest;
import software.amazon.awssdk.services.iam.model.GetRoleResponse;
import software.amazon.awssdk.services.iam.model.ListInstanceProfilesForRoleRequest;
import software.amazon.awssdk.services.iam.model.ListInstanceProfilesForRoleResponse;
import software.amazon.awssdk.services.iam.model.ListRoleTagsRequest;
import software.amazon.awssdk.services.iam.model.ListRoleTagsResponse;
import software.amazon.awssdk.services.iam.model.ListRolesRequest;
import software.amazon.awssdk.services.iam.model.ListRolesResponse;
import software.amazon.awssdk.services.iam.model.PutRolePermissionsBoundaryRequest;
import software.amazon.awssdk.services.iam.model.PutRolePermissionsBoundaryResponse;
import software.amazon.awssdk.services.iam.model.Tag;
import software.amazon.awssdk.services.iam.model.TagRoleRequest;
import software.amazon.awssdk.services.iam.model.TagRoleResponse;
import software.amazon.awssdk.services.iam.model.UntagRoleRequest;
import software.amazon.awssdk.services.iam.model.UntagRoleResponse;
import software.amazon.awssdk.services.iam.model.UpdateAssumeRolePolicyRequest;
import software.amazon.awssdk.services.iam.model.UpdateAssumeRolePolicyResponse;
import software.amazon.awssdk.services.iam.model.UpdateRoleDescriptionRequest;
import software.amazon.awssdk.services.iam.model.UpdateRoleDescriptionResponse;
import software.amazon.awssdk.services.iam.model.UpdateRoleRequest;
import software.amazon.awssdk.services.iam.model.UpdateRoleResponse;

/** IAM's operations on roles. */
final class RoleOperations implements AwsService {
    private static final int HOUR = 3600;
    private static final int MOST_ROLES = 1000;
    private static final int LONGEST_TRUST_POLICY = 2048;
    private final IamStore store;
    private final CloudTime time;

    RoleOperations(IamStore store, CloudTime time) {
        this.store = store;
        this.time = time;
    }

    @Override
    public ServiceApi api() {
        return Iam.API;
    }

    public CreateRoleResponse createRole(CreateRoleRequest request) {
        Names.role(request.roleName());
        String path = Names.path(request.path());
        checkTrustPolicy(request.assumeRolePolicyDocument());
        checkText(request.description());
        Names.range("maxSessionDuration", request.maxSessionDuration(), HOUR, 12 * HOUR);
        Map<String, String> tags = Names.tagged(Map.of(), request.tags());
        Optional<String> boundary =
                Optional.ofNullable(request.permissionsBoundary()).map(this::checkBoundary);
        if (store.findRole(request.roleName()).isPresent()) {
            throw IamStore.alreadyExists("Role with name " + request.roleName() + " already exists.");
        }
        if (store.roles().size() >= MOST_ROLES) {
            throw IamStore.limitExceeded("Cannot exceed quota for RolesPerAccount: " + MOST_ROLES);
        }
        Role.Description about = new Role.Description(
                request.roleName(),
                Names.id("AROA"),
                path,
                store.arn("role", path, request.roleName()),
                time.now(),
                Optional.ofNullable(request.description()).orElse(""),
                Optional.ofNullable(request.maxSessionDuration()).orElse(HOUR));
        Role role = new Role(about, request.assumeRolePolicyDocument(), boundary, tags, Map.of(), Set.of());
        store.put(role);
        return CreateRoleResponse.builder().role(Views.role(role)).build();
    }

    public GetRoleResponse getRole(GetRoleRequest request) {
        return GetRoleResponse.builder()
                .role(Views.role(store.role(request.roleName())))
                .build();
    }

    public ListRolesResponse listRoles(ListRolesRequest request) {
        String prefix = Optional.ofNullable(request.pathPrefix()).orElse("/");
        List<Role> matching = store.roles().stream()
                .filter(role -> role.about().path().startsWith(prefix))
                .toList();
        Page<Role> page = Listing.page(matching, request.marker(), request.maxItems());
        return ListRolesResponse.builder()
                .roles(page.items().stream().map(Views::listedRole).toList())
                .isTruncated(page.nextToken().isPresent())
                .marker(page.nextToken().orElse(null))
                .build();
    }

    public UpdateRoleResponse updateRole(UpdateRoleRequest request) {
        Role role = store.modifiable(request.roleName());
        checkText(request.description());
        Names.range("maxSessionDuration", request.maxSessionDuration(), HOUR, 12 * HOUR);
        String text = Optional.ofNullable(request.description()).orElse("");
        int seconds = Optional.ofNullable(request.maxSessionDuration()).orElse(HOUR);
        store.put(role.with(text, seconds));
        return UpdateRoleResponse.builder().build();
    }

    public UpdateRoleDescriptionResponse updateRoleDescription(UpdateRoleDescriptionRequest request) {
        Role role = store.modifiable(request.roleName());
        checkText(request.description());
        Role changed = role.with(request.description(), role.about().maxSessionSeconds());
        store.put(changed);
        return UpdateRoleDescriptionResponse.builder().role(Views.role(changed)).build();
    }

    public UpdateAssumeRolePolicyResponse updateAssumeRolePolicy(UpdateAssumeRolePolicyRequest request) {
        Role role = store.modifiable(request.roleName());
        checkTrustPolicy(request.policyDocument());
        store.put(role.withTrustPolicy(request.policyDocument()));
        return UpdateAssumeRolePolicyResponse.builder().build();
    }

    public DeleteRoleResponse deleteRole(DeleteRoleRequest request) {
        Role role = store.modifiable(request.roleName());
        if (!role.attached().isEmpty()) {
            throw IamStore.deleteConflict("Cannot delete entity, must detach all policies first.");
        }
        if (!role.inlinePolicies().isEmpty()) {
            throw IamStore.deleteConflict("Cannot delete entity, must delete policies first.");
        }
        store.remove(role);
        return DeleteRoleResponse.builder().build();
    }

    public PutRolePermissionsBoundaryResponse putRolePermissionsBoundary(PutRolePermissionsBoundaryRequest request) {
        Role role = store.modifiable(request.roleName());
        store.put(role.withPermissionsBoundary(Optional.of(checkBoundary(request.permissionsBoundary()))));
        return PutRolePermissionsBoundaryResponse.builder().build();
    }

    public DeleteRolePermissionsBoundaryResponse deleteRolePermissionsBoundary(
            DeleteRolePermissionsBoundaryRequest request) {
        store.put(store.modifiable(request.roleName()).withPermissionsBoundary(Optional.empty()));
        return DeleteRolePermissionsBoundaryResponse.builder().build();
    }

    public TagRoleResponse tagRole(TagRoleRequest request) {
        Role role = store.modifiable(request.roleName());
        store.put(role.withTags(Names.tagged(role.tags(), request.tags())));
        return TagRoleResponse.builder().build();
    }

    public UntagRoleResponse untagRole(UntagRoleRequest request) {
        Role role = store.modifiable(request.roleName());
        store.put(role.withTags(Names.untagged(role.tags(), request.tagKeys())));
        return UntagRoleResponse.builder().build();
    }

    public ListRoleTagsResponse listRoleTags(ListRoleTagsRequest request) {
        List<Tag> tags = Names.tags(store.role(request.roleName()).tags());
        Page<Tag> page = Listing.page(tags, request.marker(), request.maxItems());
        return ListRoleTagsResponse.builder()
                .tags(page.items())
                .isTruncated(page.nextToken().isPresent())
                .marker(page.nextToken().orElse(null))
                .build();
    }

    /** There are no instance profiles here; Terraform asks before it deletes a role. */
    public ListInstanceProfilesForRoleResponse listInstanceProfilesForRole(ListInstanceProfilesForRoleRequest request) {
        store.role(request.roleName());
        return ListInstanceProfilesForRoleResponse.builder()
                .instanceProfiles(List.of())
                .isTruncated(false)
                .build();
    }

    private static void checkText(String description) {
        if (description != null) {
            Names.text("description", description, 0, 1000);
        }
    }

    private static void checkTrustPolicy(String document) {
        Names.text("assumeRolePolicyDocument", document, 1, 131_072);
        PolicyReader.read(Kind.TRUST, document);
        if (Views.sizeWithoutSpace(document) > LONGEST_TRUST_POLICY) {
            throw IamStore.limitExceeded("Cannot exceed quota for ACLSizePerRole: " + LONGEST_TRUST_POLICY);
        }
    }

    private String checkBoundary(String arn) {
        if (store.findPolicy(arn).isEmpty()) {
            throw new AwsError("NoSuchEntity", 404, "Scope ARN: " + arn + " does not exist or is not attachable.");
        }
        return arn;
    }
}
