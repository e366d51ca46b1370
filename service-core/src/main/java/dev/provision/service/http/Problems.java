package dev.provision.service.http;

import dev.provision.service.json.Json;
import dev.provision.service.logging.LineLog;
import dev.provision.service.logging.LogEvent.RequestFailed;
import io.helidon.http.DirectHandler;
import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HttpException;
import io.helidon.http.Status;
import io.helidon.webserver.http.DirectHandlers;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.Optional;

/** Turns everything that goes wrong with a request into problem JSON: exceptions of handlers, and bad HTTP before any. */
public final class Problems {
    private final LineLog log;

    public Problems(LineLog log) {
        this.log = log;
    }

    /** Makes the routing answer exceptions with problems. */
    public void register(HttpRouting.Builder routing) {
        routing.error(InvalidRequestException.class, (request, response, invalid) -> new Problem(
                        Status.BAD_REQUEST_400, "The request is not valid.", invalid.violations(), Optional.empty())
                .send(response));
        routing.error(HttpException.class, this::sendExpected);
        routing.error(Throwable.class, this::sendUnexpected);
    }

    /** Answers for requests that do not get as far as the routing: malformed, too large, wrong version. */
    public static DirectHandlers directHandlers() {
        DirectHandlers.Builder handlers = DirectHandlers.builder();
        for (DirectHandler.EventType type : DirectHandler.EventType.values()) {
            handlers.addHandler(type, (request, event, status, headers, message) -> {
                byte[] problem = Json.bytes(new Problem(status, detail(status, message)).toJson());
                return DirectHandler.TransportResponse.builder()
                        .status(status)
                        .headers(headers)
                        .header(HeaderNames.CONTENT_TYPE, Problem.MEDIA_TYPE)
                        .keepAlive(event.keepAlive())
                        .entity(problem)
                        .build();
            });
        }
        return handlers.build();
    }

    private void sendExpected(ServerRequest request, ServerResponse response, HttpException expected) {
        for (Header header : expected.headers()) {
            response.header(header);
        }
        if (expected.status().code() >= Status.INTERNAL_SERVER_ERROR_500.code()) {
            logFailure(request, expected);
        }
        String path = request.prologue().uriPath().rawPath();
        String detail = expected.status().code() == Status.NOT_FOUND_404.code()
                ? "There is nothing at " + path
                : detail(expected.status(), expected.getMessage());
        new Problem(expected.status(), detail).send(response);
    }

    private void sendUnexpected(ServerRequest request, ServerResponse response, Throwable unexpected) {
        logFailure(request, unexpected);
        new Problem(Status.INTERNAL_SERVER_ERROR_500, detail(Status.INTERNAL_SERVER_ERROR_500, "")).send(response);
    }

    private void logFailure(ServerRequest request, Throwable cause) {
        log.write(new RequestFailed(
                request.prologue().method().text(),
                request.prologue().uriPath().rawPath(),
                cause,
                RequestLog.trace(request)));
    }

    /** The message of an exception goes to the client only where it speaks of the client's mistake. */
    private static String detail(Status status, String message) {
        if (status.code() >= Status.INTERNAL_SERVER_ERROR_500.code()) {
            return "The service failed to answer this request. Its log says why.";
        }
        return message == null || message.isBlank() ? status.reasonPhrase() : message;
    }
}
