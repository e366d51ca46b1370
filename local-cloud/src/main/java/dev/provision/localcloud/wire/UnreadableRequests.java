package dev.provision.localcloud.wire;

import io.helidon.http.DirectHandler;
import io.helidon.http.ServerResponseHeaders;
import io.helidon.http.Status;
import java.util.Optional;

/** Answers 400 where Helidon 4.4.0 answers 500 for a request line that is none, for example with a method {@code B@D}. */
final class UnreadableRequests implements DirectHandler {
    @Override
    public TransportResponse handle(
            TransportRequest request,
            EventType type,
            Status status,
            ServerResponseHeaders headers,
            Throwable thrown,
            System.Logger logger) {
        return thrown.getCause() instanceof IllegalArgumentException
                ? answer(headers, Status.BAD_REQUEST_400, "The request cannot be read.\n")
                : answer(headers, status, "The local cloud failed on this request; its log has the details.\n");
    }

    @Override
    public TransportResponse handle(
            TransportRequest request, EventType type, Status status, ServerResponseHeaders headers, String message) {
        return answer(headers, status, Optional.ofNullable(message).orElse(""));
    }

    private static TransportResponse answer(ServerResponseHeaders headers, Status status, String message) {
        return TransportResponse.builder()
                .status(status)
                .headers(headers)
                .entity(message)
                .keepAlive(false)
                .build();
    }
}
