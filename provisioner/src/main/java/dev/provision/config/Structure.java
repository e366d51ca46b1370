package dev.provision.config;

import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** Checks a tree against the keys there are, and reports every difference. */
final class Structure {
    private final Problems problems;

    Structure(Problems problems) {
        this.problems = problems;
    }

    void check(Tree tree, Kind kind, String path) {
        switch (kind) {
            case Kind.Section section -> section(tree, section, path);
            case Kind.MapOf map -> map(tree, map, path);
            case Kind.ListOf list -> list(tree, list, path);
            case Kind.Json json -> json(tree, json, path);
            case Kind.Text text -> scalar(tree, kind, path, text::takes);
            case Kind.Whole whole ->
                scalar(tree, kind, path, value -> {
                    return value.matches("\\d{1,9}")
                            && Integer.parseInt(value) >= whole.least()
                            && Integer.parseInt(value) <= whole.most();
                });
            case Kind.OneOf choice -> choice(tree, choice, path);
            case Kind.Flag flag -> scalar(tree, flag, path, Set.of("true", "false")::contains);
            case Kind.Numbers numbers ->
                scalar(tree, kind, path, value -> numbers.values().stream().anyMatch(n -> value.equals(n.toString())));
        }
    }

    private void section(Tree tree, Kind.Section section, String path) {
        if (!(tree instanceof Tree.Entries entries)) {
            expected(tree, section, path);
            return;
        }
        List<String> names = section.keys().stream().map(Key::name).toList();
        entries.entries().forEach((name, entry) -> section.key(name)
                .ifPresentOrElse(
                        key -> check(entry.value(), key.kind(), child(path, name)),
                        () -> problems.add(entry.place(), child(path, name), "unknown key" + unknown(name, names))));
        section.keys().stream()
                .filter(key -> key.required() && !entries.entries().containsKey(key.name()))
                .forEach(key -> problems.add(
                        entries.place(),
                        child(path, key.name()),
                        "is missing; expected " + key.kind().words()));
    }

    private static String unknown(String name, List<String> names) {
        return Nearest.to(name, names)
                .map(found -> "; did you mean " + found + "?")
                .or(() -> Places.of(name).map(path -> "; it belongs at " + path))
                .orElse("; expected one of " + String.join(", ", names));
    }

    private void map(Tree tree, Kind.MapOf map, String path) {
        if (!(tree instanceof Tree.Entries entries) || (entries.entries().isEmpty() && path.equals("containers"))) {
            expected(tree, map, path);
            return;
        }
        entries.entries().forEach((name, entry) -> {
            if (!map.name().takes(name)) {
                problems.add(
                        entry.place(),
                        child(path, name),
                        "not a good name; expected " + map.name().words());
            }
            check(entry.value(), map.value(), child(path, name));
        });
    }

    private void list(Tree tree, Kind.ListOf list, String path) {
        if (!(tree instanceof Tree.Items items)) {
            expected(tree, list, path);
            return;
        }
        for (int i = 0; i < items.items().size(); i++) {
            check(items.items().get(i), list.item(), path + "[" + i + "]");
        }
    }

    private void json(Tree tree, Kind.Json json, String path) {
        if (tree instanceof Tree.Value || tree instanceof Tree.Nothing) {
            expected(tree, json, path);
        }
    }

    private void choice(Tree tree, Kind.OneOf choice, String path) {
        if (tree instanceof Tree.Value value && !choice.values().contains(value.text())) {
            problems.add(
                    value.place(),
                    path,
                    "expected " + choice.words() + ", found " + value.words()
                            + Nearest.hint(value.text(), choice.values()));
        } else {
            scalar(tree, choice, path, _ -> true);
        }
    }

    private void scalar(Tree tree, Kind kind, String path, Predicate<String> good) {
        if (!(tree instanceof Tree.Value value && good.test(value.text()))) {
            expected(tree, kind, path);
        }
    }

    private void expected(Tree tree, Kind kind, String path) {
        problems.add(tree.place(), path, "expected " + kind.words() + ", found " + tree.words());
    }

    private static String child(String path, String name) {
        return path.isEmpty() ? name : path + "." + name;
    }
}
