package dev.provision.localcloud.elb.routes;

import java.util.regex.Pattern;

/** What the text of a condition is compared with. */
public sealed interface TextPattern permits Glob, TextPattern.Regex {
    boolean matches(String text);

    /**
     * A regular expression, which matches when it is found; {@code ^} and {@code $} tie it to the ends.
     *
     * @param pattern in the syntax that AWS takes
     */
    record Regex(Pattern pattern) implements TextPattern {
        @Override
        public boolean matches(String text) {
            return pattern.matcher(text).find();
        }
    }
}
