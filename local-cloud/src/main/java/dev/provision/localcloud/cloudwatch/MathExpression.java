package dev.provision.localcloud.cloudwatch;

import dev.provision.localcloud.cloudwatch.MathValue.Scalar;
import dev.provision.localcloud.cloudwatch.MathValue.Unusable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.DoubleBinaryOperator;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads and evaluates one expression of metric math ("Using math expressions with CloudWatch metrics"): numbers, ids of
 * other queries, {@code + - * / ^}, comparisons, AND and OR, arrays, and the functions of {@link MathFunctions}.
 */
final class MathExpression {
    private static final Pattern TOKEN =
            Pattern.compile("\\s*(?:(\\d+\\.?\\d*(?:[eE][+-]?\\d+)?|\\.\\d+)|([A-Za-z_]\\w*)|(\"[^\"]*\"|'[^']*')"
                    + "|(==|!=|<=|>=|&&|\\|\\||[-+*/^()\\[\\],<>]))");

    private final List<String> tokens;
    private final Function<String, MathValue> byId;
    private final MathFunctions functions;
    private int at;

    private MathExpression(List<String> tokens, Function<String, MathValue> byId, MathFunctions functions) {
        this.tokens = tokens;
        this.byId = byId;
        this.functions = functions;
    }

    /**
     * Evaluates an expression.
     *
     * @param byId the other queries' values
     * @throws Unusable if it is not one, or uses what is not there
     */
    static MathValue evaluate(String text, Function<String, MathValue> byId, MathFunctions functions) {
        MathExpression expression = new MathExpression(tokens(text), byId, functions);
        MathValue value = expression.either();
        if (expression.at < expression.tokens.size()) {
            throw new Unusable("unexpected '" + expression.tokens.get(expression.at) + "' in expression " + text);
        }
        return value;
    }

    /** The ids that an expression uses. */
    static List<String> ids(String text) {
        return tokens(text).stream()
                .filter(token -> Character.isLowerCase(token.charAt(0)))
                .toList();
    }

    private static List<String> tokens(String text) {
        List<String> tokens = new ArrayList<>();
        Matcher matcher = TOKEN.matcher(text);
        int end = 0;
        while (end < text.stripTrailing().length()) {
            if (!matcher.find(end) || matcher.start() != end) {
                throw new Unusable("cannot read expression " + text);
            }
            tokens.add(matcher.group().strip());
            end = matcher.end();
        }
        return tokens;
    }

    private boolean take(String... wanted) {
        for (String one : wanted) {
            if (at < tokens.size() && tokens.get(at).equalsIgnoreCase(one)) {
                at++;
                return true;
            }
        }
        return false;
    }

    private void expect(String token) {
        if (!take(token)) {
            throw new Unusable("'" + token + "' is missing in the expression " + String.join(" ", tokens));
        }
    }

    private MathValue either() {
        MathValue value = both();
        while (take("OR", "||")) {
            value = MathValue.combine(value, both(), (a, b) -> truth(a != 0 || b != 0));
        }
        return value;
    }

    private MathValue both() {
        MathValue value = comparison();
        while (take("AND", "&&")) {
            value = MathValue.combine(value, comparison(), (a, b) -> truth(a != 0 && b != 0));
        }
        return value;
    }

    private MathValue comparison() {
        MathValue value = sum();
        while (at < tokens.size()) {
            Optional<DoubleBinaryOperator> operator = comparison(tokens.get(at));
            if (operator.isEmpty()) {
                return value;
            }
            at++;
            value = MathValue.combine(value, sum(), operator.get());
        }
        return value;
    }

    private static Optional<DoubleBinaryOperator> comparison(String token) {
        return switch (token) {
            case "==" -> Optional.of((a, b) -> truth(a == b));
            case "!=" -> Optional.of((a, b) -> truth(a != b));
            case "<=" -> Optional.of((a, b) -> truth(a <= b));
            case ">=" -> Optional.of((a, b) -> truth(a >= b));
            case "<" -> Optional.of((a, b) -> truth(a < b));
            case ">" -> Optional.of((a, b) -> truth(a > b));
            default -> Optional.empty();
        };
    }

    private static double truth(boolean holds) {
        return holds ? 1 : 0;
    }

    private MathValue sum() {
        MathValue value = product();
        while (at < tokens.size()) {
            if (take("+")) {
                value = MathValue.combine(value, product(), Double::sum);
            } else if (take("-")) {
                value = MathValue.combine(value, product(), (a, b) -> a - b);
            } else {
                return value;
            }
        }
        return value;
    }

    private MathValue product() {
        MathValue value = signed();
        while (at < tokens.size()) {
            if (take("*")) {
                value = MathValue.combine(value, signed(), (a, b) -> a * b);
            } else if (take("/")) {
                value = MathValue.combine(value, signed(), (a, b) -> a / b);
            } else {
                return value;
            }
        }
        return value;
    }

    private MathValue signed() {
        return take("-") ? MathValue.combine(new Scalar(0), signed(), (a, b) -> a - b) : power();
    }

    private MathValue power() {
        MathValue base = atom();
        return take("^") ? MathValue.combine(base, signed(), Math::pow) : base;
    }

    private MathValue atom() {
        if (take("(")) {
            MathValue value = either();
            expect(")");
            return value;
        }
        if (take("[")) {
            return MathFunctions.array(list("]"));
        }
        if (at >= tokens.size()) {
            throw new Unusable("the expression " + String.join(" ", tokens) + " ends too early");
        }
        String token = tokens.get(at++);
        if (Character.isDigit(token.charAt(0)) || token.charAt(0) == '.') {
            return new Scalar(Double.parseDouble(token));
        }
        if (take("(")) {
            return function(token.toUpperCase(Locale.ROOT));
        }
        if (!Character.isLetter(token.charAt(0))) {
            throw new Unusable("unexpected '" + token + "' in the expression " + String.join(" ", tokens));
        }
        return byId.apply(token);
    }

    private MathValue function(String name) {
        if (name.equals("METRICS")) {
            String part = take(")") ? "" : quoted();
            return functions.metrics(part);
        }
        if (name.equals("FILL")) {
            MathValue filled = either();
            expect(",");
            if (take("REPEAT")) {
                expect(")");
                return functions.repeat(filled);
            }
            if (take("LINEAR")) {
                throw new Unusable("the local cloud does not fill in LINEAR");
            }
            MathValue filler = either();
            expect(")");
            return functions.fill(filled, filler);
        }
        return functions.apply(name, list(")"));
    }

    private String quoted() {
        String token = at < tokens.size() ? tokens.get(at++) : "";
        expect(")");
        return token.replaceAll("^[\"']|[\"']$", "");
    }

    private List<MathValue> list(String end) {
        List<MathValue> values = new ArrayList<>();
        if (take(end)) {
            return values;
        }
        do {
            values.add(either());
        } while (take(","));
        expect(end);
        return values;
    }
}
