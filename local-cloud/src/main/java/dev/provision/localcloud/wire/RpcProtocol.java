package dev.provision.localcloud.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;

/**
 * The protocols that name the operation and put everything else into one document: AWS JSON 1.0 and 1.1, which name it in
 * {@code X-Amz-Target}, and Smithy RPC v2 CBOR, which names it in the path. Services that began with a query protocol
 * (CloudWatch) also answer in these; clients of theirs expect the query protocol's error codes in a header.
 *
 * @param factory of the document's format
 * @param contentType of the answers
 * @param beganAsQuery whether the service is one of those
 */
record RpcProtocol(JsonFactory factory, String contentType, boolean beganAsQuery) implements Protocol {
    static final String CBOR = "application/cbor";

    private boolean cbor() {
        return contentType.equals(CBOR);
    }

    @Override
    public String wanted(WireRequest request) {
        String target =
                cbor() ? request.rawPath() : request.header("x-amz-target").orElse("");
        return target.substring(Math.max(target.lastIndexOf('.'), target.lastIndexOf('/')) + 1);
    }

    @Override
    public Operations.Match match(Operations all, WireRequest request) {
        return all.named(wanted(request))
                .orElseThrow(() -> new AwsError(
                        "UnknownOperationException",
                        cbor() ? 404 : 400,
                        "The operation " + wanted(request) + " is not known to this service."));
    }

    @Override
    public void read(Operations.Match match, WireRequest request, SdkPojo builder) {
        try (var parser = factory.createParser(request.body())) {
            new TreeReader(parser, SdkField::memberName).read(builder);
        } catch (IOException broken) {
            throw new Malformed("The document could not be parsed.");
        }
    }

    @Override
    public WireResponse answer(Operation operation, SdkPojo response, String requestId) {
        return document(operation.status(), out -> new TreeWriter(out, SdkField::memberName).structure(response));
    }

    @Override
    public WireResponse refusal(AwsError error, String requestId) {
        String shape = error.details().getOrDefault("__type", error.code());
        WireResponse response = document(error.status(), out -> {
            out.writeStartObject();
            out.writeStringField("__type", shape);
            out.writeStringField("message", error.getMessage());
            for (Map.Entry<String, String> detail : error.details().entrySet()) {
                if (!detail.getKey().equals("__type")) {
                    out.writeStringField(detail.getKey(), detail.getValue());
                }
            }
            out.writeEndObject();
        });
        String sender = error.status() < 500 ? "Sender" : "Receiver";
        return beganAsQuery ? response.with("x-amzn-query-error", error.code() + ";" + sender) : response;
    }

    private WireResponse document(int status, Document document) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator out = factory.createGenerator(bytes)) {
            document.write(out);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        WireResponse response = WireResponse.of(status, contentType, bytes.toByteArray());
        return cbor() ? response.with("smithy-protocol", "rpc-v2-cbor") : response;
    }

    @Override
    public String malformedCode() {
        return "SerializationException";
    }

    private interface Document {
        void write(JsonGenerator out) throws IOException;
    }
}
