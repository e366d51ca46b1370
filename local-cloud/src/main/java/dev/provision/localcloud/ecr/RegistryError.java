package dev.provision.localcloud.ecr;

import dev.provision.localcloud.wire.AwsError;
import software.amazon.awssdk.protocols.jsoncore.JsonWriter;

/**
 * Refuses a registry request, in the form of the OCI distribution specification
 * (https://github.com/opencontainers/distribution-spec/blob/main/spec.md#error-codes).
 */
final class RegistryError extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final int status;
    private final String code;

    RegistryError(int status, String code, String message) {
        super(message, null, false, false);
        this.status = status;
        this.code = code;
    }

    /** The registry's words for what the API would have said. */
    static RegistryError of(AwsError error) {
        return switch (error.code()) {
            case "RepositoryNotFoundException" -> new RegistryError(404, "NAME_UNKNOWN", error.getMessage());
            case "ImageTagAlreadyExistsException" -> new RegistryError(400, "TAG_INVALID", error.getMessage());
            case "LayersNotFoundException", "ReferencedImagesNotFoundException" ->
                new RegistryError(400, "MANIFEST_BLOB_UNKNOWN", error.getMessage());
            case "AccessDeniedException" -> new RegistryError(403, "DENIED", error.getMessage());
            default -> new RegistryError(400, "MANIFEST_INVALID", error.getMessage());
        };
    }

    int status() {
        return status;
    }

    byte[] body() {
        return JsonWriter.create()
                .writeStartObject()
                .writeFieldName("errors")
                .writeStartArray()
                .writeStartObject()
                .writeFieldName("code")
                .writeValue(code)
                .writeFieldName("message")
                .writeValue(getMessage())
                .writeEndObject()
                .writeEndArray()
                .writeEndObject()
                .getBytes();
    }
}
