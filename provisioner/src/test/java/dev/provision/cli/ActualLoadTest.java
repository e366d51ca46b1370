package dev.provision.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.provision.cost.Load;
import dev.provision.cost.Tasks;
import dev.provision.stack.RouteTraffic;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Measured traffic as a load for the cost model. */
final class ActualLoadTest {
    private final ActualLoad load = new ActualLoad(
            Duration.ofHours(6),
            List.of(
                    new RouteTraffic("api", 3_000, 20, List.of()),
                    new RouteTraffic("web", 1_000, 40, List.of(2.0, 2.0, 2.0, 2.0, 2.0, 5.0))));

    @Test
    void goesOnForAWholeDay() {
        assertThat(load.loads())
                .containsEntry("api", new Load(BigDecimal.valueOf(12_000), Duration.ofMillis(20)))
                .containsEntry("web", new Load(BigDecimal.valueOf(4_000), Duration.ofMillis(40)));
        assertThat(load.total()).isEqualTo(new Load(BigDecimal.valueOf(16_000), Duration.ofMillis(25)));
    }

    @Test
    void tasksHaveABaselineAndAPeakWithTheSameMean() {
        assertThat(load.tasks()).containsOnlyKeys("web");
        Tasks web = load.tasks().get("web");
        assertThat(web.baseline()).isEqualTo(2);
        assertThat(web.peak()).isEqualTo(5);
        assertThat(web.peakHours()).isEqualByComparingTo("4");
    }

    @Test
    void hourInWhichTheFirstTaskBeganCountsAsOne() {
        ActualLoad young =
                new ActualLoad(Duration.ofHours(24), List.of(new RouteTraffic("web", 60, 10, List.of(0.67))));
        assertThat(young.tasks()).containsEntry("web", Tasks.steady(1));
    }

    @Test
    void noTrafficIsNoLoad() {
        ActualLoad none = new ActualLoad(Duration.ofHours(1), List.of(new RouteTraffic("api", 0, 0, List.of())));
        assertThat(none.total()).isEqualTo(Load.none());
        assertThat(none.words()).singleElement().asString().contains("had 0 requests");
    }
}
