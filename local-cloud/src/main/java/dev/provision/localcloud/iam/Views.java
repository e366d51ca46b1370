package dev.provision.localcloud.iam;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import software.amazon.awssdk.services.iam.model.AttachedPermissionsBoundary;
import software.amazon.awssdk.services.iam.model.AttachedPolicy;
import software.amazon.awssdk.services.iam.model.PermissionsBoundaryAttachmentType;
import software.amazon.awssdk.services.iam.model.Policy;
import software.amazon.awssdk.services.iam.model.PolicyVersion;

/** IAM's things as its API shows them. */
final class Views {
    private Views() {}

    /** A role as GetRole shows it. */
    static software.amazon.awssdk.services.iam.model.Role role(Role role) {
        return shown(role).tags(Names.tags(role.tags())).build();
    }

    /** A role as ListRoles shows it, which leaves out the tags and the boundary. */
    static software.amazon.awssdk.services.iam.model.Role listedRole(Role role) {
        return shown(role)
                .permissionsBoundary((AttachedPermissionsBoundary) null)
                .build();
    }

    private static software.amazon.awssdk.services.iam.model.Role.Builder shown(Role role) {
        Role.Description about = role.about();
        return software.amazon.awssdk.services.iam.model.Role.builder()
                .roleName(about.name())
                .roleId(about.id())
                .arn(about.arn())
                .path(about.path())
                .createDate(about.created())
                .description(about.text().isEmpty() ? null : about.text())
                .maxSessionDuration(about.maxSessionSeconds())
                .assumeRolePolicyDocument(encode(role.trustPolicy()))
                .permissionsBoundary(role.permissionsBoundary()
                        .map(arn -> AttachedPermissionsBoundary.builder()
                                .permissionsBoundaryArn(arn)
                                .permissionsBoundaryType(PermissionsBoundaryAttachmentType.PERMISSIONS_BOUNDARY_POLICY)
                                .build())
                        .orElse(null));
    }

    static Policy policy(ManagedPolicy policy, long attachments) {
        return listedPolicy(policy, attachments).toBuilder()
                .description(policy.description().isEmpty() ? null : policy.description())
                .tags(Names.tags(policy.tags()))
                .build();
    }

    /** A policy as ListPolicies shows it, which leaves out the description and the tags. */
    static Policy listedPolicy(ManagedPolicy policy, long attachments) {
        return Policy.builder()
                .policyName(policy.name())
                .policyId(policy.id())
                .arn(policy.arn())
                .path(policy.path())
                .defaultVersionId(policy.defaultVersion())
                .attachmentCount((int) attachments)
                .permissionsBoundaryUsageCount(0)
                .isAttachable(true)
                .createDate(policy.created())
                .updateDate(policy.versions().getLast().created())
                .build();
    }

    static PolicyVersion version(ManagedPolicy policy, ManagedPolicy.Version version, boolean withDocument) {
        return PolicyVersion.builder()
                .versionId(version.id())
                .isDefaultVersion(version.id().equals(policy.defaultVersion()))
                .createDate(version.created())
                .document(withDocument ? encode(version.document()) : null)
                .build();
    }

    static AttachedPolicy attached(String arn) {
        return AttachedPolicy.builder()
                .policyArn(arn)
                .policyName(arn.substring(arn.lastIndexOf('/') + 1))
                .build();
    }

    /** IAM hands out documents percent-encoded: the API reference, GetRole. */
    static String encode(String document) {
        return URLEncoder.encode(document, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** The size that counts for quotas: IAM leaves out white space. */
    static int sizeWithoutSpace(String document) {
        return document.replaceAll("\\s", "").length();
    }
}
