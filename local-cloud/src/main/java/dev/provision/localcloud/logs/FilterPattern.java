package dev.provision.localcloud.logs;

import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * The filter patterns of CloudWatch Logs: terms, conditions on JSON, conditions on space-delimited fields.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html">AWS: filter syntax</a>
 */
final class FilterPattern {
    private FilterPattern() {}

    /**
     * @param pattern as the API takes it; empty matches everything
     * @return whether a message matches
     * @throws dev.provision.localcloud.wire.AwsError if it is malformed
     */
    static Predicate<String> parse(String pattern) {
        String trimmed = pattern.strip();
        if (trimmed.startsWith("{")) {
            return JsonPattern.parse(inner(trimmed, '}'));
        }
        if (trimmed.startsWith("[")) {
            return FieldPattern.parse(inner(trimmed, ']'));
        }
        return TermPattern.parse(trimmed);
    }

    private static String inner(String pattern, char end) {
        if (pattern.charAt(pattern.length() - 1) != end) {
            throw LogGroups.invalid("Invalid filter pattern: " + end + " is missing at the end");
        }
        return pattern.substring(1, pattern.length() - 1);
    }

    static Pattern regularExpression(String text) {
        try {
            return Pattern.compile(text);
        } catch (PatternSyntaxException malformed) {
            throw LogGroups.invalid("Invalid regular expression in filter pattern");
        }
    }
}
