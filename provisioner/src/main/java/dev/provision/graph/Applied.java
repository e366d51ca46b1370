package dev.provision.graph;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.zip.CRC32;

/**
 * What the last {@code up} applied, field by field, as hashes. It tells a difference that the configuration makes from one
 * that somebody else made, and nothing depends on it but that word: where it is lost, differences are still found.
 *
 * @param hashes of step, field and value; of a step alone, for that it was there
 */
public record Applied(Set<Integer> hashes) {
    public Applied {
        hashes = Set.copyOf(hashes);
    }

    /** Nothing is known of an earlier {@code up}. */
    public static Applied nothing() {
        return new Applied(Set.of());
    }

    /** What an {@code up} of a graph applied that has ended well. */
    public static Applied by(StepGraph graph) {
        Map<StepKey, Map<String, String>> wanted = new HashMap<>();
        graph.lasting().nodes().forEach((key, node) -> wanted(node).ifPresent(fields -> wanted.put(key, fields)));
        return of(wanted);
    }

    /** What only checks and compares nothing has applied nothing. */
    private static <L> Optional<Map<String, String>> wanted(StepGraph.Node<L> node) {
        return node.ref()
                .live()
                .map(node.step()::wanted)
                .filter(fields -> !(node.step().onlyChecks() && fields.isEmpty()));
    }

    /** @param wanted the wanted value of every field of every step */
    static Applied of(Map<StepKey, Map<String, String>> wanted) {
        Set<Integer> hashes = new HashSet<>();
        wanted.forEach((key, fields) -> {
            hashes.add(hash(key.toString()));
            fields.forEach((field, value) -> hashes.add(hash(key + "\n" + field + "\n" + value)));
        });
        return new Applied(hashes);
    }

    /** Whether the resource was there at the end. */
    boolean made(StepKey key) {
        return hashes.contains(hash(key.toString()));
    }

    /**
     * Those of {@code changes} that only lead back to what was applied: what is live, somebody else made so. Where both values
     * read the same, as those of variables do, whose values are not told, nobody is named.
     *
     * @param field what the step calls the field of a change in what it wants
     */
    List<Change> undone(StepKey key, List<Change> changes, Function<Change, String> field) {
        return changes.stream()
                .filter(change -> !change.newValue().equals(change.oldValue()))
                .filter(change -> has(key, field.apply(change), change.newValue())
                        || (made(key)
                                && change.newValue().isEmpty()
                                && !has(key, field.apply(change), change.oldValue())))
                .toList();
    }

    private boolean has(StepKey key, String field, String value) {
        return hashes.contains(hash(key + "\n" + field + "\n" + value));
    }

    private static int hash(String text) {
        CRC32 crc = new CRC32();
        crc.update(text.getBytes(StandardCharsets.UTF_8));
        return (int) crc.getValue();
    }
}
