package dev.provision.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class PollerTest {
    private final VirtualTime time = new VirtualTime();

    @Test
    void firstProbeComesAtOnceThenAtGrowingIntervals() {
        List<Long> probes = new ArrayList<>();
        Readiness answer = new Poller(time, time)
                .await(
                        FakeStep.key("nat"),
                        Duration.ofMinutes(10),
                        () -> {
                            probes.add(time.passed().toMillis());
                            return probes.size() == 16 ? Readiness.ready() : Readiness.pending("state is pending");
                        },
                        _ -> {});

        assertThat(answer).isEqualTo(Readiness.ready());
        assertThat(probes).hasSize(16).startsWith(0L, 500L, 1100L, 1820L, 2684L);
        assertThat(probes.getLast() - probes.get(14)).isEqualTo(5000);
    }
}
