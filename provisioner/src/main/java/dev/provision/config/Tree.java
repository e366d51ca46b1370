package dev.provision.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/** What a YAML file says, and where. */
sealed interface Tree {
    Place place();

    /** @param literal whether YAML reads it as a number or a truth value rather than a text */
    record Value(String text, boolean literal, Place place) implements Tree {}

    /** A key without a value. */
    record Nothing(Place place) implements Tree {}

    record Items(List<Tree> items, Place place) implements Tree {
        public Items {
            items = List.copyOf(items);
        }
    }

    record Entries(SequencedMap<String, Entry> entries, Place place) implements Tree {
        public Entries {
            entries = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(entries));
        }

        Optional<Tree> get(String key) {
            return Optional.ofNullable(entries.get(key)).map(Entry::value);
        }

        /** These entries with those of {@code top} over them: sections are merged, anything else is replaced. */
        Entries under(Entries top) {
            SequencedMap<String, Entry> merged = new LinkedHashMap<>(entries);
            top.entries.forEach((key, entry) -> merged.merge(
                    key,
                    entry,
                    (below, above) -> below.value() instanceof Entries lower && above.value() instanceof Entries upper
                            ? new Entry(above.place(), lower.under(upper))
                            : above));
            return new Entries(merged, top.place);
        }
    }

    /** @param place of the key */
    record Entry(Place place, Tree value) {}

    /** What people call this kind of thing. */
    default String words() {
        return switch (this) {
            case Value value -> "'" + value.text() + "'";
            case Nothing _ -> "nothing";
            case Items _ -> "a list";
            case Entries _ -> "a section";
        };
    }
}
