package dev.provision.config;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/**
 * The files that an environment is made of: {@code application.yaml}, the files that {@code extends} names, and its own,
 * each read over the one before.
 *
 * @param folder where they are
 * @param folderName as problems name it
 * @param files the names that {@code extends} may have
 */
record Layers(Path folder, String folderName, List<String> files, Problems problems) {
    static final String SHARED = "application";
    static final String SUFFIX = ".yaml";
    private static final String EXTENDS = "extends";

    /** @param env the name of a file that exists */
    Tree.Entries read(String env) {
        List<String> chain = new ArrayList<>();
        Tree.Entries merged = file(env).read(problems);
        chain.add(env);
        Optional<Tree> next = merged.get(EXTENDS);
        while (next.isPresent()) {
            Optional<String> base = base(next.get(), chain);
            if (base.isEmpty()) {
                break;
            }
            chain.add(base.get());
            Tree.Entries below = file(base.get()).read(problems);
            next = below.get(EXTENDS);
            merged = below.under(merged);
        }
        return shared(env).under(merged);
    }

    private Tree.Entries shared(String env) {
        if (!Files.exists(folder.resolve(SHARED + SUFFIX))) {
            return new Tree.Entries(new LinkedHashMap<>(), new Place(name(env), 1));
        }
        Tree.Entries shared = file(SHARED).read(problems);
        shared.get(EXTENDS)
                .ifPresent(tree -> problems.add(
                        tree.place(), EXTENDS, "not here: this file is below all others; write it in " + name(env)));
        return shared;
    }

    /** The name of the next file; empty where there is none, or none that can be read. */
    private Optional<String> base(Tree written, List<String> chain) {
        if (!(written instanceof Tree.Value value) || !Keys.LAYER.takes(value.text())) {
            // What is wrong with it, the check of the structure says.
            return Optional.empty();
        }
        String name = value.text();
        if (chain.contains(name)) {
            problems.add(
                    value.place(),
                    EXTENDS,
                    "goes round in a circle: " + String.join(" extends ", chain) + " extends " + name);
            return Optional.empty();
        }
        if (!files.contains(name)) {
            problems.add(value.place(), EXTENDS, "no file " + name(name) + Nearest.hint(name, files));
            return Optional.empty();
        }
        return Optional.of(name);
    }

    private YamlFile file(String name) {
        return new YamlFile(folder.resolve(name + SUFFIX), name(name));
    }

    String name(String name) {
        return folderName + "/" + name + SUFFIX;
    }
}
