package dev.provision.stack;

/**
 * Something that can be called.
 *
 * @param name of the route
 * @param url for example {@code http://localhost:8080/lambda/health}
 */
public record Endpoint(String name, String url) {}
