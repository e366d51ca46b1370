package dev.provision.stack;

import dev.provision.config.Cloud;
import java.net.URI;

/** The addresses under which the routes of an environment are called. */
record Urls(Cloud cloud) {
    /** @param dnsName of the load balancer */
    URI of(String dnsName, String path) {
        int port = cloud.reachablePort(BalancerPart.HTTP);
        return URI.create("http://" + dnsName + (port == BalancerPart.HTTP ? "" : ":" + port) + path);
    }
}
