package dev.provision.localcloud.logs;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The term patterns of CloudWatch Logs: every plain term must occur, at least one {@code ?term} must, no {@code -term} may;
 * {@code "quoted terms"} may hold spaces, {@code %…%} is a regular expression.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html">AWS: filter syntax</a>
 */
final class TermPattern implements Predicate<String> {
    private static final Pattern TERM = Pattern.compile("([?-]?)(?:\"((?:[^\"\\\\]|\\\\.)*)\"|%([^%]*)%|(\\S+))");

    private final List<Predicate<String>> all = new ArrayList<>();
    private final List<Predicate<String>> any = new ArrayList<>();
    private final List<Predicate<String>> none = new ArrayList<>();

    private TermPattern() {}

    static TermPattern parse(String pattern) {
        TermPattern filter = new TermPattern();
        Matcher matcher = TERM.matcher(pattern);
        while (matcher.find()) {
            filter.listFor(matcher.group(1)).add(test(matcher));
        }
        return filter;
    }

    private List<Predicate<String>> listFor(String sign) {
        return switch (sign) {
            case "?" -> any;
            case "-" -> none;
            default -> all;
        };
    }

    private static Predicate<String> test(Matcher term) {
        if (term.group(3) != null) {
            return FilterPattern.regularExpression(term.group(3)).asPredicate();
        }
        String text = term.group(2) != null ? term.group(2).replaceAll("\\\\(.)", "$1") : term.group(4);
        return message -> message.contains(text);
    }

    @Override
    public boolean test(String message) {
        return all.stream().allMatch(term -> term.test(message))
                && none.stream().noneMatch(term -> term.test(message))
                && (any.isEmpty() || any.stream().anyMatch(term -> term.test(message)));
    }
}
