package dev.provision.image;

import java.util.Locale;

/**
 * Where an image is pushed to.
 *
 * @param repositoryUri registry host, port if it is not 443, and repository, without a tag
 * @param username of the registry
 * @param password of the registry; never shown
 */
public record RegistryTarget(String repositoryUri, String username, String password) {
    /** The registry's host, without a port. */
    String host() {
        String registry = repositoryUri.substring(0, Math.max(0, repositoryUri.indexOf('/')));
        int port = registry.lastIndexOf(':');
        return port < 0 ? registry : registry.substring(0, port);
    }

    /** Whether the registry is on this machine: the only place to which credentials may travel without TLS. */
    boolean loopback() {
        String host = host().toLowerCase(Locale.ROOT);
        // A name could be made to resolve to a loopback address, so that only literal addresses count.
        return host.equals("localhost") || host.equals("[::1]") || host.matches("127(\\.\\d{1,3}){3}");
    }

    @Override
    public String toString() {
        return "RegistryTarget[" + repositoryUri + "]";
    }
}
