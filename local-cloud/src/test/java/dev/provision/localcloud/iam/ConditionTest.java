package dev.provision.localcloud.iam;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConditionTest {
    @ParameterizedTest(name = "{0} of {1} with {2}: {3}")
    @CsvSource({
        "StringEquals, a;b, b, true",
        "StringEquals, a, A, false",
        "StringNotEquals, a;b, c, true",
        "StringNotEquals, a;b, b, false",
        "StringEqualsIgnoreCase, a, A, true",
        "StringLike, dev-*, dev-1, true",
        "StringNotLike, dev-*, dev-1, false",
        "NumericLessThan, 10, 9.5, true",
        "NumericGreaterThanEquals, 10, 10, true",
        "NumericEquals, ten, 10, false",
        "DateLessThan, 2026-01-01T00:00:00Z, 2025-12-31T23:59:59Z, true",
        "DateGreaterThan, 2026-01-01, 1767225601, true",
        "Bool, true, TRUE, true",
        "IpAddress, 10.0.0.0/8, 10.1.2.3, true",
        "IpAddress, 10.0.0.0/8, 11.1.2.3, false",
        "IpAddress, 2001:db8::/32, 2001:db8::1, true",
        "IpAddress, 10.0.0.0/8, host, false",
        "NotIpAddress, 10.0.0.0/8, 11.1.2.3, true",
        "ArnLike, arn:aws:lambda:*:*:function:demo-*, arn:aws:lambda:eu-west-2:000000000000:function:demo-x, true",
        "ArnLike, arn:aws:*:function:demo, arn:aws:lambda:eu-west-2:000000000000:function:demo, false",
        "ArnNotLike, arn:aws:s3:::*, arn:aws:s3:::bucket, false",
        "Null, false, here, true",
        "Null, true, here, false",
    })
    void comparesAsTheOperatorSays(String operator, String values, String actual, boolean holds) {
        Condition condition = Condition.of(operator, "aws:Key", Arrays.asList(values.split(";")))
                .orElseThrow();
        assertThat(condition.holds(Map.of("aws:key", List.of(actual)))).isEqualTo(holds);
    }

    @ParameterizedTest(name = "{0} without the key: {1}")
    @CsvSource({
        "StringEquals, false",
        "StringEqualsIfExists, true",
        "StringNotEquals, true",
        "ArnLike, false",
        "ForAllValues:StringEquals, true",
        "ForAnyValue:StringEquals, false",
    })
    void judgesAMissingKey(String operator, boolean holds) {
        assertThat(Condition.of(operator, "aws:Key", List.of("a")).orElseThrow().holds(Map.of()))
                .isEqualTo(holds);
    }

    @Test
    void judgesKeysWithSeveralValues() {
        Map<String, List<String>> context = Map.of("aws:tagkeys", List.of("a", "b"));
        assertThat(condition("ForAllValues:StringEquals", "a").holds(context)).isFalse();
        assertThat(condition("ForAllValues:StringEquals", "a", "b").holds(context))
                .isTrue();
        assertThat(condition("ForAnyValue:StringEquals", "b").holds(context)).isTrue();
        assertThat(Condition.of("StringMatches", "aws:TagKeys", List.of())).isEmpty();
    }

    private static Condition condition(String operator, String... values) {
        return Condition.of(operator, "aws:TagKeys", List.of(values)).orElseThrow();
    }
}
