package dev.provision.service.http;

import io.helidon.health.HealthCheck;
import io.helidon.health.HealthCheckResponse;
import io.helidon.health.HealthCheckType;
import java.util.concurrent.atomic.AtomicReference;

/** Whether new requests are welcome: not before the listener is open, and no more once shutdown has begun. */
public final class Readiness implements HealthCheck {
    private enum Phase {
        STARTING,
        READY,
        DRAINING
    }

    private final AtomicReference<Phase> phase = new AtomicReference<>(Phase.STARTING);

    /** The service has started; no effect once it drains. */
    public void ready() {
        phase.compareAndSet(Phase.STARTING, Phase.READY);
    }

    /** Shutdown has begun: there is no way back. */
    public void drain() {
        phase.set(Phase.DRAINING);
    }

    public boolean draining() {
        return phase.get() == Phase.DRAINING;
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
        Phase now = phase.get();
        return HealthCheckResponse.builder()
                .status(now == Phase.READY)
                .detail("phase", now.name())
                .build();
    }
}
