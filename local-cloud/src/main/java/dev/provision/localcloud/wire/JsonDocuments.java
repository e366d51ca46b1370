package dev.provision.localcloud.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;

/** JSON, as Lambda speaks it. */
record JsonDocuments(JsonFactory factory) implements RestDocuments {
    private static final String JSON = "application/json";

    @Override
    public String contentType() {
        return JSON;
    }

    @Override
    public void read(byte[] body, SdkPojo builder) {
        try (var parser = factory.createParser(body)) {
            new TreeReader(parser, SdkField::locationName).read(builder);
        } catch (IOException broken) {
            throw new Malformed("Could not parse request body into json.");
        }
    }

    @Override
    public byte[] write(String root, SdkPojo structure) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator out = factory.createGenerator(bytes)) {
            new TreeWriter(out, SdkField::locationName).structure(structure);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    @Override
    public WireResponse refusal(AwsError error, String requestId) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator out = factory.createGenerator(bytes)) {
            out.writeStartObject();
            out.writeStringField(
                    "Type", error.details().getOrDefault("Type", error.status() < 500 ? "User" : "Service"));
            out.writeStringField("Message", error.getMessage());
            for (var detail : error.details().entrySet()) {
                if (!detail.getKey().equals("Type")) {
                    out.writeStringField(detail.getKey(), detail.getValue());
                }
            }
            out.writeEndObject();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return WireResponse.of(error.status(), JSON, bytes.toByteArray());
    }

    @Override
    public String malformedCode() {
        return "InvalidRequestContentException";
    }
}
