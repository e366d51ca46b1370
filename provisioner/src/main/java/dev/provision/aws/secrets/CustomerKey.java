package dev.provision.aws.secrets;

import java.util.Optional;

/**
 * A customer managed key of KMS, which who reads the secret must be allowed to decrypt with.
 *
 * @param arn of the key, or a pattern for all keys of the account
 * @param alias that the key must have, where only that is known
 */
public record CustomerKey(String arn, Optional<String> alias) {
    /**
     * The key of a secret; empty for AWS's own, whose policy lets everybody in the account use it through the service.
     *
     * @param id a key's id, ARN or alias
     * @param secretArn whose region and account are the key's
     */
    static Optional<CustomerKey> of(String id, String secretArn) {
        if (id.startsWith("alias/aws/")) {
            return Optional.empty();
        }
        String[] parts = secretArn.split(":", 6);
        String base = String.join(":", parts[0], parts[1], "kms", parts[3], parts[4]) + ":";
        if (id.startsWith("alias/")) {
            return Optional.of(new CustomerKey(base + "key/*", Optional.of(id)));
        }
        return id.contains(":alias/")
                ? of(id.substring(id.indexOf("alias/")), secretArn)
                : Optional.of(new CustomerKey(id.startsWith("arn:") ? id : base + "key/" + id, Optional.empty()));
    }
}
