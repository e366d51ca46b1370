package dev.provision.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SequencedMap;

/**
 * The values of one section that has been checked; where a key is not written, its standard holds.
 *
 * @param path of the section
 */
record Values(Kind.Section section, Tree.Entries entries, String path) {
    String text(String name) {
        return written(name).or(() -> key(name).standard()).orElseThrow(() -> new IllegalStateException(path(name)));
    }

    Optional<String> written(String name) {
        return entries.get(name).map(tree -> ((Tree.Value) tree).text());
    }

    boolean flag(String name) {
        return Boolean.parseBoolean(text(name));
    }

    int whole(String name) {
        return Integer.parseInt(text(name));
    }

    OptionalInt writtenWhole(String name) {
        return written(name).stream().mapToInt(Integer::parseInt).findFirst();
    }

    List<String> list(String name) {
        return entries.get(name)
                .map(tree -> ((Tree.Items) tree)
                        .items().stream()
                                .map(item -> ((Tree.Value) item).text())
                                .toList())
                .orElseGet(() -> List.of(key(name).standard().orElse("").split(" ")));
    }

    Map<String, String> texts(String name) {
        Map<String, String> texts = new LinkedHashMap<>();
        open(name).forEach((key, tree) -> texts.put(key, ((Tree.Value) tree).text()));
        return texts;
    }

    /** The section at this key; one without any key written where it is not there, or something else is. */
    Values section(String name) {
        Tree.Entries found = entries.get(name)
                .filter(Tree.Entries.class::isInstance)
                .map(Tree.Entries.class::cast)
                .orElseGet(() -> new Tree.Entries(new LinkedHashMap<>(), entries.place()));
        return new Values((Kind.Section) key(name).kind(), found, path(name));
    }

    /** The sections at a key whose names are the user's own. */
    List<Values> sections(String name) {
        Kind.Section kind = (Kind.Section) ((Kind.MapOf) key(name).kind()).value();
        return open(name).entrySet().stream()
                .filter(entry -> entry.getValue() instanceof Tree.Entries)
                .map(entry -> new Values(kind, (Tree.Entries) entry.getValue(), path(name) + "." + entry.getKey()))
                .toList();
    }

    Optional<Tree> tree(String name) {
        return entries.get(name);
    }

    /** Where the key is written, or its section where it is not. */
    Place place(String name) {
        return entries.get(name).map(Tree::place).orElse(entries.place());
    }

    String path(String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    /** The last part of the path. */
    String name() {
        return path.substring(path.lastIndexOf('.') + 1);
    }

    /** What is written at a key whose names are the user's own. */
    SequencedMap<String, Tree> open(String name) {
        SequencedMap<String, Tree> open = new LinkedHashMap<>();
        entries.get(name).filter(Tree.Entries.class::isInstance).ifPresent(found -> ((Tree.Entries) found)
                .entries()
                .forEach((key, entry) -> open.put(key, entry.value())));
        return open;
    }

    private Key key(String name) {
        return section.key(name).orElseThrow(() -> new IllegalStateException("no key " + path(name)));
    }
}
