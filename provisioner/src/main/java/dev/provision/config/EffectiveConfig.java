package dev.provision.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What holds for an environment once all files are read over each other and every standard is filled in. */
public final class EffectiveConfig {
    private static final String MASK = "******";
    private static final Pattern TELLING = Pattern.compile(
            "(?i).*(passw|secret|token|api_?key|private_?key|credential|passphrase).*|(.*[_-])?(key|pass|pwd)");

    /** A user with a password in a URL. */
    private static final Pattern LOGIN = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*://[^/\\s@]*:[^/\\s@]+@.*");

    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9/][A-Za-z0-9/_.:*?-]*(?<!:)");
    private static final Pattern LITERAL =
            Pattern.compile("(?i)true|false|yes|no|on|off|null|~|[-+.]?\\d[\\d_.eE+:-]*|0[xo].*");
    private final Values root;
    private final Map<String, Object> derived;

    EffectiveConfig(Values root, Environment environment) {
        this.root = root;
        this.derived = Map.of(
                "network.publicSubnets", environment.network().publicSubnets(),
                "network.privateSubnets", environment.network().privateSubnets(),
                "image.base", environment.image().base().orElse("scratch"),
                "image.architecture", environment.image().architecture().name().toLowerCase(Locale.ROOT));
    }

    /**
     * One value.
     *
     * @param text as YAML has it; secrets are masked
     * @param from file and line, or how it came to be
     */
    private record Setting(String text, Object value, String from) {}

    /** As YAML, a line each, every value with where it is from. Secrets are masked. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines(document(root, true), "", lines);
        return lines;
    }

    /** Where a key is written, or else the section that it would be in: file and line; empty where neither is written. */
    public Optional<String> place(String key) {
        Tree deepest = root.entries();
        for (String name : key.split("\\.")) {
            Optional<Tree> below = deepest instanceof Tree.Entries section ? section.get(name) : Optional.<Tree>empty();
            if (below.isEmpty()) {
                break;
            }
            deepest = below.get();
        }
        return Optional.of(deepest).filter(found -> found != root.entries()).map(found -> found.place()
                .toString());
    }

    /** As nested maps of keys and values. Secrets are masked. */
    public Map<String, Object> document() {
        return document(root, false);
    }

    private static void lines(Map<String, Object> section, String indent, List<String> lines) {
        section.forEach((key, value) -> {
            if (value instanceof Setting(String text, Object _, String from)) {
                lines.add(indent + key + ": " + text + "  # " + from);
            } else {
                lines.add(indent + key + ":");
                @SuppressWarnings("unchecked")
                Map<String, Object> below = (Map<String, Object>) value;
                lines(below, indent + "  ", lines);
            }
        });
    }

    private Map<String, Object> document(Values section, boolean settings) {
        Map<String, Object> document = new LinkedHashMap<>();
        for (Key key : section.section().keys()) {
            switch (key.kind()) {
                case Kind.Section kind -> {
                    if (holds(section, key, kind)) {
                        put(document, key.name(), document(section.section(key.name()), settings));
                    }
                }
                case Kind.MapOf map
                when map.value() instanceof Kind.Section -> {
                    Map<String, Object> named = new LinkedHashMap<>();
                    section.sections(key.name()).forEach(one -> named.put(one.name(), document(one, settings)));
                    put(document, key.name(), named);
                }
                case Kind.MapOf _ -> {
                    Map<String, Object> texts = new LinkedHashMap<>();
                    section.open(key.name())
                            .forEach((name, tree) -> texts.put(name, shown(text(name, tree), settings)));
                    put(document, key.name(), texts);
                }
                default -> setting(section, key).ifPresent(found -> document.put(key.name(), shown(found, settings)));
            }
        }
        return document;
    }

    private static Object shown(Setting setting, boolean settings) {
        return settings ? setting : setting.value();
    }

    private static void put(Map<String, Object> document, String name, Map<String, Object> section) {
        if (!section.isEmpty()) {
            document.put(name, section);
        }
    }

    /** Whether a section says anything: it is written, or its standards hold without it. */
    private boolean holds(Values section, Key key, Kind.Section kind) {
        return switch (key.name()) {
            case "local" -> root.text("cloud").equals("local");
            case "awsLambda", "awsFargateEcs" -> section.text("type").equals(key.name());
            case "network" -> root.section("deployment").tree("awsVpc").isEmpty();
            default ->
                section.tree(key.name()).isPresent() || kind.keys().stream().noneMatch(Key::required);
        };
    }

    private Optional<Setting> setting(Values section, Key key) {
        return section.tree(key.name())
                .map(tree -> setting(tree))
                .or(() -> Optional.ofNullable(derived.get(section.path(key.name())))
                        .map(value -> new Setting(yaml(value), value, "derived")))
                .or(() -> key.standard().map(text -> standard(key.kind(), text)));
    }

    private static Setting standard(Kind kind, String text) {
        Object value = kind instanceof Kind.ListOf ? List.of(text.split(" ")) : text;
        return new Setting(yaml(value), value, "standard");
    }

    private static Setting setting(Tree tree) {
        String from = tree.place().toString();
        return switch (tree) {
            case Tree.Value value
            when value.outside() ->
                new Setting(yaml(value.text()), value.text(), from + ", with an environment variable");
            case Tree.Value value -> new Setting(yaml(value.text()), value.text(), from);
            case Tree.Items items
            when items.items().stream().allMatch(Tree.Value.class::isInstance) -> {
                List<String> texts = items.items().stream()
                        .map(item -> ((Tree.Value) item).text())
                        .toList();
                yield new Setting(yaml(texts), texts, from);
            }
            case Tree other -> new Setting(Json.of(other), Json.of(other), from);
        };
    }

    /** A value with a name of the user's own, such as an environment variable: it may be a secret. */
    private static Setting text(String name, Tree tree) {
        Setting plain = setting(tree);
        boolean reference = tree instanceof Tree.Value value && SecretReference.mentioned(value.text());
        boolean secret = (tree instanceof Tree.Value value
                        && (value.outside() || LOGIN.matcher(value.text()).matches()))
                || TELLING.matcher(name).matches();
        return secret && !reference ? new Setting('"' + MASK + '"', MASK, plain.from()) : plain;
    }

    private static String yaml(Object value) {
        if (value instanceof List<?> list) {
            return list.stream().map(EffectiveConfig::yaml).collect(Collectors.joining(", ", "[", "]"));
        }
        String text = String.valueOf(value);
        boolean number = text.matches("\\d{1,9}");
        return number
                        || (PLAIN.matcher(text).matches()
                                && !LITERAL.matcher(text).matches())
                ? text
                : Json.quoted(text);
    }
}
