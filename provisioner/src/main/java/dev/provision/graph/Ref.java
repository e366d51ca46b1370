package dev.provision.graph;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * What one step knows of another: its key and, once the engine has found or made it, the live resource.
 *
 * <p>A ref is made by {@link StepGraph.Builder#add} and handed to the constructors of the steps that need it.
 *
 * @param <L> the live resource
 */
public final class Ref<L> {
    private final StepKey key;
    private final AtomicReference<Optional<L>> live = new AtomicReference<>(Optional.empty());

    Ref(StepKey key) {
        this.key = key;
    }

    public StepKey key() {
        return key;
    }

    /** The live resource, or empty where it does not exist (yet): a plan of a new environment, or after a delete. */
    public Optional<L> live() {
        return live.get();
    }

    /**
     * The live resource, for steps that run only after this one is ready.
     *
     * @throws IllegalStateException if the step has not run: the asking step does not declare it in its needs
     */
    public L require() {
        return live().orElseThrow(() -> new IllegalStateException(key + " is not live; is it declared as a need?"));
    }

    void resolve(Optional<L> found) {
        live.set(found);
    }
}
