package dev.provision.config;

import java.util.Optional;
import java.util.stream.Stream;

/** Where a key can be written, for people who write it at the wrong place. */
final class Places {
    private Places() {}

    /** The path of the only key with this name, with {@code *} for names of the user's own. */
    static Optional<String> of(String name) {
        var found = paths("", Keys.ROOT)
                .filter(path -> path.equals(name) || path.endsWith("." + name))
                .toList();
        return found.size() == 1 ? Optional.of(found.getFirst()) : Optional.empty();
    }

    private static Stream<String> paths(String prefix, Kind kind) {
        return switch (kind) {
            case Kind.Section section ->
                section.keys().stream()
                        .flatMap(key -> Stream.concat(
                                Stream.of(prefix + key.name()), paths(prefix + key.name() + ".", key.kind())));
            case Kind.MapOf map -> paths(prefix + "*.", map.value());
            default -> Stream.empty();
        };
    }
}
