package dev.provision.localcloud.iam;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A managed policy, AWS's or the customer's.
 *
 * @param name unique in the account
 * @param id {@code ANPA…}
 * @param path with slashes at both ends
 * @param arn with the path
 * @param created when
 * @param description empty if there is none
 * @param tags by key
 * @param versions oldest first
 * @param defaultVersion the id of the version that counts
 */
record ManagedPolicy(
        String name,
        String id,
        String path,
        String arn,
        Instant created,
        String description,
        Map<String, String> tags,
        List<Version> versions,
        String defaultVersion) {
    ManagedPolicy {
        tags = Map.copyOf(tags);
        versions = List.copyOf(versions);
    }

    /**
     * @param id {@code v1}
     * @param document as it was given
     * @param created when
     */
    record Version(String id, String document, Instant created) {
        int number() {
            return Integer.parseInt(id.substring(1));
        }
    }

    /** Whether it is AWS's, which nobody else may change. */
    boolean ofAws() {
        return arn.startsWith("arn:aws:iam::aws:");
    }

    Optional<Version> version(String versionId) {
        return versions.stream()
                .filter(version -> version.id().equals(versionId))
                .findFirst();
    }

    String document() {
        return version(defaultVersion).orElseThrow().document();
    }

    ManagedPolicy withVersions(List<Version> changed, String newDefault) {
        return new ManagedPolicy(name, id, path, arn, created, description, tags, changed, newDefault);
    }

    ManagedPolicy withTags(Map<String, String> changed) {
        return new ManagedPolicy(name, id, path, arn, created, description, changed, versions, defaultVersion);
    }
}
