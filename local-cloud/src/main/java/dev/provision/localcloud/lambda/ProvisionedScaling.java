package dev.provision.localcloud.lambda;

import dev.provision.localcloud.autoscaling.Scalable;
import java.util.Optional;
import java.util.OptionalInt;

/** Provisioned concurrency, for Application Auto Scaling: {@code function:name:alias}. */
final class ProvisionedScaling implements Scalable {
    private final FunctionStore store;
    private final ProvisionedConcurrency concurrency;

    ProvisionedScaling(FunctionStore store, ProvisionedConcurrency concurrency) {
        this.store = store;
        this.concurrency = concurrency;
    }

    @Override
    public OptionalInt capacity(String resourceId) {
        FunctionRef ref = FunctionRef.of(resourceId);
        String qualifier = ref.qualifier().orElse("");
        Optional<Function> function = store.find(ref.name())
                .filter(found -> found.qualified(qualifier).isPresent());
        return function.map(found ->
                        OptionalInt.of(Optional.ofNullable(found.provisioned().get(qualifier))
                                .map(Provisioned::requested)
                                .orElse(0)))
                .orElse(OptionalInt.empty());
    }

    @Override
    public void scale(String resourceId, int capacity) {
        FunctionRef ref = FunctionRef.of(resourceId);
        if (capacity == 0) {
            concurrency.delete(ref);
        } else {
            concurrency.put(ref, capacity);
        }
    }
}
