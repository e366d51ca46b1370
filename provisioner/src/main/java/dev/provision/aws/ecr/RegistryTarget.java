package dev.provision.aws.ecr;

import java.net.URI;

/**
 * Where an image is pushed to, and with which right.
 *
 * @param endpoint the registry; plain HTTP where its scheme says so
 * @param repository registry host and repository name, for example {@code 123456789012.dkr.ecr.eu-west-2.amazonaws.com/demo}
 * @param tag of the image
 * @param user of the registry
 * @param password of the registry; a secret
 */
public record RegistryTarget(URI endpoint, String repository, String tag, String user, String password) {
    /** Without the password. */
    @Override
    public String toString() {
        return repository + ":" + tag;
    }
}
