package dev.provision.aws.ecr;

/**
 * Where an image is pushed to, and with which right.
 *
 * @param repository registry host and repository name, for example {@code 123456789012.dkr.ecr.eu-west-2.amazonaws.com/demo}
 * @param user of the registry
 * @param password of the registry; a secret
 */
public record RegistryTarget(String repository, String user, String password) {
    /** Without the password. */
    @Override
    public String toString() {
        return repository;
    }
}
