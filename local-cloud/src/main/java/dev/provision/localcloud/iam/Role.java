package dev.provision.localcloud.iam;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * A role.
 *
 * @param about what it is
 * @param trustPolicy the document, as it was given
 * @param permissionsBoundary the ARN of a managed policy
 * @param tags by key
 * @param inlinePolicies documents by policy name, sorted
 * @param attached the ARNs of managed policies, sorted
 */
record Role(
        Description about,
        String trustPolicy,
        Optional<String> permissionsBoundary,
        Map<String, String> tags,
        Map<String, String> inlinePolicies,
        Set<String> attached) {
    static final String SERVICE_PATH = "/aws-service-role/";

    /**
     * @param name unique in the account, whatever the case of its letters
     * @param id {@code AROA…}
     * @param path with slashes at both ends
     * @param arn with the path
     * @param created when
     * @param text for people; empty if there is none
     * @param maxSessionSeconds how long a session may last
     */
    record Description(
            String name, String id, String path, String arn, Instant created, String text, int maxSessionSeconds) {}

    String name() {
        return about.name();
    }

    String arn() {
        return about.arn();
    }

    /** Whether it belongs to a service, which alone may change it. */
    boolean serviceLinked() {
        return about.path().startsWith(SERVICE_PATH);
    }

    Role with(String text, int maxSessionSeconds) {
        Description changed = new Description(
                about.name(), about.id(), about.path(), about.arn(), about.created(), text, maxSessionSeconds);
        return new Role(changed, trustPolicy, permissionsBoundary, tags, inlinePolicies, attached);
    }

    Role withTrustPolicy(String document) {
        return new Role(about, document, permissionsBoundary, tags, inlinePolicies, attached);
    }

    Role withPermissionsBoundary(Optional<String> arn) {
        return new Role(about, trustPolicy, arn, tags, inlinePolicies, attached);
    }

    Role withTags(Map<String, String> changed) {
        return new Role(about, trustPolicy, permissionsBoundary, changed, inlinePolicies, attached);
    }

    Role withInlinePolicies(Consumer<Map<String, String>> change) {
        Map<String, String> changed = new TreeMap<>(inlinePolicies);
        change.accept(changed);
        return new Role(about, trustPolicy, permissionsBoundary, tags, changed, attached);
    }

    Role withAttached(Consumer<Set<String>> change) {
        Set<String> changed = new TreeSet<>(attached);
        change.accept(changed);
        return new Role(about, trustPolicy, permissionsBoundary, tags, inlinePolicies, changed);
    }
}
