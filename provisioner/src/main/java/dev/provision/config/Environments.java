package dev.provision.config;

import dev.provision.graph.ProvisionException.ConfigInvalid;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Stream;

/**
 * The environments of a configuration folder: {@code application.yaml} holds what they share, {@code <env>.yaml} what is
 * special to one.
 */
public final class Environments {
    private static final String SUFFIX = Layers.SUFFIX;

    /** What a file starts with that is no environment, but only there to be extended. */
    private static final String PART = "_";

    private final Path folder;
    private final String folderName;
    private final Map<String, String> variables;

    /**
     * @param folder the configuration folder
     * @param variables what {@code ${NAME}} in a value may refer to, usually the process's environment variables
     */
    public Environments(Path folder, Map<String, String> variables) {
        this.folder = folder;
        this.folderName = Optional.ofNullable(
                        folder.toAbsolutePath().normalize().getFileName())
                .map(Path::toString)
                .orElse("");
        this.variables = Map.copyOf(variables);
    }

    /**
     * The names of the environments there are, sorted.
     *
     * @throws ConfigInvalid if there is no such folder
     */
    public List<String> names() {
        return files().stream().filter(name -> !name.startsWith(PART)).toList();
    }

    private List<String> files() {
        if (!Files.isDirectory(folder)) {
            throw new ConfigInvalid(
                    List.of("no configuration folder " + folder),
                    "name it with --config, or run provision in the project");
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(SUFFIX))
                    .map(name -> name.substring(0, name.length() - SUFFIX.length()))
                    .filter(name -> !name.equals(Layers.SHARED))
                    .sorted()
                    .toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException("cannot list " + folder, unreadable);
        }
    }

    /**
     * Reads and checks an environment.
     *
     * @param env the name of its file, without {@code .yaml}
     * @param cloud {@code aws} or {@code local}, instead of what the files say
     * @throws ConfigInvalid with every problem there is, each with file, line, key and what was expected
     */
    public Environment load(String env, Optional<String> cloud) {
        return environment(values(env, cloud), env);
    }

    /**
     * What holds for an environment: every value, with where it is from.
     *
     * @param env the name of its file, without {@code .yaml}
     * @param cloud {@code aws} or {@code local}, instead of what the files say
     * @throws ConfigInvalid with every problem there is
     */
    public EffectiveConfig effective(String env, Optional<String> cloud) {
        Values root = values(env, cloud);
        return new EffectiveConfig(root, environment(root, env));
    }

    private static Environment environment(Values root, String env) {
        return new EnvironmentReader(root, env, EnvironmentReader.hostArchitecture(properties())).environment();
    }

    private Values values(String env, Optional<String> cloud) {
        List<String> names = names();
        if (!names.contains(env)) {
            throw new ConfigInvalid(
                    List.of("no environment '" + env + "' in " + folderName + "/" + Nearest.hint(env, names)),
                    names.isEmpty()
                            ? "create " + folderName + "/dev.yaml"
                            : "use one of " + String.join(", ", names) + ", or create "
                                    + (Keys.NAME.takes(env) ? folderName + "/" + env + SUFFIX : "another file"));
        }
        Problems problems = new Problems();
        Tree.Entries merged = new Layers(folder, folderName, files(), problems).read(env);
        Tree.Entries tree = new References(variables, problems).resolve(over(merged, cloud));
        new Structure(problems).check(tree, Keys.ROOT, "");
        new SecretRules(problems).check(tree, "");
        Values root = new Values(Keys.ROOT, tree, "");
        new Rules(root, env, problems).check();
        if (!problems.isEmpty()) {
            throw new ConfigInvalid(problems.lines(), "");
        }
        return root;
    }

    private static Map<String, String> properties() {
        Map<String, String> properties = new HashMap<>();
        Optional.ofNullable(System.getProperty("os.arch")).ifPresent(arch -> properties.put("os.arch", arch));
        return properties;
    }

    private static Tree.Entries over(Tree.Entries tree, Optional<String> cloud) {
        if (cloud.isEmpty()) {
            return tree;
        }
        Place option = new Place("--cloud", 1);
        SequencedMap<String, Tree.Entry> entries = new LinkedHashMap<>(tree.entries());
        entries.put("cloud", new Tree.Entry(option, new Tree.Value(cloud.get(), false, option)));
        return new Tree.Entries(entries, tree.place());
    }
}
