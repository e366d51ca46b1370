package dev.provision.localcloud.wire;

import static dev.provision.localcloud.wire.ServiceApi.Protocol.AWS_QUERY;
import static dev.provision.localcloud.wire.ServiceApi.Protocol.EC2_QUERY;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import java.util.Optional;

/** Tells the protocol of a request: clients choose among those that a service has. */
final class Protocols {
    private static final String JSON_1_0_TYPE = "application/x-amz-json-1.0";
    private static final String JSON_1_1_TYPE = "application/x-amz-json-1.1";
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
        Optional<ServiceApi> api = operations.map(Operations::api);
        boolean beganAsQuery = api.map(ServiceApi::protocol)
                .filter(protocol -> protocol == AWS_QUERY || protocol == EC2_QUERY)
                .isPresent();
        boolean speaksCbor =
                request.header("smithy-protocol").filter("rpc-v2-cbor"::equals).isPresent();
        if (speaksCbor) {
            return new RpcProtocol(cbor, RpcProtocol.CBOR, beganAsQuery);
        }
        if (request.header("x-amz-target").isPresent()) {
            String contentType = request.contentType().equals(JSON_1_0_TYPE) ? JSON_1_0_TYPE : JSON_1_1_TYPE;
            return new RpcProtocol(json, contentType, beganAsQuery);
        }
        return api.map(this::usual)
                .orElseGet(() ->
                        isForm(request) ? new QueryProtocol(false, "", "") : new RestProtocol(new JsonDocuments(json)));
    }

    private Protocol usual(ServiceApi api) {
        return switch (api.protocol()) {
            case EC2_QUERY -> new QueryProtocol(true, api.namespace(), api.xmlNamespace());
            case AWS_QUERY -> new QueryProtocol(false, api.namespace(), api.xmlNamespace());
            case REST_JSON -> new RestProtocol(new JsonDocuments(json));
            // Of the services that speak it only S3 does not wrap its errors.
            case REST_XML ->
                new RestProtocol(
                        new XmlDocuments(api.xmlNamespace(), api.signingName().equals("s3")));
            case JSON_1_0 -> new RpcProtocol(json, JSON_1_0_TYPE, false);
            case JSON_1_1 -> new RpcProtocol(json, JSON_1_1_TYPE, false);
        };
    }

    private static boolean isForm(WireRequest request) {
        return request.contentType().equals("application/x-www-form-urlencoded")
                || request.parameter("Action").isPresent();
    }
}
