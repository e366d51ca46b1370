package dev.provision.graph;

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

    @Override
    public int compareTo(StepKey other) {
        return toString().compareTo(other.toString());
    }

    @Override
    public String toString() {
        return kind + "/" + name;
    }
}
