package dev.provision.localcloud.ecs;

import java.time.Instant;
import java.util.Optional;
import software.amazon.awssdk.services.ecs.model.DeploymentRolloutState;
import software.amazon.awssdk.services.ecs.model.NetworkConfiguration;
import software.amazon.awssdk.services.ecs.model.TaskDefinition;

/** A deployment of a service: its tasks are of one revision. Changes under the control-plane lock only. */
final class Rollout {
    private final String id;
    private final String revisionId;
    private final TaskDefinition definition;
    private final NetworkConfiguration network;
    private final Instant created;
    private Instant updated;
    private Instant nextStart;
    private int failedTasks;
    private DeploymentRolloutState state = DeploymentRolloutState.IN_PROGRESS;
    private String reason;
    private Optional<Rollout> rolledBackTo = Optional.empty();
    private Optional<Instant> finished = Optional.empty();

    /**
     * @param id {@code ecs-svc/…}
     * @param revisionId of the service revision
     */
    Rollout(String id, String revisionId, TaskDefinition definition, NetworkConfiguration network, Instant created) {
        this.id = id;
        this.revisionId = revisionId;
        this.definition = definition;
        this.network = network;
        this.created = created;
        this.updated = created;
        this.nextStart = created;
        this.reason = "ECS deployment " + id + " in progress.";
    }

    String id() {
        return id;
    }

    /** The number in {@link #id()}. */
    String number() {
        return EcsStore.lastPart(id);
    }

    String revisionId() {
        return revisionId;
    }

    TaskDefinition definition() {
        return definition;
    }

    NetworkConfiguration network() {
        return network;
    }

    Instant created() {
        return created;
    }

    Instant updated() {
        return updated;
    }

    DeploymentRolloutState state() {
        return state;
    }

    String reason() {
        return reason;
    }

    boolean inProgress() {
        return state == DeploymentRolloutState.IN_PROGRESS;
    }

    boolean failed() {
        return state == DeploymentRolloutState.FAILED;
    }

    int failedTasks() {
        return failedTasks;
    }

    /** One more task of it failed, in a row. */
    void taskFailed(Instant next) {
        failedTasks++;
        nextStart = next;
    }

    /** No task may be started before, though none failed. */
    void postpone(Instant next) {
        nextStart = next;
    }

    void taskHealthy() {
        failedTasks = 0;
    }

    /** When the next task may be started. */
    Instant nextStart() {
        return nextStart;
    }

    void set(DeploymentRolloutState newState, String newReason, Instant now) {
        state = newState;
        reason = newReason;
        updated = now;
        if (newState != DeploymentRolloutState.IN_PROGRESS) {
            finished = Optional.of(now);
        }
    }

    Optional<Instant> finished() {
        return finished;
    }

    /** The deployment that took over again after this one failed. */
    Optional<Rollout> rolledBackTo() {
        return rolledBackTo;
    }

    void rolledBackTo(Rollout other) {
        rolledBackTo = Optional.of(other);
    }
}
