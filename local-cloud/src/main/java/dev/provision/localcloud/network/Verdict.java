package dev.provision.localcloud.network;

/** Whether a packet arrives. */
public sealed interface Verdict {
    /** It arrives. */
    record Allowed() implements Verdict {}

    /**
     * It is dropped, which a client sees as a time-out.
     *
     * @param hop where: the id of the route table, subnet, gateway or security group
     * @param reason what is missing there, in one sentence
     */
    record Blocked(String hop, String reason) implements Verdict {}

    default boolean allowed() {
        return this instanceof Allowed;
    }
}
