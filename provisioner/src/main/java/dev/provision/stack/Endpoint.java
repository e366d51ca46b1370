package dev.provision.stack;

import java.net.URI;

/**
 * Where a route can be called.
 *
 * @param route the name of its container
 * @param url of its health check
 */
public record Endpoint(String route, URI url) {}
