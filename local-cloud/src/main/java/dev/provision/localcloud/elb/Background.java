package dev.provision.localcloud.elb;

import dev.provision.localcloud.state.ControlPlane;
import dev.provision.localcloud.time.CloudTime;
import dev.provision.localcloud.time.Latency;
import java.time.Duration;

/** What AWS does after an operation has been answered. */
final class Background {
    private final ControlPlane controlPlane;
    private final CloudTime time;
    private final Latency latency;

    Background(ControlPlane controlPlane, CloudTime time, Latency latency) {
        this.controlPlane = controlPlane;
        this.time = time;
        this.latency = latency;
    }

    /** Does something later, under the lock; at once where the latency profile says that nothing takes time. */
    void after(Duration typical, Runnable action) {
        Duration delay = latency.of(typical);
        if (delay.isZero()) {
            action.run();
        } else {
            time.after(delay, () -> controlPlane.run(action));
        }
    }
}
