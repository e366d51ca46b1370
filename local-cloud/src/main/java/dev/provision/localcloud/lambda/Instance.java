package dev.provision.localcloud.lambda;

/**
 * An execution environment, for those who look on.
 *
 * @param stream its log stream
 * @param state {@code cold} while it serves its first event, {@code busy} with a later one, or {@code warm}
 */
public record Instance(String function, String version, String stream, String state) {}
