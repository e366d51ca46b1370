package dev.provision.graph;

import java.util.List;

/**
 * One difference between what is wanted and what is live.
 *
 * @param field the field as the provider names it, for example {@code idle_timeout}
 * @param oldValue what is live; an empty text where there is nothing
 * @param newValue what is wanted; an empty text where it should go
 * @param effect whether the field changes in place or forces a replacement
 */
public record Change(String field, String oldValue, String newValue, Effect effect) {
    /** Stands for a wanted value that another step's resource will have once it exists. */
    public static final String UNKNOWN = "(known once it exists)";

    /** What applying the change takes. */
    public enum Effect {
        IN_PLACE,
        REPLACE
    }

    public static Change inPlace(String field, String oldValue, String newValue) {
        return new Change(field, oldValue, newValue, Effect.IN_PLACE);
    }

    public static Change replace(String field, String oldValue, String newValue) {
        return new Change(field, oldValue, newValue, Effect.REPLACE);
    }

    /** Those that cannot be made in place. */
    static List<Change> replacing(List<Change> changes) {
        return changes.stream()
                .filter(change -> change.effect() == Effect.REPLACE)
                .toList();
    }
}
