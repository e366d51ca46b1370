package dev.provision.localcloud.elb;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** The status codes that count as healthy, for example {@code 200}, {@code 200,302} or {@code 200-299}. */
public final class Matcher {
    private static final Pattern FORM = Pattern.compile("\\d{3}(-\\d{3})?(,\\d{3}(-\\d{3})?)*");
    private final String text;
    private final List<Range> ranges;

    private record Range(int from, int to) {}

    private Matcher(String text, List<Range> ranges) {
        this.text = text;
        this.ranges = List.copyOf(ranges);
    }

    /** @throws IllegalArgumentException if the text has another form, or a code is not between 200 and 499 */
    public static Matcher of(String text) {
        if (!FORM.matcher(text).matches()) {
            throw new IllegalArgumentException(text);
        }
        List<Range> ranges = new ArrayList<>();
        for (String part : text.split(",")) {
            String[] ends = part.split("-");
            Range range = new Range(Integer.parseInt(ends[0]), Integer.parseInt(ends[ends.length - 1]));
            if (range.from < 200 || range.to > 499 || range.from > range.to) {
                throw new IllegalArgumentException(text);
            }
            ranges.add(range);
        }
        return new Matcher(text, ranges);
    }

    public boolean matches(int status) {
        return ranges.stream().anyMatch(range -> range.from <= status && status <= range.to);
    }

    @Override
    public String toString() {
        return text;
    }
}
