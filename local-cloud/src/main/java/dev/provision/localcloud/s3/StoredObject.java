package dev.provision.localcloud.s3;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import software.amazon.awssdk.core.SdkBytes;

/**
 * An object.
 *
 * @param bytes its content
 * @param contentType as it was put
 * @param modified when it was put
 */
record StoredObject(SdkBytes bytes, String contentType, Instant modified) {
    long size() {
        return bytes.asByteArrayUnsafe().length;
    }

    /** The MD5 of the content in quotes, as S3 has it for objects that are put at once. */
    String eTag() {
        try {
            byte[] digest = MessageDigest.getInstance("MD5").digest(bytes.asByteArrayUnsafe());
            return '"' + HexFormat.of().formatHex(digest) + '"';
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has MD5", e);
        }
    }
}
