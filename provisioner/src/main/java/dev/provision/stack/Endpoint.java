package dev.provision.stack;

/**
 * Where a route can be called.
 *
 * @param name of its container
 * @param url of its health check, for example {@code http://localhost:8080/lambda/health}
 */
public record Endpoint(String name, String url) {}
