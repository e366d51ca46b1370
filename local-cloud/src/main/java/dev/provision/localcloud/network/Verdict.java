package dev.provision.localcloud.network;

/** Whether a packet arrives, or gets past one hop. */
public sealed interface Verdict {
    /**
     * It arrives, or goes on.
     *
     * @param hop which rule, route or gateway lets it pass
     * @param reason that, in one sentence
     */
    record Allowed(String hop, String reason) implements Verdict {
        /** Where nobody asks why. */
        public Allowed() {
            this("", "");
        }
    }

    /**
     * It is dropped, which a client sees as a time-out.
     *
     * @param hop where: the id of the route table, network ACL, gateway, interface or security group
     * @param reason what is missing there, in one sentence
     */
    record Blocked(String hop, String reason) implements Verdict {}

    String hop();

    String reason();

    default boolean allowed() {
        return this instanceof Allowed;
    }
}
