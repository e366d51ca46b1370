package dev.provision.graph;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Names one step within a graph, for example {@code subnet/public-a}.
 *
 * @param kind the kind of resource, lower case with dashes
 * @param name which one of its kind, lower case with dashes; unique within the kind
 */
public record StepKey(String kind, String name) implements Comparable<StepKey> {
    private static final Pattern PART = Pattern.compile("[a-z0-9][a-z0-9.-]*");

    public StepKey {
        if (!PART.matcher(kind).matches() || !PART.matcher(name).matches()) {
            throw new IllegalArgumentException("not a step key: " + kind + "/" + name);
        }
    }

    /**
     * The key for a name that may have any characters: those that no key has become dashes.
     *
     * @param otherwise the name where nothing is left of the one that is given
     */
    public static StepKey of(String kind, String anyName, String otherwise) {
        String name =
                anyName.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-+|-+$", "");
        return new StepKey(kind, name.isEmpty() ? otherwise : name);
    }

    /** Reads what {@link #toString} writes; empty if it is none. */
    public static Optional<StepKey> parse(String text) {
        String[] parts = text.split("/", -1);
        return parts.length == 2
                        && PART.matcher(parts[0]).matches()
                        && PART.matcher(parts[1]).matches()
                ? Optional.of(new StepKey(parts[0], parts[1]))
                : Optional.empty();
    }

    @Override
    public int compareTo(StepKey other) {
        return toString().compareTo(other.toString());
    }

    @Override
    public String toString() {
        return kind + "/" + name;
    }
}
