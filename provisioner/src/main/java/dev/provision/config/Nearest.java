package dev.provision.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Finds what a mistyped word was meant to be. */
public final class Nearest {
    private static final int SHORTEST_BEGINNING = 3;

    private Nearest() {}

    /** The closest of {@code known}, if it is close enough to have been meant; or else the only one that begins like that. */
    static Optional<String> to(String word, Collection<String> known) {
        int tolerance = Math.max(1, Math.min(3, word.length() / 3));
        return known.stream()
                .filter(candidate -> distance(word, candidate) <= tolerance)
                .min(Comparator.comparingInt((String candidate) -> distance(word, candidate))
                        .thenComparing(Comparator.naturalOrder()))
                .or(() -> begun(word, known));
    }

    private static Optional<String> begun(String word, Collection<String> known) {
        List<String> longer =
                known.stream().filter(candidate -> candidate.startsWith(word)).toList();
        return word.length() >= SHORTEST_BEGINNING && longer.size() == 1
                ? Optional.of(longer.getFirst())
                : Optional.empty();
    }

    /** For the end of a message: {@code "; did you mean memory?"}, or nothing. */
    public static String hint(String word, Collection<String> known) {
        return to(word, known).map(Nearest::hint).orElse("");
    }

    /** The same of a word that is known to have been meant. */
    public static String hint(String meant) {
        return "; did you mean " + meant + "?";
    }

    /** Insertions, deletions, replacements and swaps of neighbours, whatever the case. */
    private static int distance(String one, String other) {
        String a = one.toLowerCase(Locale.ROOT);
        String b = other.toLowerCase(Locale.ROOT);
        int[][] cost = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    cost[i][j] = i + j;
                    continue;
                }
                int replace = cost[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                cost[i][j] = Math.min(replace, 1 + Math.min(cost[i - 1][j], cost[i][j - 1]));
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    cost[i][j] = Math.min(cost[i][j], cost[i - 2][j - 2] + 1);
                }
            }
        }
        return cost[a.length()][b.length()];
    }
}
