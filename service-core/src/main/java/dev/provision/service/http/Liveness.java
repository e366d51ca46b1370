package dev.provision.service.http;

import io.helidon.health.HealthCheck;
import io.helidon.health.HealthCheckResponse;
import io.helidon.health.HealthCheckType;

/**
 * Whether the process still works: it does as long as it can answer this, also while it drains, so that nothing
 * restarts a copy that is finishing its requests.
 */
public final class Liveness implements HealthCheck {
    private static final HealthCheckResponse UP =
            HealthCheckResponse.builder().status(true).build();

    @Override
    public HealthCheckType type() {
        return HealthCheckType.LIVENESS;
    }

    @Override
    public String name() {
        return "liveness";
    }

    @Override
    public HealthCheckResponse call() {
        return UP;
    }
}
