package dev.provision.stack;

import dev.provision.aws.secrets.ContainerVariables;
import dev.provision.aws.secrets.KeptSecret;
import dev.provision.aws.secrets.SecretSteps;
import dev.provision.aws.secrets.SecretVariable;
import dev.provision.config.Container;
import dev.provision.config.SecretReference;
import dev.provision.graph.Ref;
import dev.provision.graph.StepGraph;
import dev.provision.graph.StepKey;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The secrets that containers are given; one step for each, however many read it. */
final class SecretPart {
    private final StepGraph.Builder graph;
    private final SecretSteps steps;
    private final Map<String, Ref<KeptSecret>> byPlace = new HashMap<>();
    private final Set<StepKey> keys = new HashSet<>();

    SecretPart(StepGraph.Builder graph, SecretSteps steps) {
        this.graph = graph;
        this.steps = steps;
    }

    ContainerVariables variables(Container container) {
        Map<String, SecretVariable> variables = new HashMap<>();
        new TreeMap<>(container.secrets()).forEach((name, from) -> variables.put(name, variable(from)));
        return new ContainerVariables(container.environment(), variables);
    }

    private SecretVariable variable(SecretReference from) {
        return switch (from) {
            case SecretReference.Parameter(String name) ->
                new SecretVariable(
                        byPlace.computeIfAbsent("ssm " + name, _ -> {
                            StepKey key = key("parameter", name);
                            return graph.add(steps.parameter(key, name));
                        }),
                        Optional.empty());
            case SecretReference.Secret(String name, Optional<String> field) ->
                new SecretVariable(
                        byPlace.computeIfAbsent("secret " + name, _ -> {
                            StepKey key = key("secret", name);
                            return graph.add(steps.secret(key, name));
                        }),
                        field);
        };
    }

    /** Names may differ in what a key does not know, such as case. */
    private StepKey key(String kind, String name) {
        StepKey first = StepKey.of(kind, name, "secret");
        StepKey key = first;
        for (int number = 2; !keys.add(key); number++) {
            key = new StepKey(kind, first.name() + "-" + number);
        }
        return key;
    }
}
