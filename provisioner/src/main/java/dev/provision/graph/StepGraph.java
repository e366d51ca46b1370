package dev.provision.graph;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** An immutable set of steps and their needs; a cycle or an unknown need is refused when it is built. */
public final class StepGraph {
    private final SequencedMap<StepKey, Node<?>> nodes;

    private StepGraph(SequencedMap<StepKey, Node<?>> nodes) {
        this.nodes = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(nodes));
    }

    /** A step together with the ref through which others see its live resource. */
    record Node<L>(ResourceStep<L> step, Ref<L> ref, Disposition disposition) {
        Node<L> as(Disposition other) {
            return new Node<>(step, ref, other);
        }
    }

    /** Without the steps whose resources are to go. */
    StepGraph lasting() {
        return only(node -> node.disposition() != Disposition.UNWANTED);
    }

    /** The steps whose resources are wanted, with all that they need. */
    StepGraph wantedAndNeeded() {
        Set<StepKey> some = new HashSet<>();
        List<StepKey> open = new ArrayList<>();
        nodes.forEach((key, node) -> {
            if (node.disposition() == Disposition.WANTED) {
                open.add(key);
            }
        });
        while (!open.isEmpty()) {
            StepKey key = open.removeLast();
            if (some.add(key)) {
                open.addAll(needsWithin(key));
            }
        }
        return only(node -> some.contains(node.step().key()));
    }

    /** The steps whose resources are to go. */
    StepGraph unwanted() {
        return only(node -> node.disposition() == Disposition.UNWANTED);
    }

    /** The steps that may have left something behind that was replaced. */
    StepGraph replacedBeside() {
        return only(
                node -> node.disposition() == Disposition.WANTED && node.step().replacement() == Replacement.NEW_FIRST);
    }

    /**
     * The same steps with another view of what is wanted: those in {@code wanted} are left as they are, all others are to
     * go.
     */
    public StepGraph keepingOnly(Set<StepKey> wanted) {
        SequencedMap<StepKey, Node<?>> judged = new LinkedHashMap<>();
        nodes.forEach((key, node) ->
                judged.put(key, node.as(wanted.contains(key) ? Disposition.KEPT : Disposition.UNWANTED)));
        return new StepGraph(judged);
    }

    StepGraph without(Predicate<StepKey> which) {
        return only(node -> !which.test(node.step().key()));
    }

    /** The steps whose resources are known to exist, and can be deleted. */
    StepGraph existing() {
        return only(node -> node.step().removable() && node.ref().live().isPresent());
    }

    private StepGraph only(Predicate<Node<?>> which) {
        SequencedMap<StepKey, Node<?>> some = new LinkedHashMap<>();
        nodes.forEach((key, node) -> {
            if (which.test(node)) {
                some.put(key, node);
            }
        });
        return new StepGraph(some);
    }

    /** What the step with this key needs directly, of the steps of this graph. */
    private Set<StepKey> needsWithin(StepKey key) {
        Set<StepKey> needs = new LinkedHashSet<>(needs(key));
        needs.retainAll(nodes.keySet());
        return needs;
    }

    /** For each step, the steps of this graph that it needs directly. */
    Map<StepKey, Set<StepKey>> needs() {
        Map<StepKey, Set<StepKey>> needs = new HashMap<>();
        nodes.keySet().forEach(key -> needs.put(key, needsWithin(key)));
        return needs;
    }

    public static Builder builder() {
        return new Builder();
    }

    /** The keys of all steps, in the order of their definition. */
    public SequencedSet<StepKey> keys() {
        return nodes.sequencedKeySet();
    }

    /**
     * What the step with this key needs directly.
     *
     * @throws IllegalArgumentException if there is no such step
     */
    public Set<StepKey> needs(StepKey key) {
        Node<?> node = nodes.get(key);
        if (node == null) {
            throw new IllegalArgumentException("no step " + key);
        }
        return Set.copyOf(node.step().needs());
    }

    /** The steps of one type, in the order of their definition. */
    public <T> List<T> steps(Class<T> type) {
        return nodes.values().stream()
                .map(Node::step)
                .filter(type::isInstance)
                .<T>map(type::cast)
                .toList();
    }

    /** The provider's actions that any step uses. */
    public Set<String> actions() {
        return nodes.values().stream()
                .flatMap(node -> node.step().actions().stream())
                .collect(Collectors.toUnmodifiableSet());
    }

    SequencedMap<StepKey, Node<?>> nodes() {
        return nodes;
    }

    /** For each step, the steps that need it directly. */
    Map<StepKey, Set<StepKey>> dependants() {
        Map<StepKey, Set<StepKey>> dependants = new HashMap<>();
        nodes.keySet().forEach(key -> dependants.put(key, new LinkedHashSet<>()));
        nodes.keySet().forEach(key -> needsWithin(key)
                .forEach(need -> dependants.get(need).add(key)));
        return dependants;
    }

    /** Collects steps; needs may be added in any order. */
    public static final class Builder {
        private final SequencedMap<StepKey, Node<?>> nodes = new LinkedHashMap<>();

        private Builder() {}

        /**
         * Adds a step whose resource is wanted.
         *
         * @return the ref to hand to the steps that need it
         * @throws IllegalArgumentException if its key is taken
         */
        public <L> Ref<L> add(ResourceStep<L> step) {
            return add(step, Disposition.WANTED);
        }

        /**
         * Adds a step.
         *
         * @return the ref to hand to the steps that need it
         * @throws IllegalArgumentException if its key is taken
         */
        public <L> Ref<L> add(ResourceStep<L> step, Disposition disposition) {
            Ref<L> ref = new Ref<>(step.key());
            if (nodes.putIfAbsent(step.key(), new Node<>(step, ref, disposition)) != null) {
                throw new IllegalArgumentException("two steps with the key " + step.key());
            }
            return ref;
        }

        /** The steps so far whose resources are not to go. */
        public Set<StepKey> lasting() {
            return new StepGraph(nodes).lasting().keys();
        }

        /** @throws IllegalArgumentException if a need is unknown or is to go, or the needs form a cycle */
        public StepGraph build() {
            List<String> unknown = new ArrayList<>();
            nodes.forEach((key, node) -> node.step().needs().stream()
                    .filter(need -> !nodes.containsKey(need))
                    .forEach(need -> unknown.add(key + " needs " + need)));
            if (!unknown.isEmpty()) {
                throw new IllegalArgumentException("unknown needs: " + String.join(", ", unknown));
            }
            refuseUnwanted();
            refuseCycle();
            return new StepGraph(nodes);
        }

        private void refuseUnwanted() {
            nodes.values().stream()
                    .filter(node -> node.disposition() != Disposition.UNWANTED)
                    .forEach(node -> node.step().needs().stream()
                            .filter(need -> nodes.get(need).disposition() == Disposition.UNWANTED)
                            .forEach(need -> {
                                throw new IllegalArgumentException(
                                        node.step().key() + " stays and needs " + need + ", which is to go");
                            }));
        }

        private void refuseCycle() {
            Set<StepKey> done = new LinkedHashSet<>();
            nodes.keySet().forEach(key -> follow(key, new LinkedHashSet<>(), done));
        }

        private void follow(StepKey key, SequencedSet<StepKey> path, Set<StepKey> done) {
            if (done.contains(key)) {
                return;
            }
            if (!path.add(key)) {
                throw new IllegalArgumentException("cycle: " + cycle(path, key));
            }
            nodes.get(key).step().needs().stream().sorted().forEach(need -> follow(need, path, done));
            path.remove(key);
            done.add(key);
        }

        private static String cycle(SequencedSet<StepKey> path, StepKey back) {
            return path.stream()
                            .dropWhile(key -> !key.equals(back))
                            .map(key -> key + " needs ")
                            .collect(Collectors.joining())
                    + back;
        }
    }
}
