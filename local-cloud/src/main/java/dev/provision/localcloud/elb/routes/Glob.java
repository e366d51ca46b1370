package dev.provision.localcloud.elb.routes;

import java.util.Locale;

/** A pattern as rule conditions have it: {@code *} stands for any number of characters, {@code ?} for exactly one. */
public final class Glob implements TextPattern {
    private final String pattern;
    private final boolean ignoreCase;

    private Glob(String pattern, boolean ignoreCase) {
        this.pattern = ignoreCase ? pattern.toLowerCase(Locale.ROOT) : pattern;
        this.ignoreCase = ignoreCase;
    }

    /** A pattern that tells capital letters from small ones, as paths are matched. */
    public static Glob exact(String pattern) {
        return new Glob(pattern, false);
    }

    /** A pattern for which capital and small letters are the same, as hosts, headers and queries are matched. */
    public static Glob ignoringCase(String pattern) {
        return new Glob(pattern, true);
    }

    /** Whether the whole of {@code text} matches. Linear for the patterns of practice, never exponential. */
    @Override
    public boolean matches(String text) {
        String subject = ignoreCase ? text.toLowerCase(Locale.ROOT) : text;
        int at = 0;
        int inPattern = 0;
        int star = -1;
        int resume = 0;
        while (at < subject.length()) {
            if (inPattern < pattern.length() && pattern.charAt(inPattern) == '*') {
                star = inPattern++;
                resume = at;
            } else if (inPattern < pattern.length()
                    && (pattern.charAt(inPattern) == '?' || pattern.charAt(inPattern) == subject.charAt(at))) {
                inPattern++;
                at++;
            } else if (star >= 0) {
                inPattern = star + 1;
                at = ++resume;
            } else {
                return false;
            }
        }
        while (inPattern < pattern.length() && pattern.charAt(inPattern) == '*') {
            inPattern++;
        }
        return inPattern == pattern.length();
    }

    @Override
    public String toString() {
        return pattern;
    }
}
