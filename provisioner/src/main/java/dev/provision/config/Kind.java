package dev.provision.config;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What may be written at a key. */
sealed interface Kind {
    /** What is expected, in words that follow "expected". */
    String words();

    /**
     * @param pattern what it must match
     * @param longest characters at most
     */
    record Text(Pattern pattern, int longest, String words) implements Kind {
        static Text of(String regex, int longest, String words) {
            return new Text(Pattern.compile(regex, Pattern.DOTALL), longest, words);
        }

        boolean takes(String text) {
            return text.length() <= longest && pattern.matcher(text).matches();
        }
    }

    record Whole(int least, int most) implements Kind {
        @Override
        public String words() {
            return "a whole number from " + least + " to " + most;
        }
    }

    record Flag() implements Kind {
        @Override
        public String words() {
            return "true or false";
        }
    }

    record OneOf(List<String> values) implements Kind {
        @Override
        public String words() {
            return "one of " + String.join(", ", values);
        }
    }

    record Numbers(List<Integer> values) implements Kind {
        @Override
        public String words() {
            return "one of " + values.stream().map(String::valueOf).collect(Collectors.joining(", "));
        }
    }

    record ListOf(Kind item) implements Kind {
        @Override
        public String words() {
            return "a list, each item " + item.words();
        }
    }

    /** A section with keys of the user's own. */
    record MapOf(Text name, Kind value, String words) implements Kind {}

    record Section(List<Key> keys) implements Kind {
        Optional<Key> key(String name) {
            return keys.stream().filter(key -> key.name().equals(name)).findFirst();
        }

        @Override
        public String words() {
            return "a section with " + keys.stream().map(Key::name).collect(Collectors.joining(", "));
        }
    }

    /** Anything, passed on as JSON. */
    record Json(String words) implements Kind {}
}
