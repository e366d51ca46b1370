package dev.provision.graph;

/** Whether a live resource can be built upon, and if not, why. */
public sealed interface Readiness {
    /** The resource is ready to be used. */
    record Ready() implements Readiness {}

    /**
     * The resource is on its way.
     *
     * @param reason what it waits for, in the provider's words where it has some
     */
    record Pending(String reason) implements Readiness {}

    /**
     * The resource will not become ready by waiting.
     *
     * @param reason why, in the provider's words where it has some
     * @param evidence further lines that help to understand it: events, stop reasons, log lines; may be empty
     */
    record Failed(String reason, String evidence) implements Readiness {}

    static Readiness ready() {
        return new Ready();
    }

    static Readiness pending(String reason) {
        return new Pending(reason);
    }

    static Readiness failed(String reason, String evidence) {
        return new Failed(reason, evidence);
    }
}
