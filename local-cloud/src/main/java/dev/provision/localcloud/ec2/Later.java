package dev.provision.localcloud.ec2;

import dev.provision.localcloud.state.ControlPlane;
import dev.provision.localcloud.time.CloudTime;
import dev.provision.localcloud.time.Latency;
import java.time.Duration;
import java.time.Instant;

/** What AWS does in the background, some time after it has answered. */
final class Later {
    private final CloudTime time;
    private final Latency latency;
    private final ControlPlane controlPlane;

    Later(CloudTime time, Latency latency, ControlPlane controlPlane) {
        this.time = time;
        this.latency = latency;
        this.controlPlane = controlPlane;
    }

    Instant now() {
        return time.now();
    }

    /** Does it after its typical duration; at once, in the caller's thread, where things take no time. */
    void then(Duration typical, Runnable action) {
        Duration delay = latency.of(typical);
        if (delay.isZero()) {
            action.run();
        } else {
            time.after(delay, () -> controlPlane.run(action));
        }
    }
}
