package dev.provision.localcloud.wire;

import java.util.Optional;

/**
 * The API call that a thread is serving; operations read it through {@link #current()}.
 *
 * @param requestId the id that the answer carries
 * @param service the signing name, for example {@code ec2}
 * @param operation for example {@code CreateVpc}
 * @param accessKey the access key id that signed the request
 * @param userAgent as sent; empty if it was not
 * @param sourceIp of the client
 * @param host the {@code Host} that the client spoke to, with the port
 */
public record Call(
        String requestId,
        String service,
        String operation,
        String accessKey,
        String userAgent,
        String sourceIp,
        String host) {
    static final ScopedValue<Call> CURRENT = ScopedValue.newInstance();

    /** The call that this thread is serving; empty outside of one. */
    public static Optional<Call> current() {
        return CURRENT.isBound() ? Optional.of(CURRENT.get()) : Optional.empty();
    }
}
