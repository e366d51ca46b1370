package dev.provision.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/** What a YAML file says, and where. */
sealed interface Tree {
    /** Characters of a text that are worth showing. */
    int LONGEST = 80;

    Place place();

    /**
     * @param literal whether YAML reads it as a number or a truth value rather than a text
     * @param outside whether a part of it came from an environment variable: it may be a secret
     */
    record Value(String text, boolean literal, boolean outside, Place place) implements Tree {
        Value(String text, boolean literal, Place place) {
            this(text, literal, false, place);
        }
    }

    /**
     * A key without a value.
     *
     * @param meant whether that is written out, as {@code ~} or {@code null}: the key is not to be inherited
     */
    record Nothing(boolean meant, Place place) implements Tree {}

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

        /**
         * These entries with those of {@code top} over them: sections are merged, anything else is replaced, and what is
         * meant to be nothing is removed.
         */
        Entries under(Entries top) {
            SequencedMap<String, Entry> merged = new LinkedHashMap<>(entries);
            top.entries.forEach((key, entry) -> {
                if (entry.value() instanceof Nothing(boolean meant, Place _) && meant && merged.containsKey(key)) {
                    merged.remove(key);
                } else {
                    merged.merge(key, entry, Entries::over);
                }
            });
            return new Entries(merged, top.place);
        }

        private static Entry over(Entry below, Entry above) {
            return below.value() instanceof Entries lower && above.value() instanceof Entries upper
                    ? new Entry(above.place(), lower.under(upper))
                    : above;
        }
    }

    /** @param place of the key */
    record Entry(Place place, Tree value) {}

    /** What fits into a message. */
    private static String shortened(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "… (" + text.length() + " characters)";
    }

    /** What people call this kind of thing. */
    default String words() {
        return switch (this) {
            case Value value -> "'" + shortened(value.text()) + "'";
            case Nothing _ -> "nothing";
            case Items _ -> "a list";
            case Entries _ -> "a section";
        };
    }
}
