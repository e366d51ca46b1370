package dev.provision.report;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Text in lines that are no longer than wanted, broken between words; a number keeps its unit, and a sign its factor. */
final class WordWrap {
    private static final Pattern BREAK = Pattern.compile("(?<=[^ ×])(?<!\\d(?=  ?\\p{L})) +");

    private WordWrap() {}

    /** A word that is longer has a line of its own. */
    static List<String> lines(String text, int width) {
        List<String> lines = new ArrayList<>();
        int begin = 0;
        int end = 0; // of what fits
        var breaks = BREAK.matcher(text);
        while (text.length() - begin > width && breaks.find()) {
            if (breaks.start() - begin > width && end > begin) {
                lines.add(text.substring(begin, end).stripTrailing());
                begin = end;
            }
            end = breaks.end();
        }
        if (text.length() - begin > width && end > begin) {
            lines.add(text.substring(begin, end).stripTrailing());
            begin = end;
        }
        lines.add(text.substring(begin));
        return lines;
    }

    static int longestWord(String text) {
        return BREAK.splitAsStream(text).mapToInt(String::length).max().orElse(0);
    }
}
