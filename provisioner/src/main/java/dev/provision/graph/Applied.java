package dev.provision.graph;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
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
 * @param hashes of step, field and value; of a step alone, for that it was there, and with its identity, for which one was; of
 *     step and field, for that it was made so
 */
public record Applied(Set<Integer> hashes) {
    /** Few enough that the usual environment fits one parameter, and a false word is one in ten thousand. */
    public static final int HASH_BYTES = 3;

    public Applied {
        hashes = Set.copyOf(hashes);
    }

    /** Nothing is known of an earlier {@code up}. */
    public static Applied nothing() {
        return new Applied(Set.of());
    }

    /** What either holds: what an {@code up} leaves is of both, until it has ended well. */
    public Applied and(Applied other) {
        Set<Integer> all = new HashSet<>(hashes);
        all.addAll(other.hashes);
        return new Applied(all);
    }

    /** What an {@code up} of a graph applied that has ended well. */
    public static Applied by(StepGraph graph) {
        Set<Integer> hashes = new HashSet<>();
        graph.lasting().nodes().values().forEach(node -> hashes.addAll(by(node)));
        return new Applied(hashes);
    }

    /** What is kept as it is was applied only where that is what is wanted: a release may have left it that was given up. */
    private static <L> Set<Integer> by(StepGraph.Node<L> node) {
        ResourceStep<L> step = node.step();
        Optional<L> live = node.ref().live();
        Map<String, String> wanted = live.map(step::wanted).orElse(Map.of());
        if (live.isEmpty() || (step.onlyChecks() && wanted.isEmpty())) {
            return Set.of();
        }
        boolean applied = node.disposition() == Disposition.WANTED
                || live.map(step::changes).orElse(List.of()).isEmpty();
        Set<Integer> hashes = of(step.key(), applied ? wanted : Map.of());
        hashes.add(hash(which(step)));
        return hashes;
    }

    private static String which(ResourceStep<?> step) {
        return step.identity().isEmpty() ? step.key().toString() : step.key() + "\n\n" + step.identity();
    }

    /** This without resources that are there no more, and not by somebody else's doing. */
    public Applied without(Collection<StepKey> removed) {
        Set<Integer> left = new HashSet<>(hashes);
        removed.forEach(key -> left.remove(hash(key.toString())));
        return new Applied(left);
    }

    /** What an {@code up} of a graph is about to apply; what it will see of what it makes anew is in the plan only. */
    public static Applied by(StepGraph graph, Map<StepKey, Outcome.Planned> plan) {
        Set<Integer> hashes = new HashSet<>(by(graph).hashes);
        plan.forEach((key, planned) -> planned.changes()
                .forEach(change -> hashes.add(hash(key + "\n" + change.field() + "\n" + change.newValue()))));
        return new Applied(hashes);
    }

    /** @param wanted the wanted value of every field of a step */
    static Applied by(StepKey key, Map<String, String> wanted) {
        return new Applied(of(key, wanted));
    }

    private static Set<Integer> of(StepKey key, Map<String, String> wanted) {
        Set<Integer> hashes = new HashSet<>(Set.of(hash(key.toString())));
        wanted.forEach((field, value) -> {
            hashes.add(hash(key + "\n" + field));
            hashes.add(hash(key + "\n" + field + "\n" + value));
        });
        return hashes;
    }

    /** Whether the very resource was there at the end. */
    boolean made(ResourceStep<?> step) {
        return made(step.key()) && hashes.contains(hash(which(step)));
    }

    private boolean made(StepKey key) {
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
                .filter(change -> foreign(key, field.apply(change), change))
                .filter(change -> has(key, field.apply(change), change.newValue())
                        || (change.newValue().isEmpty() && !compared(key, field.apply(change))))
                .toList();
    }

    /** Those that lead from what somebody else made of it to what was never applied: the configuration has changed, too. */
    List<Change> contested(StepKey key, List<Change> changes, Function<Change, String> field) {
        return changes.stream()
                .filter(change -> foreign(key, field.apply(change), change))
                .filter(change -> compared(key, field.apply(change))
                        && !change.newValue().equals(Change.UNKNOWN)
                        && !has(key, field.apply(change), change.newValue()))
                .toList();
    }

    /** Whether what is live is nothing that was applied, nor may have come of it. */
    private boolean foreign(StepKey key, String field, Change change) {
        return made(key)
                && !change.newValue().equals(change.oldValue())
                && !has(key, field, change.oldValue())
                && !has(key, field, Change.UNKNOWN);
    }

    private boolean compared(StepKey key, String field) {
        return hashes.contains(hash(key + "\n" + field));
    }

    private boolean has(StepKey key, String field, String value) {
        return hashes.contains(hash(key + "\n" + field + "\n" + value));
    }

    private static int hash(String text) {
        CRC32 crc = new CRC32();
        crc.update(text.getBytes(StandardCharsets.UTF_8));
        return (int) crc.getValue() >>> (Integer.SIZE - Byte.SIZE * HASH_BYTES);
    }
}
