package dev.provision.localcloud.wire;

/** What a client sent does not have the form of the request; each protocol has its own error code for it. */
final class Malformed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Malformed(String message) {
        super(message, null, false, false);
    }
}
