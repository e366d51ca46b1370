package dev.provision.localcloud.elb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.provision.localcloud.elb.routes.Glob;
import dev.provision.localcloud.elb.routes.Group;
import dev.provision.localcloud.elb.routes.Route;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class GlobTest {
    @Provide
    Arbitrary<String> patterns() {
        return Arbitraries.strings().withChars("ab/*?").ofMaxLength(8);
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.strings().withChars("abAB/").ofMaxLength(10);
    }

    @Property(tries = 5000)
    void matchesWhatTheSameRegularExpressionMatches(@ForAll("patterns") String pattern, @ForAll("texts") String text) {
        StringBuilder regex = new StringBuilder();
        for (int i = 0; i < pattern.length(); i++) {
            regex.append(
                    switch (pattern.charAt(i)) {
                        case '*' -> ".*";
                        case '?' -> ".";
                        default -> Pattern.quote(pattern.substring(i, i + 1));
                    });
        }
        assertThat(Glob.exact(pattern).matches(text))
                .isEqualTo(Pattern.compile(regex.toString()).matcher(text).matches());
        assertThat(Glob.ignoringCase(pattern).matches(text))
                .isEqualTo(Pattern.compile(regex.toString(), Pattern.CASE_INSENSITIVE)
                        .matcher(text)
                        .matches());
    }

    @Property(tries = 50)
    void weightsArePreservedInTheLongRun(
            @ForAll @Size(min = 1, max = 5) List<@IntRange(min = 0, max = 999) Integer> weights, @ForAll long seed) {
        List<Route.Weighted> groups = new ArrayList<>();
        for (int i = 0; i < weights.size(); i++) {
            groups.add(new Route.Weighted(
                    new Group.Lambda("arn" + i, "targetgroup/" + i, Optional.empty(), false), weights.get(i)));
        }
        Route.Forward forward = new Route.Forward(groups, Optional.empty());
        int sum = weights.stream().mapToInt(Integer::intValue).sum();
        SplittableRandom random = new SplittableRandom(seed);
        int draws = 5000;
        Map<String, Integer> counts = new HashMap<>();
        for (int i = 0; i < draws; i++) {
            forward.pick(random).ifPresent(group -> counts.merge(group.arn(), 1, Integer::sum));
        }
        assertThat(counts.values().stream().mapToInt(Integer::intValue).sum()).isEqualTo(sum == 0 ? 0 : draws);
        for (int i = 0; i < weights.size() && sum > 0; i++) {
            double share = weights.get(i) / (double) sum;
            double tolerance = 6 * Math.sqrt(draws * share * (1 - share));
            assertThat(counts.getOrDefault("arn" + i, 0) - draws * share).isBetween(-tolerance - 1, tolerance + 1);
        }
    }
}
