package dev.provision.localcloud.elb;

import dev.provision.localcloud.elb.ElbState.Balancing;
import dev.provision.localcloud.time.CloudTime;
import dev.provision.localcloud.time.Latency;
import java.time.Duration;
import java.util.List;

/** Brings the access logs of load balancers into their buckets, every five minutes as AWS does, or soon. */
final class LogDelivery implements AutoCloseable {
    private static final Duration TYPICAL = Duration.ofMinutes(5);
    private static final Duration SOON = Duration.ofSeconds(5);

    private final ElbState state;
    private final DataPlane dataPlane;
    private final LogBuckets buckets;
    private final CloudTime time;
    private final CloudTime.Scheduled delivering;

    LogDelivery(ElbState state, Elb.Setting setting, DataPlane dataPlane, LogBuckets buckets) {
        this.state = state;
        this.dataPlane = dataPlane;
        this.buckets = buckets;
        this.time = setting.time();
        this.delivering = setting.time()
                .every(setting.latency() == Latency.INSTANT ? SOON : TYPICAL, () -> setting.controlPlane()
                        .run(this::deliver));
    }

    private void deliver() {
        List.copyOf(state.balancers.values()).stream()
                .filter(LogBuckets::logged)
                .forEach(this::deliver);
    }

    private void deliver(Balancing balancing) {
        List<String> lines = dataPlane.takeAccessLog(balancing.dimension());
        if (!lines.isEmpty()) {
            buckets.deliver(balancing, lines, time.now());
        }
    }

    @Override
    public void close() {
        delivering.cancel();
    }
}
