package dev.provision.localcloud.iam;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * One condition of a statement, for example {@code "ArnLike": {"aws:SourceArn": "arn:aws:s3:::*"}}.
 *
 * @param set how a key with several values is judged
 * @param operator compares
 * @param ifExists whether it holds where the key is missing
 * @param key lower case
 * @param values any of which may match
 * @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html">
 *     Condition operators</a>
 */
record Condition(SetRule set, Operator operator, boolean ifExists, String key, List<String> values) {
    private static final String IF_EXISTS = "IfExists";

    Condition {
        values = List.copyOf(values);
    }

    enum SetRule {
        NONE(""),
        FOR_ALL("ForAllValues:"),
        FOR_ANY("ForAnyValue:");

        private final String prefix;

        SetRule(String prefix) {
            this.prefix = prefix;
        }
    }

    /** Empty if there is no such operator. */
    static Optional<Condition> of(String name, String key, List<String> values) {
        SetRule set = name.startsWith(SetRule.FOR_ALL.prefix)
                ? SetRule.FOR_ALL
                : name.startsWith(SetRule.FOR_ANY.prefix) ? SetRule.FOR_ANY : SetRule.NONE;
        String bare = name.substring(set.prefix.length());
        boolean ifExists = bare.endsWith(IF_EXISTS);
        String operator = ifExists ? bare.substring(0, bare.length() - IF_EXISTS.length()) : bare;
        return Operator.named(operator)
                .map(found -> new Condition(set, found, ifExists, key.toLowerCase(Locale.ROOT), values));
    }

    boolean holds(Map<String, List<String>> context) {
        List<String> actual = context.getOrDefault(key, List.of());
        if (operator == Operator.NULL) {
            return values.contains(Boolean.toString(actual.isEmpty()));
        }
        if (actual.isEmpty()) {
            return ifExists || operator.negated() || set == SetRule.FOR_ALL;
        }
        return switch (set) {
            case FOR_ANY -> actual.stream().anyMatch(this::fits);
            case NONE, FOR_ALL -> actual.stream().allMatch(this::fits);
        };
    }

    private boolean fits(String actual) {
        return operator.negated() != values.stream().anyMatch(value -> operator.matches(value, actual));
    }
}
