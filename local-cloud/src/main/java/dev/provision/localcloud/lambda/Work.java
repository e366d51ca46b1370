package dev.provision.localcloud.lambda;

import java.util.Optional;
import software.amazon.awssdk.core.SdkBytes;

/**
 * One event for a function.
 *
 * @param requestId of the invocation
 * @param functionArn as the caller named it
 * @param payload JSON
 * @param clientContext JSON, if the caller sent one
 * @param traceId X-Ray's
 */
record Work(String requestId, String functionArn, SdkBytes payload, Optional<String> clientContext, String traceId) {}
