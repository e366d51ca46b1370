package dev.provision.localcloud.elb;

import dev.provision.localcloud.elb.ElbState.Registration;
import dev.provision.localcloud.time.Latency;
import java.time.Duration;
import java.time.Instant;

/**
 * Lets targets that leave finish what is under way to them, for the deregistration delay at most ("Edit target group
 * attributes", deregistration delay). An idle target shows {@code draining} until the delay is over, too, as on AWS, but
 * for where nothing takes time: there it is gone as soon as it is idle.
 */
final class Draining {
    private static final Duration LOOK = Duration.ofMillis(100);

    private final ElbState state;
    private final Elb.Setting setting;
    private final DataPlane dataPlane;

    Draining(ElbState state, Elb.Setting setting, DataPlane dataPlane) {
        this.state = state;
        this.setting = setting;
        this.dataPlane = dataPlane;
    }

    /** Begins with a target that is out of the routes, or will be at the end of the operation. Under the lock. */
    void begin(String groupArn, Registration leaving, Duration delay) {
        Instant end = setting.time().now().plus(delay);
        if (delay.isZero()) {
            later(Duration.ZERO, groupArn, leaving, end);
        } else {
            later(setting.latency() == Latency.INSTANT ? LOOK : delay, groupArn, leaving, end);
        }
    }

    private void later(Duration wait, String groupArn, Registration leaving, Instant end) {
        setting.time().after(wait, () -> setting.controlPlane().run(() -> look(groupArn, leaving, end)));
    }

    private void look(String groupArn, Registration leaving, Instant end) {
        TargetKey key = leaving.key();
        boolean present = state.groups.containsKey(groupArn)
                && leaving.equals(state.targetsOf(groupArn).get(key));
        if (!present) {
            return;
        }
        boolean over = !setting.time().now().isBefore(end);
        if (over) {
            dataPlane.cutOff(groupArn, key.id(), key.port());
        }
        if (over || dataPlane.idle(groupArn, key.id(), key.port())) {
            state.targetsOf(groupArn).remove(key, leaving);
        } else {
            later(LOOK, groupArn, leaving, end);
        }
    }
}
