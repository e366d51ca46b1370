package dev.provision.stack;

import dev.provision.config.Container;
import dev.provision.config.Environment;
import java.net.URI;

/** The addresses under which the routes of an environment are called. */
record Urls(Environment environment) {
    private static final int HTTP = 80;
    private static final int HTTPS = 443;

    /** Under the load balancer's own name, which is there first. */
    URI of(String dnsName, String path) {
        int listener = environment.https() ? HTTPS : HTTP;
        int port = environment.cloud().reachablePort(listener);
        return URI.create(
                (environment.https() ? "https://" : "http://") + dnsName + (port == listener ? "" : ":" + port) + path);
    }

    /** As people call a container's health check. */
    URI of(Container container, String dnsName) {
        String path = container.routing().pathHealthCheck();
        return environment.domains().stream()
                .findFirst()
                .map(first -> container.routing().domain().orElse(first))
                .map(domain -> of(environment.cloud().reachableName(domain, dnsName), path))
                .orElseGet(() -> of(dnsName, path));
    }
}
