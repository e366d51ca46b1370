package dev.provision.service.lambda;

import dev.provision.service.json.Json;
import dev.provision.service.lambda.HttpMessage.Header;
import dev.provision.service.lambda.HttpMessage.Request;
import dev.provision.service.lambda.HttpMessage.Response;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Lambda's Runtime API, as "Using the Lambda runtime API" of the Lambda developer guide (runtimes-api) has it. Holds no
 * connection: an environment may be frozen between any two calls.
 */
public final class RuntimeApi {
    private static final String BASE = "/2018-06-01/runtime";
    private static final int PAYLOAD_TOO_LARGE = 413;
    private static final String ERROR_TYPE_HEADER = "Lambda-Runtime-Function-Error-Type";

    /** A function has at most 15 minutes. */
    private static final Duration LONGEST_TIMEOUT = Duration.ofMinutes(15);

    private final InetSocketAddress address;

    /**
     * The API at an address.
     *
     * @param hostAndPort as in the variable AWS_LAMBDA_RUNTIME_API
     * @throws IllegalArgumentException when it is not host:port
     */
    public RuntimeApi(String hostAndPort) {
        int colon = hostAndPort.lastIndexOf(':');
        if (colon < 1) {
            throw new IllegalArgumentException("AWS_LAMBDA_RUNTIME_API is '" + hostAndPort + "' but must be host:port");
        }
        this.address = new InetSocketAddress(
                hostAndPort.substring(0, colon), Integer.parseInt(hostAndPort.substring(colon + 1)));
    }

    /**
     * Waits, as long as it takes, for the next event.
     *
     * @throws IOException when the API is gone or refuses; there is no way to go on then
     */
    Invocation next() throws IOException {
        Response response = call(new Request("GET", BASE + "/invocation/next", List.of(), Content.EMPTY));
        if (response.status() != 200) {
            throw new IOException("The Runtime API answered " + response.status() + " when asked for the next event");
        }
        String requestId = response.header("Lambda-Runtime-Aws-Request-Id")
                .orElseThrow(() -> new IOException("The Runtime API sent an event without a request id"));
        Optional<String> millis = response.header("Lambda-Runtime-Deadline-Ms");
        Instant deadline = millis.isPresent()
                ? Instant.ofEpochMilli(Long.parseLong(millis.get()))
                : Instant.now().plus(LONGEST_TIMEOUT);
        return new Invocation(requestId, deadline, response.header("Lambda-Runtime-Trace-Id"), response.body());
    }

    /**
     * Hands in the answer to an event, or the reason why Lambda would not take the answer.
     *
     * @return whether Lambda took the answer
     * @throws IOException when the API is gone or broken
     */
    boolean respond(String requestId, Content answer) throws IOException {
        String invocation = BASE + "/invocation/" + requestId;
        Response response = call(new Request("POST", invocation + "/response", List.of(), answer));
        if (response.status() == PAYLOAD_TOO_LARGE) {
            fail(
                    invocation + "/error",
                    "Function.ResponseSizeTooLarge",
                    "The answer has " + answer.length() + " bytes, more than Lambda takes");
            return false;
        }
        exitIfBroken(response);
        // 400 and 403: Lambda gave the invocation up meanwhile
        return response.status() < 300;
    }

    /**
     * Says that the function cannot start.
     *
     * @throws IOException when the API is gone
     */
    public void failInit(Throwable cause) throws IOException {
        fail(BASE + "/init/error", "Runtime.InitError", String.valueOf(cause.getMessage()));
    }

    private void fail(String path, String type, String message) throws IOException {
        Content error = Content.of(Json.bytes(Json.object()
                .add("errorMessage", message)
                .add("errorType", type)
                .add("stackTrace", Json.array())
                .build()));
        exitIfBroken(call(new Request("POST", path, List.of(new Header(ERROR_TYPE_HEADER, type)), error)));
    }

    /** "Container error. Non-recoverable state. Runtime should exit promptly." [runtimes-api, status 500] */
    private static void exitIfBroken(Response response) throws IOException {
        if (response.status() >= 500) {
            throw new IOException("The Runtime API answered " + response.status());
        }
    }

    private Response call(Request request) throws IOException {
        try (HttpExchange exchange = new HttpExchange(address)) {
            return exchange.send(request);
        }
    }
}
