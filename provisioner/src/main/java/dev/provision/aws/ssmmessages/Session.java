package dev.provision.aws.ssmmessages;

/**
 * What a client needs to get at a session that was started for it.
 *
 * @param id of the session
 * @param url of its data channel
 * @param token that the client proves itself with
 */
public record Session(String id, String url, String token) {
    /** Without the token. */
    @Override
    public String toString() {
        return "session " + id;
    }
}
