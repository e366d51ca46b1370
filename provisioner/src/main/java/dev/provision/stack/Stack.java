package dev.provision.stack;

import dev.provision.config.Environment;
import dev.provision.graph.StepGraph;
import java.nio.file.Path;
import java.util.List;

/** The architecture of an environment. */
public final class Stack {
    private final StepGraph graph = StepGraph.builder().build();

    private Stack() {}

    public static Stack of(Environment environment, Path home) {
        return new Stack();
    }

    public StepGraph graph() {
        return graph;
    }

    public List<Endpoint> endpoints() {
        return List.of();
    }

    public StatusReport status() {
        return new StatusReport(List.of());
    }

    public List<String> sweep() {
        return List.of();
    }
}
