package dev.provision.localcloud.wire;

import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

/**
 * Paths of the cloud's port that are no AWS API, for example the image registry under {@code /v2}. They are served
 * without a signature and without a limit on the body; what a handler throws is answered with a plain 500.
 */
public interface HttpRoutes {
    /** The first path segment that they live under, with its slash and nothing behind it: {@code /v2}. */
    String prefix();

    /**
     * Serves a request whose path is {@link #prefix()} or begins with it and a slash.
     *
     * @throws Exception what I/O throws
     */
    void handle(ServerRequest request, ServerResponse response) throws Exception;
}
