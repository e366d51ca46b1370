package dev.provision.graph;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An immutable set of steps and their needs; a cycle or an unknown need is refused when it is built. */
public final class StepGraph {
    private final Map<StepKey, Node<?>> nodes;

    private StepGraph(Map<StepKey, Node<?>> nodes) {
        this.nodes = Map.copyOf(nodes);
    }

    /** A step together with the ref through which others see its live resource. */
    record Node<L>(ResourceStep<L> step, Ref<L> ref) {}

    public static Builder builder() {
        return new Builder();
    }

    public Collection<StepKey> keys() {
        return nodes.keySet();
    }

    Map<StepKey, Node<?>> nodes() {
        return nodes;
    }

    /** Collects steps; needs may be added in any order. */
    public static final class Builder {
        private final Map<StepKey, Node<?>> nodes = new LinkedHashMap<>();

        private Builder() {}

        /**
         * Adds a step.
         *
         * @return the ref to hand to the steps that need it
         * @throws IllegalArgumentException if its key is taken
         */
        public <L> Ref<L> add(ResourceStep<L> step) {
            Ref<L> ref = new Ref<>(step.key());
            if (nodes.putIfAbsent(step.key(), new Node<>(step, ref)) != null) {
                throw new IllegalArgumentException("two steps with the key " + step.key());
            }
            return ref;
        }

        /** @throws IllegalArgumentException if a need is unknown or the needs form a cycle */
        public StepGraph build() {
            List<String> unknown = new ArrayList<>();
            nodes.forEach((key, node) -> node.step().needs().stream()
                    .filter(need -> !nodes.containsKey(need))
                    .forEach(need -> unknown.add(key + " needs " + need)));
            if (!unknown.isEmpty()) {
                throw new IllegalArgumentException("unknown needs: " + String.join(", ", unknown));
            }
            return new StepGraph(nodes);
        }
    }
}
