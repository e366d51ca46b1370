package dev.provision.service.http;

import io.helidon.health.HealthCheck;
import io.helidon.health.HealthCheckResponse;
import io.helidon.health.HealthCheckType;
import java.util.concurrent.atomic.AtomicBoolean;

/** Whether new requests are welcome: from the moment the listener is open until shutdown begins. */
public final class Readiness implements HealthCheck {
    private static final HealthCheckResponse UP = response(false);
    private static final HealthCheckResponse DOWN = response(true);

    private final AtomicBoolean draining = new AtomicBoolean();

    /** Shutdown has begun: there is no way back. */
    public void drain() {
        draining.set(true);
    }

    public boolean draining() {
        return draining.get();
    }

    @Override
    public HealthCheckType type() {
        return HealthCheckType.READINESS;
    }

    @Override
    public String name() {
        return "readiness";
    }

    @Override
    public HealthCheckResponse call() {
        return draining() ? DOWN : UP;
    }

    private static HealthCheckResponse response(boolean draining) {
        return HealthCheckResponse.builder()
                .status(!draining)
                .detail("draining", draining)
                .build();
    }
}
