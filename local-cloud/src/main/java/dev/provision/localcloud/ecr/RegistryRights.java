package dev.provision.localcloud.ecr;

/** What the caller of the registry may do. */
@FunctionalInterface
public interface RegistryRights {
    /** Everybody may do everything. */
    static RegistryRights all() {
        return (_, _) -> {};
    }

    /**
     * Lets a request pass. Called under the control-plane lock.
     *
     * @param action for example {@code ecr:PutImage}
     * @param resource a repository's ARN, or {@code *}
     * @throws dev.provision.localcloud.wire.AwsError if the caller does not have the right
     */
    void check(String action, String resource);
}
