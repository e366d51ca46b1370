package dev.provision.cost;

import static org.assertj.core.api.Assertions.assertThat;

import dev.provision.config.AwsLambda;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.assertj.core.data.Percentage;

/** What holds for every load. */
final class CostPropertiesTest {
    private static final Pattern NUMBER = Pattern.compile("-?\\$?([\\d,]+(?:\\.\\d+)?)(?:/(\\d+))?");
    private final CostModel model = Sample.model();

    @Property(tries = 200)
    void moreRequestsNeverCostLess(
            @ForAll @LongRange(max = 5_000_000) long requests,
            @ForAll @LongRange(max = 1_000_000) long more,
            @ForAll @IntRange(min = 1, max = 30_000) int millis,
            @ForAll @IntRange(max = 5) int warm,
            @ForAll boolean free) {
        CostModel priced = new CostModel(Sample.prices(), model.assumptions().withFreeTier(free));
        AwsLambda function = new AwsLambda(512, 30, OptionalInt.empty(), warm);
        Duration duration = Duration.ofMillis(millis);
        BigDecimal less = priced.function(function, Load.of(requests, duration));
        // The share of the requests that warm instances serve is rounded to six digits.
        BigDecimal slack = new BigDecimal("1.00001");
        assertThat(less).isGreaterThan(new BigDecimal("-0.000001"));
        assertThat(priced.function(function, Load.of(requests + more, duration)).multiply(slack))
                .isGreaterThanOrEqualTo(less);
    }

    @Property(tries = 100)
    void breakEvenIsWhereTheCheaperOneChanges(@ForAll @IntRange(min = 20, max = 2_000) int millis) {
        Comparison comparison = Sample.comparison(new Load(BigDecimal.ZERO, Duration.ofMillis(millis)));
        OptionalLong even = comparison.breakEven();
        assertThat(even).isPresent();
        Load at = comparison.load().with(BigDecimal.valueOf(even.getAsLong()));
        Load before = comparison.load().with(BigDecimal.valueOf(even.getAsLong() - 1));
        assertThat(comparison.functionMonthly(at)).isGreaterThanOrEqualTo(comparison.tasksMonthly(at));
        assertThat(comparison.functionMonthly(before)).isLessThan(comparison.tasksMonthly(before));
    }

    @Property(tries = 100)
    void totalIsTheSumOfWhatIsShown(
            @ForAll @LongRange(max = 10_000_000) long requests, @ForAll @IntRange(min = 1, max = 5_000) int millis) {
        var environment = Sample.environment("staging");
        MonthlyCost cost = model.monthly(
                environment,
                CostModel.even(environment, BigDecimal.valueOf(requests), Duration.ofMillis(millis)),
                Map.of());
        BigDecimal kinds = BigDecimal.ZERO;
        for (Item.Kind kind : Item.Kind.values()) {
            kinds = kinds.add(cost.of(kind));
        }
        assertThat(kinds).isEqualByComparingTo(cost.total());
        for (Item item : cost.items()) {
            assertThat(shown(item.formula()))
                    .as(item.resource() + " = " + item.formula())
                    .isCloseTo(item.monthly().doubleValue(), Percentage.withPercentage(0.01));
        }
    }

    /** Multiplies what a person reads. */
    private static double shown(String formula) {
        double product = 1;
        for (String factor : formula.split(" × ")) {
            MatchResult number = NUMBER.matcher(factor).results().findFirst().orElseThrow();
            product *= Double.parseDouble(number.group(1).replace(",", ""));
            if (number.group(2) != null) {
                product /= Double.parseDouble(number.group(2));
            }
        }
        return product;
    }
}
