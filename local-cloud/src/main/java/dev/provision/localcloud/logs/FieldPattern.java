package dev.provision.localcloud.logs;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Conditions on the fields of a message with spaces between: {@code [date, time, word = Completed, ...]}. Quotation marks
 * and brackets hold a field together.
 *
 * @param before the fields from the left
 * @param open whether there may be more than {@code before} and {@code after}: the pattern has an ellipsis
 * @param after the fields up to the right end
 */
record FieldPattern(List<Predicate<String>> before, boolean open, List<Predicate<String>> after)
        implements Predicate<String> {
    private static final Pattern FIELD = Pattern.compile("\"([^\"]*)\"|\\[([^]]*)]|(\\S+)");

    /** @param pattern what is between the brackets */
    static FieldPattern parse(String pattern) {
        List<Predicate<String>> before = new ArrayList<>();
        List<Predicate<String>> after = new ArrayList<>();
        boolean open = false;
        for (String field : pattern.split(",")) {
            if (!field.strip().equals("...")) {
                (open ? after : before).add(condition(field));
            } else if (open) {
                throw PatternTokens.malformed("only one ... may stand in it");
            } else {
                open = true;
            }
        }
        return new FieldPattern(List.copyOf(before), open, List.copyOf(after));
    }

    private static Predicate<String> condition(String field) {
        PatternTokens tokens = new PatternTokens(field);
        if (!field.matches("(?s).*[=<>].*")) {
            // A name alone takes every value.
            var _ = tokens.take();
            return _ -> true;
        }
        return tokens.whole(words -> {
            // The name in front is the author's own and the same in all conditions of the field.
            var _ = words.take();
            return Comparison.of(words.take(), words.take()).matches();
        });
    }

    @Override
    public boolean test(String message) {
        List<String> fields = new ArrayList<>();
        Matcher matcher = FIELD.matcher(message);
        while (matcher.find()) {
            fields.add(
                    matcher.group(1) != null
                            ? matcher.group(1)
                            : matcher.group(2) != null ? matcher.group(2) : matcher.group(3));
        }
        int wanted = before.size() + after.size();
        if (open ? fields.size() < wanted : fields.size() != wanted) {
            return false;
        }
        List<String> end = fields.subList(fields.size() - after.size(), fields.size());
        return all(before, fields) && all(after, end);
    }

    private static boolean all(List<Predicate<String>> conditions, List<String> fields) {
        for (int i = 0; i < conditions.size(); i++) {
            if (!conditions.get(i).test(fields.get(i))) {
                return false;
            }
        }
        return true;
    }
}
