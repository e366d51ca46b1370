package dev.provision.aws.network;

import java.util.Optional;

/**
 * A TCP rule that is wanted.
 *
 * @param port the one port it opens
 */
public record WantedRule(Direction direction, int port, Peer peer) {
    /** Which way the first packet goes. */
    public enum Direction {
        INGRESS,
        EGRESS
    }

    /** The rule as EC2 would describe it, once its peer exists. */
    Optional<LiveRule> known() {
        return peer.id().map(id -> new LiveRule(direction, "tcp", port, port, id));
    }

    /** The rule for people, while its peer does not exist. */
    String text() {
        return known().map(LiveRule::toString)
                .orElseGet(() -> direction + " tcp " + port + " "
                        + peer.key().map(Object::toString).orElse(""));
    }
}
