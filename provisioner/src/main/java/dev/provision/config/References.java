package dev.provision.config;

import io.helidon.config.Config;
import io.helidon.config.ConfigException;
import io.helidon.config.ConfigSources;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Resolves {@code ${name}} in values: another key of the configuration, or an environment variable. Helidon Config does it;
 * it is started only where there is something to resolve, because most files have no reference and every command reads them.
 */
final class References {
    private static final Pattern REFERENCE = Pattern.compile("\\$\\{([^}]+)}");
    private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    private final Map<String, String> variables;
    private final Problems problems;
    private final Map<String, String> leaves = new HashMap<>();
    private final Set<String> circular = new HashSet<>();

    References(Map<String, String> variables, Problems problems) {
        this.variables = Map.copyOf(variables);
        this.problems = problems;
    }

    Tree.Entries resolve(Tree.Entries tree) {
        flatten(tree, "");
        if (leaves.values().stream().noneMatch(text -> text.contains("${"))) {
            return tree;
        }
        return (Tree.Entries) resolved(tree, "", config());
    }

    private Config config() {
        Set<String> straight = new HashSet<>();
        leaves.keySet().stream()
                .filter(path -> returns(path, new HashSet<>(), straight))
                .forEach(circular::add);
        Map<String, String> resolvable = new HashMap<>(leaves);
        circular.forEach(resolvable::remove);
        Map<String, String> named = new HashMap<>();
        variables.forEach((name, value) -> {
            if (VARIABLE.matcher(name).matches()) {
                // What a variable holds is data, never a reference itself.
                named.put(name, value.replace("$", "\\$"));
            }
        });
        return Config.builder()
                .disableEnvironmentVariablesSource()
                .disableSystemPropertiesSource()
                .disableParserServices()
                .disableFilterServices()
                .failOnMissingValueReference(true)
                .sources(List.of(ConfigSources.create(resolvable), ConfigSources.create(named)))
                .build();
    }

    private void flatten(Tree tree, String path) {
        switch (tree) {
            case Tree.Value value -> {
                if (!SecretReference.mentioned(value.text())) {
                    leaves.put(path, value.text());
                }
            }
            case Tree.Nothing _ -> {}
            case Tree.Items list -> {
                for (int i = 0; i < list.items().size(); i++) {
                    flatten(list.items().get(i), path + "." + i);
                }
            }
            case Tree.Entries section ->
                section.entries().forEach((key, entry) -> {
                    if (!key.equals("customPolicy") && !key.isEmpty()) {
                        flatten(entry.value(), child(path, key));
                    }
                });
        }
    }

    private Tree resolved(Tree tree, String path, Config config) {
        return switch (tree) {
            case Tree.Value value ->
                value.text().contains("${") && !SecretReference.mentioned(value.text())
                        ? value(value, path, config)
                        : value;
            case Tree.Nothing nothing -> nothing;
            case Tree.Items list -> {
                List<Tree> items = new ArrayList<>();
                for (int i = 0; i < list.items().size(); i++) {
                    items.add(resolved(list.items().get(i), path + "." + i, config));
                }
                yield new Tree.Items(items, list.place());
            }
            case Tree.Entries section -> {
                SequencedMap<String, Tree.Entry> entries = new LinkedHashMap<>();
                section.entries()
                        .forEach((key, entry) -> entries.put(
                                key,
                                // IAM has variables of its own that look the same: ${aws:username}.
                                key.equals("customPolicy") || key.isEmpty()
                                        ? entry
                                        : new Tree.Entry(
                                                entry.place(), resolved(entry.value(), child(path, key), config))));
                yield new Tree.Entries(entries, section.place());
            }
        };
    }

    /**
     * Whether what a key refers to comes back to a key on the way.
     *
     * @param straight gets the keys that do not
     */
    private boolean returns(String path, Set<String> way, Set<String> straight) {
        if (straight.contains(path)) {
            return false;
        }
        if (!way.add(path)) {
            return true;
        }
        boolean returns = REFERENCE
                .matcher(leaves.getOrDefault(path, ""))
                .results()
                .anyMatch(found -> returns(found.group(1), way, straight));
        way.remove(path);
        if (!returns) {
            straight.add(path);
        }
        return returns;
    }

    private Tree value(Tree.Value value, String path, Config config) {
        if (circular.contains(path)) {
            problems.add(value.place(), path, "'" + value.text() + "' refers to itself, directly or by other keys");
            return value;
        }
        try {
            Optional<String> text = config.get(path).asString().asOptional();
            return new Tree.Value(
                    text.orElse(value.text()), false, outside(value.text(), new HashSet<>()), value.place());
        } catch (ConfigException unresolved) {
            problems.add(
                    value.place(),
                    path,
                    "'" + value.text() + "' refers to something that is neither a key nor an environment variable");
            return value;
        }
    }

    /** Whether a text refers, by other keys or directly, to something that is no key: to an environment variable. */
    private boolean outside(String text, Set<String> seen) {
        return REFERENCE
                .matcher(text)
                .results()
                .map(found -> found.group(1))
                .filter(seen::add)
                .anyMatch(name -> Optional.ofNullable(leaves.get(name))
                        .map(value -> outside(value, seen))
                        .orElse(true));
    }

    private static String child(String path, String key) {
        String name = Config.Key.escapeName(key);
        return path.isEmpty() ? name : path + "." + name;
    }
}
