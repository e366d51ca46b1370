package dev.provision.config;

import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** Collects everything that is wrong with a configuration. */
final class Problems {
    private final SortedSet<Problem> found = new TreeSet<>();
    private final Set<String> paths = new HashSet<>();

    private record Problem(Place place, String text) implements Comparable<Problem> {
        @Override
        public int compareTo(Problem other) {
            return Comparator.comparing((Problem problem) -> problem.place().file())
                    .thenComparing(problem -> problem.place().line())
                    .thenComparing(Problem::text)
                    .compare(this, other);
        }
    }

    /** @param path the key, with dots */
    void add(Place place, String path, String text) {
        found.add(new Problem(place, path + ": " + text));
        paths.add(path);
    }

    /** Whether nothing is wrong at, below or above {@code path}, so that values can be read. */
    boolean noneAround(String path) {
        return paths.stream()
                .noneMatch(bad -> bad.equals(path) || bad.startsWith(path + ".") || path.startsWith(bad + "."));
    }

    boolean isEmpty() {
        return found.isEmpty();
    }

    /** One line for each problem, in the order of files and lines. */
    List<String> lines() {
        return found.stream()
                .map(problem -> problem.place() + ": " + problem.text())
                .toList();
    }
}
