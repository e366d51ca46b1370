package dev.provision.config;

import java.util.Optional;

/**
 * Whom alarms tell when they go off and when they are good again; nobody where both are empty.
 *
 * @param topicArn an existing topic of SNS
 * @param email an address, for which a topic is created
 */
public record Alarms(Optional<String> topicArn, Optional<String> email) {
    /** Nobody is told. */
    public static Alarms none() {
        return new Alarms(Optional.empty(), Optional.empty());
    }
}
