package dev.provision.localcloud.ecs;

import dev.provision.localcloud.autoscaling.Scalable;
import java.util.Optional;
import java.util.OptionalInt;

/** The desired count of services, for Application Auto Scaling: {@code service/cluster/name}. */
final class ServiceScaling implements Scalable {
    private final EcsStore store;
    private final Scheduler scheduler;

    ServiceScaling(EcsStore store, Scheduler scheduler) {
        this.store = store;
        this.scheduler = scheduler;
    }

    @Override
    public OptionalInt capacity(String resourceId) {
        return find(resourceId)
                .map(service -> OptionalInt.of(service.desired()))
                .orElse(OptionalInt.empty());
    }

    @Override
    public void scale(String resourceId, int capacity) {
        find(resourceId).ifPresent(service -> {
            service.change(view -> view.desiredCount(capacity));
            service.steady(false);
            scheduler.reconcile(service);
        });
    }

    private Optional<EcsService> find(String resourceId) {
        String[] parts = resourceId.split("/", -1);
        return parts.length == 3
                ? store.findCluster(parts[1])
                        .flatMap(cluster ->
                                Optional.ofNullable(cluster.services().get(parts[2])))
                        .filter(EcsService::active)
                : Optional.empty();
    }
}
