package dev.provision.service.lambda;

import java.time.Instant;
import java.util.Optional;

/**
 * One event for the function to answer.
 *
 * @param requestId the id that Lambda gave it
 * @param deadline when Lambda stops waiting for the answer
 * @param traceId what X-Ray knows it by
 * @param event the event, JSON in all likelihood
 */
record Invocation(String requestId, Instant deadline, Optional<String> traceId, Content event) {}
