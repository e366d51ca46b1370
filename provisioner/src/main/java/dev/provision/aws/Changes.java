package dev.provision.aws;

import dev.provision.graph.Change;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Collects the differences between what is live and what is wanted. */
public final class Changes {
    /** See {@link Change#UNKNOWN}. */
    public static final String UNKNOWN = Change.UNKNOWN;

    private final List<Change> found = new ArrayList<>();
    private final Map<String, String> wanted = new TreeMap<>();

    /** A field that can be changed in place. */
    public Changes field(String name, Object live, Object wanted) {
        this.wanted.put(name, text(wanted));
        if (!Objects.equals(live, wanted)) {
            found.add(Change.inPlace(name, text(live), text(wanted)));
        }
        return this;
    }

    /** A field that can be changed in place, and whose values were compared by what they mean. */
    public Changes meaning(String name, Object live, Object wanted, boolean same) {
        this.wanted.put(name, text(wanted));
        if (!same) {
            found.add(Change.inPlace(name, text(live), text(wanted)));
        }
        return this;
    }

    /** A field that can be changed in place; a wanted value that is not known yet counts as a change. */
    public Changes known(String name, Object live, Optional<?> wanted) {
        return field(name, live, wanted.<Object>map(value -> value).orElse(UNKNOWN));
    }

    /** A field that cannot be changed in place. */
    public Changes fixed(String name, Object live, Object wanted) {
        this.wanted.put(name, text(wanted));
        if (!Objects.equals(live, wanted)) {
            found.add(Change.replace(name, text(live), text(wanted)));
        }
        return this;
    }

    /** A field that cannot be changed in place; a wanted value that is not known yet counts as a change. */
    public Changes fixedKnown(String name, Object live, Optional<?> wanted) {
        return fixed(name, live, wanted.<Object>map(value -> value).orElse(UNKNOWN));
    }

    /** The wanted entries of a map, each as a field of its own; further entries of the live map are left alone. */
    public Changes entries(String name, Map<String, String> live, Map<String, String> wanted) {
        new TreeMap<>(wanted).forEach((key, value) -> field(name + "." + key, live.getOrDefault(key, ""), value));
        return this;
    }

    public Changes tags(Map<String, String> live, Map<String, String> wanted) {
        return entries("tags", live, wanted);
    }

    /** The wanted value of every field that was compared, whether it differs or not. */
    public Map<String, String> wanted() {
        return Map.copyOf(wanted);
    }

    public List<Change> list() {
        return List.copyOf(found);
    }

    /** Whether one of the changes is of this field or of an entry of it. */
    public static boolean touch(List<Change> changes, String name) {
        return changes.stream()
                .anyMatch(
                        change -> change.field().equals(name) || change.field().startsWith(name + "."));
    }

    /** The same in every process: the order of an immutable set or map is another in each. */
    private static String text(Object value) {
        return switch (value) {
            case null -> "";
            case Map<?, ?> entries -> "{" + text(entries.entrySet()) + "}";
            case Collection<?> many ->
                many.stream().map(String::valueOf).collect(Collectors.toCollection(TreeSet::new)).stream()
                        .collect(Collectors.joining(", "));
            default -> value.toString();
        };
    }
}
