package dev.provision.config;

import java.util.Optional;

/**
 * Which requests a container gets.
 *
 * @param pathPattern the load balancer's pattern, for example {@code /lambda/*}
 * @param pathHealthCheck an absolute path, for example {@code /lambda/health}
 * @param pathSmokeTest what a release asks before any client does; empty: that of the release, or of the health check
 * @param domain the name under which the load balancer is reached by HTTPS, for example {@code api.example.com}
 */
public record Routing(
        String pathPattern, String pathHealthCheck, Optional<String> pathSmokeTest, Optional<String> domain) {
    /** Reached under the load balancer's own name only, with no smoke test of its own. */
    public Routing(String pathPattern, String pathHealthCheck) {
        this(pathPattern, pathHealthCheck, Optional.empty(), Optional.empty());
    }
}
