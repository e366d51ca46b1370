package dev.provision.localcloud.elb.routes;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A transform of a rule: what matches the pattern is replaced on its way to the target ("Transforms for listener rules").
 *
 * @param pattern is looked for in the URL (path and query) or in the host
 * @param replacement with {@code $1} for what the pattern's first group matched
 */
public record Rewrite(Pattern pattern, String replacement) {
    /**
     * The text after the transform; the text itself where the pattern does not match.
     *
     * @return empty if the pattern matches and the transform fails, which clients see as 500
     */
    public Optional<String> apply(String text) {
        Matcher matcher = pattern.matcher(text);
        if (!matcher.find()) {
            return Optional.of(text);
        }
        try {
            String result = matcher.replaceFirst(replacement);
            return result.chars().allMatch(c -> c > ' ' && c < 0x7f) ? Optional.of(result) : Optional.empty();
        } catch (IllegalArgumentException | IndexOutOfBoundsException noSuchGroup) {
            return Optional.empty();
        }
    }
}
