package dev.provision.config;

/**
 * Which requests a container gets.
 *
 * @param pathPattern an ALB path pattern, for example {@code /lambda/*}
 * @param pathHealthCheck the path that the health check asks for
 */
public record Routing(String pathPattern, String pathHealthCheck) {}
