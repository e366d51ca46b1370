package dev.provision.service.lambda;

import java.util.List;
import java.util.Optional;

/** What both directions of an HTTP exchange have: headers, in order, and a body. */
sealed interface HttpMessage {
    List<Header> headers();

    Content body();

    /** The first value of that header, whatever the case of its name. */
    default Optional<String> header(String name) {
        for (Header header : headers()) {
            if (header.is(name)) {
                return Optional.of(header.value());
            }
        }
        return Optional.empty();
    }

    record Header(String name, String value) {
        boolean is(String other) {
            return name.equalsIgnoreCase(other);
        }
    }

    /**
     * A request.
     *
     * @param target path and query as they go over the wire, encoded
     */
    record Request(String method, String target, List<Header> headers, Content body) implements HttpMessage {
        public Request {
            headers = List.copyOf(headers);
        }
    }

    /** A response. */
    record Response(int status, String reason, List<Header> headers, Content body) implements HttpMessage {
        public Response {
            headers = List.copyOf(headers);
        }
    }
}
