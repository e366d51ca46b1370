package dev.provision.localcloud.ecs;

import dev.provision.localcloud.network.NetworkInterfaces;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.TaskStopCode;

/** Takes a task from wherever it is to STOPPED. Called under the control-plane lock. */
final class TaskStopper {
    private static final Duration DEPROVISIONING = Duration.ofSeconds(8);
    private static final Duration DRAIN_LOOK = Duration.ofMillis(200);
    private static final Duration KEPT = Duration.ofHours(1);
    private static final int STOP_TIMEOUT_SECONDS = 30;

    private final TaskLauncher.Base base;
    private final EcsStore store;
    private final NetworkInterfaces interfaces;
    private final TaskEvents events;
    private final TargetGroups targets;

    TaskStopper(
            TaskLauncher.Base base,
            EcsStore store,
            NetworkInterfaces interfaces,
            TaskEvents events,
            TargetGroups targets) {
        this.base = base;
        this.store = store;
        this.interfaces = interfaces;
        this.events = events;
        this.targets = targets;
    }

    TaskLauncher.Base base() {
        return base;
    }

    TaskEvents events() {
        return events;
    }

    /** Stops a task that could not be started. */
    void fail(EcsTask task, String reason) {
        stop(task, TaskStopCode.TASK_FAILED_TO_START, reason);
        gone(task);
    }

    /** Stops a task; one that is being stopped already keeps its reason. */
    void stop(EcsTask task, TaskStopCode code, String reason) {
        if (!task.wanted()) {
            return;
        }
        task.change(view -> view.desiredStatus("STOPPED")
                .stopCode(code)
                .stoppedReason(reason)
                .stoppingAt(base.time().now()));
        events.ending(task);
        if (task.is("RUNNING")) {
            end(task);
        }
    }

    /** Ends a running task that is not wanted: drains it, unless its containers are gone anyway, then stops them. */
    private void end(EcsTask task) {
        boolean broken = task.view().stopCode() == TaskStopCode.ESSENTIAL_CONTAINER_EXITED;
        Duration draining = targets.drain(task);
        if (broken || draining.isZero()) {
            terminate(task);
            return;
        }
        task.change(view -> view.lastStatus("DEACTIVATING"));
        awaitDrained(task, base.time().now().plus(draining));
    }

    private void awaitDrained(EcsTask task, Instant latest) {
        if (!targets.draining(task) || !base.time().now().isBefore(latest)) {
            terminate(task);
        } else {
            base.time().after(DRAIN_LOOK, () -> base.plane().run(() -> awaitDrained(task, latest)));
        }
    }

    /** Stops the containers of a task. */
    void terminate(EcsTask task) {
        if (!task.is("RUNNING") && !task.is("DEACTIVATING")) {
            return;
        }
        task.change(view -> view.lastStatus("STOPPING"));
        task.running().forEach((name, container) -> container.stop(grace(task, name)));
    }

    private static Duration grace(EcsTask task, String name) {
        int seconds = task.definition().containerDefinitions().stream()
                .filter(container -> container.name().equals(name))
                .map(ContainerDefinition::stopTimeout)
                .flatMap(timeout -> Optional.ofNullable(timeout).stream())
                .findFirst()
                .orElse(STOP_TIMEOUT_SECONDS);
        return Duration.ofSeconds(seconds);
    }

    /** The containers of a task have ended, or never started: takes its interface away and puts it to the stopped ones. */
    void gone(EcsTask task) {
        if (task.is("DEPROVISIONING") || task.is("STOPPED")) {
            return;
        }
        task.change(view ->
                view.lastStatus("DEPROVISIONING").executionStoppedAt(base.time().now()));
        base.later(DEPROVISIONING, () -> stopped(task));
    }

    private void stopped(EcsTask task) {
        task.networkInterface().ifPresent(attached -> interfaces.detach(attached.id()));
        task.networkInterface(Optional.empty());
        task.change(view -> view.lastStatus("STOPPED")
                .stoppedAt(base.time().now())
                .attachments(task.view().attachments().stream()
                        .map(attachment -> attachment.copy(a -> a.status("DELETED")))
                        .toList())
                .containers(task.view().containers().stream()
                        .map(container -> container.copy(c -> c.lastStatus("STOPPED")))
                        .toList()));
        events.stopped(task);
        base.time().after(KEPT, () -> base.plane().run(() -> store.remove(task)));
    }
}
