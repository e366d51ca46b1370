package dev.provision.localcloud.logs;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The words of a condition, and how conditions are joined: {@code &&} before {@code ||}, and parentheses. */
final class PatternTokens {
    private static final Pattern TOKEN = Pattern.compile(
            "\\s*(?:(&&|\\|\\||[()]|!=|>=|<=|=|>|<)|(\"(?:[^\"\\\\]|\\\\.)*\"|%[^%]*%|[^\\s()=!<>&|\"]+))");
    private final List<String> tokens = new ArrayList<>();
    private int next;

    PatternTokens(String text) {
        Matcher matcher = TOKEN.matcher(text);
        int end = 0;
        while (matcher.lookingAt()) {
            tokens.add(matcher.group().strip());
            end = matcher.end();
            matcher.region(end, text.length());
        }
        if (!text.substring(end).isBlank()) {
            throw malformed("at '" + text.substring(end).strip() + "'");
        }
    }

    boolean accept(String token) {
        boolean there = next < tokens.size() && tokens.get(next).equalsIgnoreCase(token);
        if (there) {
            next++;
        }
        return there;
    }

    String take() {
        if (next == tokens.size()) {
            throw malformed("it ends too early");
        }
        return tokens.get(next++);
    }

    /** All that is left, as one condition. */
    <T> Predicate<T> whole(Function<PatternTokens, Predicate<T>> condition) {
        Predicate<T> whole = any(condition);
        if (next < tokens.size()) {
            throw malformed("at '" + tokens.get(next) + "'");
        }
        return whole;
    }

    private <T> Predicate<T> any(Function<PatternTokens, Predicate<T>> condition) {
        Predicate<T> left = all(condition);
        while (accept("||")) {
            left = left.or(all(condition));
        }
        return left;
    }

    private <T> Predicate<T> all(Function<PatternTokens, Predicate<T>> condition) {
        Predicate<T> left = one(condition);
        while (accept("&&")) {
            left = left.and(one(condition));
        }
        return left;
    }

    private <T> Predicate<T> one(Function<PatternTokens, Predicate<T>> condition) {
        if (!accept("(")) {
            return condition.apply(this);
        }
        Predicate<T> inner = any(condition);
        if (!accept(")")) {
            throw malformed(") is missing");
        }
        return inner;
    }

    static RuntimeException malformed(String why) {
        return LogGroups.invalid("Invalid filter pattern: " + why);
    }
}
