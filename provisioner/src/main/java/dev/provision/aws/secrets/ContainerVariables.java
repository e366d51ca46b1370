package dev.provision.aws.secrets;

import dev.provision.graph.Ref;
import dev.provision.graph.StepKey;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The environment variables of a container.
 *
 * @param plain by name
 * @param secret those whose values are kept elsewhere, by name
 */
public record ContainerVariables(Map<String, String> plain, Map<String, SecretVariable> secret) {
    public ContainerVariables {
        plain = Map.copyOf(plain);
        secret = Map.copyOf(secret);
    }

    /** The steps that find the secrets. */
    public Set<StepKey> needs() {
        return refs().stream().map(Ref::key).collect(Collectors.toUnmodifiableSet());
    }

    /** The secrets, each once; empty while one of them is not found. */
    public Optional<List<KeptSecret>> kept() {
        Collection<Ref<KeptSecret>> refs = refs();
        List<KeptSecret> found =
                refs.stream().flatMap(ref -> ref.live().stream()).distinct().toList();
        return refs.stream().allMatch(ref -> ref.live().isPresent()) ? Optional.of(found) : Optional.empty();
    }

    private Collection<Ref<KeptSecret>> refs() {
        return secret.values().stream().map(SecretVariable::secret).toList();
    }

    /** What ECS is told of the secrets, by the names of the variables; empty while one of them is not found. */
    public Optional<Map<String, String>> valuesFrom() {
        return all(SecretVariable::valueFrom);
    }

    /** All variables as a function has them: of a secret, where it is kept; empty while one of them is not found. */
    public Optional<Map<String, String>> references() {
        return all(SecretVariable::reference).map(references -> {
            Map<String, String> all = new HashMap<>(plain);
            all.putAll(references);
            return Map.copyOf(all);
        });
    }

    private Optional<Map<String, String>> all(Function<SecretVariable, Optional<String>> text) {
        Map<String, String> texts = new LinkedHashMap<>();
        secret.forEach((name, variable) -> text.apply(variable).ifPresent(found -> texts.put(name, found)));
        return texts.size() == secret.size() ? Optional.of(Map.copyOf(texts)) : Optional.empty();
    }
}
