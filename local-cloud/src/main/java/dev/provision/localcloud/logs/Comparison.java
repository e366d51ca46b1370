package dev.provision.localcloud.logs;

import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * A comparison of a value with a literal: {@code =} and {@code !=} with texts that may hold {@code *}, regular expressions
 * and numbers; the others with numbers.
 *
 * @param matches whether a value, as text, fulfils it
 */
record Comparison(Predicate<String> matches) {

    /** @param literal as it stands in the pattern: a number, a word, {@code "a text"} or {@code %a regular expression%} */
    static Comparison of(String operator, String literal) {
        return new Comparison(
                switch (operator) {
                    case "=" -> equal(literal);
                    case "!=" -> equal(literal).negate();
                    case ">", ">=", "<", "<=" -> {
                        double wanted = number(literal)
                                .orElseThrow(() -> PatternTokens.malformed(operator + " needs a number"));
                        yield value -> number(value)
                                .filter(actual -> holds(operator, Double.compare(actual, wanted)))
                                .isPresent();
                    }
                    default -> throw PatternTokens.malformed("'" + operator + "' is no operator");
                });
    }

    private static boolean holds(String operator, int order) {
        return switch (operator) {
            case ">" -> order > 0;
            case ">=" -> order >= 0;
            case "<" -> order < 0;
            default -> order <= 0;
        };
    }

    private static Predicate<String> equal(String literal) {
        if (literal.startsWith("%") && literal.endsWith("%") && literal.length() > 1) {
            return FilterPattern.regularExpression(literal.substring(1, literal.length() - 1))
                    .asPredicate();
        }
        boolean quoted = literal.startsWith("\"");
        String text = quoted ? literal.substring(1, literal.length() - 1).replaceAll("\\\\(.)", "$1") : literal;
        Optional<Double> wanted = quoted ? Optional.empty() : number(text);
        if (wanted.isPresent()) {
            return value -> number(value).equals(wanted);
        }
        return Pattern.compile(
                        "\\Q" + text.replace("\\E", "\\E\\\\E\\Q").replace("*", "\\E.*\\Q") + "\\E", Pattern.DOTALL)
                .asMatchPredicate();
    }

    private static Optional<Double> number(String text) {
        try {
            return Optional.of(Double.valueOf(text));
        } catch (NumberFormatException word) {
            return Optional.empty();
        }
    }
}
