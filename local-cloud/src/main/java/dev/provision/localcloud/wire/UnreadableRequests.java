package dev.provision.localcloud.wire;

import io.helidon.http.DirectHandler;
import io.helidon.http.ServerResponseHeaders;
import io.helidon.http.Status;

/**
 * Answers 400 where Helidon 4.4.0 answers 500 for a request line that is none, for example with a method {@code B@D}. It
 * tells no cause then; but what gets as far as our own handlers ends there, so that all that is left is what it cannot read.
 */
final class UnreadableRequests implements DirectHandler {
    @Override
    public TransportResponse handle(
            TransportRequest request, EventType type, Status status, ServerResponseHeaders headers, String message) {
        return TransportResponse.builder()
                .status(Status.BAD_REQUEST_400)
                .headers(headers)
                .entity("The request cannot be read.\n")
                .keepAlive(false)
                .build();
    }

    @Override
    public TransportResponse handle(
            TransportRequest request,
            EventType type,
            Status status,
            ServerResponseHeaders headers,
            Throwable thrown,
            System.Logger logger) {
        logger.log(System.Logger.Level.ERROR, "a handler of the local cloud failed", thrown);
        return TransportResponse.builder()
                .status(status)
                .headers(headers)
                .entity("The local cloud failed on this request; its log has the details.\n")
                .keepAlive(false)
                .build();
    }
}
