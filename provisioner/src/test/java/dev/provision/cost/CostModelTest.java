package dev.provision.cost;

import static org.assertj.core.api.Assertions.assertThat;

import dev.provision.config.AwsLambda;
import dev.provision.config.ImageSettings.Architecture;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** SPEC.md's check figures, and the parts that it names. */
final class CostModelTest {
    private final CostModel model = Sample.model();

    @Test
    void requestsAndTasksCostWhatTheSpecificationSays() {
        BigDecimal request = model.request(Sample.FUNCTION, Load.none());
        assertThat(Money.exact(request)).isEqualTo("$0.0000018667");
        assertThat(Money.dollars(request.multiply(BigDecimal.valueOf(1_000_000))))
                .isEqualTo("$1.87");
        assertThat(Money.exact(model.taskHour(Sample.TASK))).isEqualTo("$0.0142");
        assertThat(Money.dollars(model.tasks(Sample.TASK, Tasks.steady(1)))).isEqualTo("$10.36");
        assertThat(Money.dollars(model.function(Sample.FUNCTION, Load.monthly(1_000_000, Load.STANDARD))))
                .isEqualTo("$1.87");
    }

    @Test
    void breakEvenIsComputedAndNotTenThousand() {
        Comparison comparison = Sample.comparison(Load.none());
        assertThat(comparison.breakEven()).hasValue(182_507);
        assertThat(new BigDecimal(182_507).round(new MathContext(3))).isEqualByComparingTo("183000");
        assertThat(comparison.functionMonthly(Load.of(182_506, Load.STANDARD)))
                .isLessThan(comparison.tasksMonthly(Load.of(182_506, Load.STANDARD)));
    }

    @Test
    void peakOfFourHoursIsPaidForFourHours() {
        Tasks day = new Tasks(2, 5, BigDecimal.valueOf(4));
        assertThat(day.average()).isEqualByComparingTo("2.5");
        assertThat(Money.dollars(model.tasks(Sample.TASK, day))).isEqualTo("$25.91");
    }

    @Test
    void armIsCheaper() {
        CostModel arm = new CostModel(Sample.prices(), Assumptions.of(Architecture.ARM64));
        assertThat(Money.dollars(arm.tasks(Sample.TASK, Tasks.steady(1)))).isEqualTo("$8.29");
        assertThat(Money.exact(arm.request(Sample.FUNCTION, Load.none()))).isEqualTo("$0.0000015333");
    }

    @Test
    void freeTierIsForFunctionsThatAreNotKeptWarm() {
        CostModel free = new CostModel(Sample.prices(), model.assumptions().withFreeTier(true));
        Load million = Load.monthly(1_000_000, Load.STANDARD);
        assertThat(Money.dollars(free.function(Sample.FUNCTION, million))).isEqualTo("$0.00");
        AwsLambda warm = new AwsLambda(512, 30, OptionalInt.empty(), 1);
        assertThat(free.function(warm, million)).isEqualTo(model.function(warm, million));
        // 10 M requests: 9 M are paid, and 600,000 of the million GB-seconds.
        assertThat(Money.dollars(free.function(Sample.FUNCTION, Load.monthly(10_000_000, Load.STANDARD))))
                .isEqualTo("$11.80");
    }

    @Test
    void idleEnvironmentPaysForGatewaysAddressesAndTheLoadBalancer() {
        MonthlyCost cost = model.monthly(Sample.environment("local"));
        assertThat(Money.dollars(cost.total())).isEqualTo("$118.30");
        assertThat(Money.dollars(cost.of(Item.Kind.FIXED))).isEqualTo("$107.94");
        assertThat(Money.dollars(cost.of(Item.Kind.CAPACITY))).isEqualTo("$10.36");
        assertThat(cost.of(Item.Kind.TRAFFIC)).isZero();
        assertThat(cost.items()).anySatisfy(item -> assertThat(item.formula()).isEqualTo("2 × $0.05/h × 730 h"));
    }

    @Test
    void instancesKeptWarmArePaidIdleAndAreCheaperBusy() {
        MonthlyCost idle = model.monthly(Sample.environment("production"));
        assertThat(Money.dollars(idle.of(Item.Kind.CAPACITY))).isEqualTo("$63.47");
        AwsLambda kept = new AwsLambda(1024, 30, OptionalInt.empty(), 1);
        // 10 requests a second of 0.2 s keep two instances busy: one half is served by the one that is kept warm.
        Map<String, BigDecimal> items = new HashMap<>();
        new FunctionCost(Sample.prices(), model.assumptions())
                .compute("f", kept, Load.of(864_000, Load.STANDARD))
                .forEach(item -> items.put(item.resource(), item.monthly()));
        BigDecimal seconds = Money.DAYS.multiply(BigDecimal.valueOf(864_000)).multiply(new BigDecimal("0.1"));
        assertThat(items.get("f: time")).isEqualByComparingTo(seconds.multiply(new BigDecimal("0.0000166667")));
        assertThat(items.get("f: time on instances kept warm"))
                .isEqualByComparingTo(seconds.multiply(new BigDecimal("0.0000112709")));
    }

    @Test
    void tooFewTasksAreSaid() {
        var environment = Sample.environment("production-high-traffic");
        // 20 tasks of one vCPU carry 2,400 requests a second at 60 %.
        Load much = Load.of(86_400L * 2_500, Duration.ofMillis(10));
        assertThat(model.monthly(environment, Map.of("fargate", much), Map.of()).notes())
                .containsExactly("fargate: 20 tasks, the most that are allowed, are too few for this load");
        Load enough = Load.of(86_400L * 2_400, Duration.ofMillis(10));
        assertThat(model.monthly(environment, Map.of("fargate", enough), Map.of())
                        .notes())
                .isEmpty();
    }

    @Test
    void regionWithoutPricesHasNoEstimate() {
        PriceBook book = new PriceBook(new TreeMap<>());
        assertThat(CostModel.of(book, Sample.environment("dev"))).isEqualTo(Optional.empty());
    }

    @Test
    void cheapestOptionIsFirstAndSaysWhy() {
        Comparison little = Sample.comparison(Load.of(1_000, Load.STANDARD));
        assertThat(little.options().getFirst().compute()).isEqualTo("Lambda");
        assertThat(little.why()).contains("paid by the request");
        Comparison much = Sample.comparison(Load.of(1_000_000, Load.STANDARD));
        assertThat(much.options().getFirst())
                .isEqualTo(new Comparison.Option(
                        "Fargate",
                        Architecture.ARM64,
                        "1 × 0.25 vCPU, 512 MB",
                        much.options().getFirst().monthly()));
        assertThat(much.why()).contains("38.6 %");
    }
}
