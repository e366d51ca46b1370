package dev.provision.localcloud.secretsmanager;

import dev.provision.localcloud.wire.AwsError;
import java.nio.charset.StandardCharsets;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.secretsmanager.model.GetSecretValueResponse;

/** What a version of a secret holds. */
sealed interface Value {
    /** The most bytes that a secret may have ("AWS Secrets Manager quotas"). */
    int LARGEST = 65_536;

    /** Text. */
    record Text(String text) implements Value {
        @Override
        public String toString() {
            return "Text[***]";
        }
    }

    /** Bytes. */
    record Binary(SdkBytes bytes) implements Value {
        @Override
        public String toString() {
            return "Binary[***]";
        }
    }

    /**
     * The value in a request, of which one of both must be there.
     *
     * @throws AwsError if there is none or both, or it is too large
     */
    static Value of(String text, SdkBytes bytes) {
        if ((text == null) == (bytes == null)) {
            throw AwsError.badRequest(
                    "InvalidRequestException",
                    text == null
                            ? "You must provide either SecretString or SecretBinary."
                            : "You can't provide both SecretString and SecretBinary.");
        }
        int size = text == null ? bytes.asByteArrayUnsafe().length : text.getBytes(StandardCharsets.UTF_8).length;
        if (size == 0 || size > LARGEST) {
            throw AwsError.badRequest(
                    "ValidationException",
                    "1 validation error detected: Value at '" + (text == null ? "secretBinary" : "secretString")
                            + "' failed to satisfy constraint: Member must have length between 1 and " + LARGEST);
        }
        return text == null ? new Binary(bytes) : new Text(text);
    }

    /** Puts it into an answer. */
    default void show(GetSecretValueResponse.Builder response) {
        switch (this) {
            case Text(String text) -> response.secretString(text);
            case Binary(SdkBytes bytes) -> response.secretBinary(bytes);
        }
    }
}
