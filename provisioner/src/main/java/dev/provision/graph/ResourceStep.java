package dev.provision.graph;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One kind of resource: how to find, create, change, probe and delete it. Only the engine calls it.
 *
 * <p>{@code up} is find, then create or converge, then probe until ready; {@code plan} and drift are find and changes;
 * {@code status} is find and probe; {@code teardown} deletes until find is empty.
 *
 * <p>Methods block and may throw {@link ProvisionException}; they never wait for a state: the engine does, by probe.
 *
 * @param <L> the live thing, an immutable record with typed ids
 */
public interface ResourceStep<L> {
    StepKey key();

    /** The steps that must be ready before this one is created, and outlive it when things are deleted. */
    Set<StepKey> needs();

    /**
     * What tells its resource from the one that this step makes of another configuration, as a name does; empty where the step
     * makes the same of each.
     */
    default String identity() {
        return "";
    }

    /** Looks the resource up by its deterministic name or its tags. */
    Optional<L> find();

    /** The differences between what is wanted and {@code live}; makes no call. Refs that are not live yet count as changed. */
    List<Change> changes(L live);

    /**
     * The wanted value of each field that {@link #changes} compares, as a change would show it; makes no call. Empty where a
     * step does not tell.
     */
    default Map<String, String> wanted(L live) {
        return Map.of();
    }

    /** What {@link #wanted} calls the field of a change: as the change does, unless one value is wanted of several fields. */
    default String wantedField(Change change) {
        return change.field();
    }

    /** Creates the resource so that a repeated call never makes a second one: client token, unique name or tag-on-create. */
    L create();

    /** Applies {@code changes}; called with in-place changes only. */
    L converge(L live, List<Change> changes);

    /** Whether the resource can be built upon; called again and again until it is ready or has failed. */
    default Readiness probe(L live) {
        return Readiness.ready();
    }

    /**
     * Whether these in-place changes make another resource, as of what has versions: what is built upon it will see that one,
     * which a plan does not know yet.
     */
    default boolean renewedBy(List<Change> changes) {
        return false;
    }

    /**
     * Starts the deletion, or continues it; called again until {@link #find()} is empty. Something that is already gone is
     * no error; something that still stands in the way is {@link StillInUse}.
     */
    void delete(L live);

    /** How another one takes the place of a resource that cannot be changed in place. */
    default Replacement replacement() {
        return Replacement.OLD_FIRST;
    }

    /**
     * Takes from a resource what {@link #find} finds it by, so that another one can be made beside it. From then on it is in
     * {@link #retired}. Only for {@link Replacement#NEW_FIRST}.
     */
    default void retire(L live) {
        throw new UnsupportedOperationException(key() + " cannot be retired");
    }

    /** What was retired, by this run or by one that was cut off, and still has to be deleted. */
    default List<L> retired() {
        return List.of();
    }

    /** Whether it makes nothing, and only sees to it that something holds of what others made. */
    default boolean onlyChecks() {
        return false;
    }

    /** Whether a teardown has anything to delete of it: not where it only checks, nor where somebody else made what it finds. */
    default boolean removable() {
        return !onlyChecks();
    }

    /** The IAM actions that the methods above use, for example {@code ec2:CreateVpc}. */
    Set<String> actions();

    /** The service whose concurrency limit this step counts against, for example {@code ec2}. */
    String service();

    /** How long creation typically takes on AWS, in seconds; orders the work and tells people what to expect. */
    default int typicalSeconds() {
        return 1;
    }

    /**
     * How long the engine waits at most for this resource to become ready. A deletion is given at least
     * {@value GraphRunner#DELETE_PATIENCE_MINUTES} minutes, whatever this says.
     */
    default Duration patience() {
        return Duration.ofSeconds(Math.max(600L, 10L * typicalSeconds()));
    }
}
