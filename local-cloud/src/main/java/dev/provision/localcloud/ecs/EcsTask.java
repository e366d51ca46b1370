package dev.provision.localcloud.ecs;

import dev.provision.localcloud.network.NetworkInterfaces.Attached;
import dev.provision.localcloud.runtime.ContainerRuntime;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.services.ecs.model.Container;
import software.amazon.awssdk.services.ecs.model.Task;
import software.amazon.awssdk.services.ecs.model.TaskDefinition;

/** A task: what the API shows of it, and what belongs to it on this machine. Changes under the control-plane lock only. */
final class EcsTask {
    private final TaskDefinition definition;
    private final List<String> subnetIds;
    private final List<String> groupIds;
    private final boolean publicIp;
    private final Optional<EcsService> service;
    private final Map<String, ContainerRuntime.Container> running = new LinkedHashMap<>();
    private Optional<Attached> networkInterface = Optional.empty();
    private Health health = Health.UNKNOWN;
    private Task view;

    /** What the load balancers of its service think of it; without any, a task that runs is healthy. */
    enum Health {
        UNKNOWN,
        HEALTHY,
        UNHEALTHY
    }

    /**
     * @param network where its interface is made: one of the subnets
     * @param service whose task it is, if it is a service's
     * @param view as the API shows it at first
     */
    EcsTask(TaskDefinition definition, TaskNetwork network, Optional<EcsService> service, Task view) {
        this.definition = definition;
        this.subnetIds = network.subnetIds();
        this.groupIds = network.groupIds();
        this.publicIp = network.publicIp();
        this.service = service;
        this.view = view;
    }

    String arn() {
        return view.taskArn();
    }

    String id() {
        return EcsStore.lastPart(arn());
    }

    Task view() {
        return view;
    }

    void change(Consumer<Task.Builder> change) {
        view = view.copy(task -> change.accept(task.version(view.version() + 1)));
    }

    void changeContainer(String name, UnaryOperator<Container> change) {
        change(task -> task.containers(view.containers().stream()
                .map(container -> container.name().equals(name) ? change.apply(container) : container)
                .toList()));
    }

    TaskDefinition definition() {
        return definition;
    }

    TaskNetwork network() {
        return new TaskNetwork(subnetIds, groupIds, publicIp);
    }

    Optional<EcsService> service() {
        return service;
    }

    /** The deployment that started it, or whoever the caller said. */
    String startedBy() {
        return Optional.ofNullable(view.startedBy()).orElse("");
    }

    String status() {
        return view.lastStatus();
    }

    boolean is(String status) {
        return view.lastStatus().equals(status);
    }

    /** Whether it is meant to run, whatever state it is in. */
    boolean wanted() {
        return view.desiredStatus().equals("RUNNING");
    }

    Optional<Attached> networkInterface() {
        return networkInterface;
    }

    void networkInterface(Optional<Attached> attached) {
        networkInterface = attached;
    }

    /** The containers that run, by name. */
    Map<String, ContainerRuntime.Container> running() {
        return running;
    }

    Health health() {
        return health;
    }

    void health(Health now) {
        health = now;
    }

    Instant startedAt() {
        return Optional.ofNullable(view.startedAt()).orElse(Instant.MAX);
    }
}
