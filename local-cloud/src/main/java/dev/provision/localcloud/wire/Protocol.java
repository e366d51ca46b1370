package dev.provision.localcloud.wire;

import software.amazon.awssdk.core.SdkPojo;

/** One way of speaking to a service. */
sealed interface Protocol permits QueryProtocol, RpcProtocol, RestProtocol {
    /** What a request asks for, as far as it can be told, for the request log. */
    String wanted(WireRequest request);

    /**
     * The operation that a request is for.
     *
     * @throws AwsError if there is none
     */
    Operations.Match match(Operations operations, WireRequest request);

    /**
     * Fills a request's builder.
     *
     * @throws Malformed if the request cannot be read
     */
    void read(Operations.Match match, WireRequest request, SdkPojo builder);

    /**
     * What a request carries to be stored as it is.
     *
     * @throws Malformed if it cannot be read
     */
    default byte[] bytes(WireRequest request) {
        return request.body();
    }

    WireResponse answer(Operation operation, SdkPojo response, String requestId);

    WireResponse refusal(AwsError error, String requestId);

    /** The error code for a request that cannot be read. */
    String malformedCode();

    /** The error code for a request with values that cannot be used. */
    default String invalidCode() {
        return "ValidationException";
    }
}
