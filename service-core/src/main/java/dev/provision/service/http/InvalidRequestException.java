package dev.provision.service.http;

import dev.provision.service.http.Problem.Violation;
import java.util.List;

/** Thrown by a handler for a request with parts that are not valid; the client gets a 400 that names them all. */
public final class InvalidRequestException extends RuntimeException {
    private final transient List<Violation> violations;

    public InvalidRequestException(List<Violation> violations) {
        super("Invalid: " + violations);
        this.violations = List.copyOf(violations);
    }

    public List<Violation> violations() {
        return violations;
    }
}
