package dev.provision.graph;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What the steps of a graph compare. */
public final class ComparedFields {
    private ComparedFields() {}

    /** By kind of step, the fields of what was found, but for tags. */
    public static Map<String, Set<String>> of(StepGraph graph) {
        Map<String, Set<String>> fields = new TreeMap<>();
        graph.nodes().values().stream()
                .filter(node -> node.disposition() == Disposition.WANTED)
                .forEach(node -> wanted(node).ifPresent(all -> all.keySet().forEach(field -> fields.computeIfAbsent(
                                node.step().key().kind(), _ -> new TreeSet<>())
                        .add(name(field)))));
        fields.values().forEach(all -> all.removeIf(field -> field.startsWith("tags.")));
        return fields;
    }

    /** The steps whose resources are compared with what is wanted, instead of kept as they are. */
    public static Set<StepKey> steps(StepGraph graph) {
        return graph.nodes().values().stream()
                .filter(node -> node.disposition() == Disposition.WANTED)
                .map(node -> node.step().key())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** A field without what is special to one resource: each rule of a security group is a field. */
    public static String name(String field) {
        return field.split(" ", 2)[0];
    }

    private static <L> Optional<Map<String, String>> wanted(StepGraph.Node<L> node) {
        return node.ref().live().map(node.step()::wanted);
    }
}
