package dev.provision.localcloud.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Tells the protocol of a request: clients choose among those that a service has. */
final class Protocols {
    private static final Operations UNKNOWN =
            new Operations(new ServiceApi("", ServiceApi.Protocol.JSON_1_1, "", ""), Map.of());
    final JsonFactory json = JsonFactory.builder()
            // Otherwise the names of a map's entries are written as surrogates, which is not UTF-8.
            .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
            .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
            .build();
    final CBORFactory cbor = new CBORFactory();

    /**
     * The protocol of a request.
     *
     * @param operations of the service; empty while the service is not known
     */
    Protocol of(WireRequest request, Optional<Operations> operations) {
        boolean speaksCbor =
                request.header("smithy-protocol").filter("rpc-v2-cbor"::equals).isPresent();
        if (speaksCbor) {
            return new RpcProtocol(cbor, RpcProtocol.CBOR, operations.orElse(UNKNOWN));
        }
        if (request.header("x-amz-target").isPresent()) {
            String contentType = List.of("application/x-amz-json-1.0", "application/x-amz-json-1.1").stream()
                    .filter(request.contentType()::equals)
                    .findFirst()
                    .orElse("application/x-amz-json-1.1");
            return new RpcProtocol(json, contentType, operations.orElse(UNKNOWN));
        }
        return operations
                .map(Operations::api)
                .map(api -> switch (api.protocol()) {
                    case EC2_QUERY -> new QueryProtocol(true, api.namespace(), api.xmlNamespace());
                    case AWS_QUERY -> new QueryProtocol(false, api.namespace(), api.xmlNamespace());
                    case REST_JSON -> new RestProtocol(json);
                    case JSON_1_0 -> new RpcProtocol(json, "application/x-amz-json-1.0", operations.orElse(UNKNOWN));
                    case JSON_1_1 -> new RpcProtocol(json, "application/x-amz-json-1.1", operations.orElse(UNKNOWN));
                })
                .orElseGet(() -> isForm(request) ? new QueryProtocol(false, "", "") : new RestProtocol(json));
    }

    private static boolean isForm(WireRequest request) {
        return request.contentType().equals("application/x-www-form-urlencoded")
                || request.parameter("Action").isPresent();
    }
}
