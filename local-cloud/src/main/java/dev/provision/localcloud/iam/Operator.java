package dev.provision.localcloud.iam;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.IntPredicate;

/** A condition operator. A value that cannot be read as the operator's type matches nothing. */
enum Operator {
    STRING_EQUALS("StringEquals", false, String::equals),
    STRING_NOT_EQUALS("StringNotEquals", true, String::equals),
    STRING_EQUALS_IGNORE_CASE("StringEqualsIgnoreCase", false, String::equalsIgnoreCase),
    STRING_NOT_EQUALS_IGNORE_CASE("StringNotEqualsIgnoreCase", true, String::equalsIgnoreCase),
    STRING_LIKE("StringLike", false, Wildcards::match),
    STRING_NOT_LIKE("StringNotLike", true, Wildcards::match),
    NUMERIC_EQUALS("NumericEquals", false, number(order -> order == 0)),
    NUMERIC_NOT_EQUALS("NumericNotEquals", true, number(order -> order == 0)),
    NUMERIC_LESS_THAN("NumericLessThan", false, number(order -> order < 0)),
    NUMERIC_LESS_THAN_EQUALS("NumericLessThanEquals", false, number(order -> order <= 0)),
    NUMERIC_GREATER_THAN("NumericGreaterThan", false, number(order -> order > 0)),
    NUMERIC_GREATER_THAN_EQUALS("NumericGreaterThanEquals", false, number(order -> order >= 0)),
    DATE_EQUALS("DateEquals", false, date(order -> order == 0)),
    DATE_NOT_EQUALS("DateNotEquals", true, date(order -> order == 0)),
    DATE_LESS_THAN("DateLessThan", false, date(order -> order < 0)),
    DATE_LESS_THAN_EQUALS("DateLessThanEquals", false, date(order -> order <= 0)),
    DATE_GREATER_THAN("DateGreaterThan", false, date(order -> order > 0)),
    DATE_GREATER_THAN_EQUALS("DateGreaterThanEquals", false, date(order -> order >= 0)),
    BOOL("Bool", false, String::equalsIgnoreCase),
    IP_ADDRESS("IpAddress", false, AddressRange::contains),
    NOT_IP_ADDRESS("NotIpAddress", true, AddressRange::contains),
    ARN_EQUALS("ArnEquals", false, Wildcards::matchArn),
    ARN_LIKE("ArnLike", false, Wildcards::matchArn),
    ARN_NOT_EQUALS("ArnNotEquals", true, Wildcards::matchArn),
    ARN_NOT_LIKE("ArnNotLike", true, Wildcards::matchArn),
    /** Judged by whether the key is there, not by its value. */
    NULL("Null", false, (_, _) -> false);

    private final String name;
    private final boolean negated;
    // All are lambdas without state.
    @SuppressWarnings("ImmutableEnumChecker")
    private final BiPredicate<String, String> matches;

    /** @param matches the policy's value first, the request's second */
    Operator(String name, boolean negated, BiPredicate<String, String> matches) {
        this.name = name;
        this.negated = negated;
        this.matches = matches;
    }

    static Optional<Operator> named(String name) {
        return Arrays.stream(values())
                .filter(operator -> operator.name.equals(name))
                .findFirst();
    }

    /** Whether it holds where none of the values match. */
    boolean negated() {
        return negated;
    }

    boolean matches(String policyValue, String actual) {
        return matches.test(policyValue, actual);
    }

    private static BiPredicate<String, String> number(IntPredicate order) {
        return (value, actual) -> {
            try {
                return order.test(new BigDecimal(actual).compareTo(new BigDecimal(value)));
            } catch (NumberFormatException unreadable) {
                return false;
            }
        };
    }

    private static BiPredicate<String, String> date(IntPredicate order) {
        return (value, actual) -> {
            try {
                return order.test(instant(actual).compareTo(instant(value)));
            } catch (DateTimeException unreadable) {
                return false;
            }
        };
    }

    private static Instant instant(String text) {
        if (text.matches("\\d{1,15}")) {
            return Instant.ofEpochSecond(Long.parseLong(text));
        }
        return text.contains("T")
                ? OffsetDateTime.parse(text).toInstant()
                : LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
    }
}
