package dev.provision.aws.secrets;

import java.util.Optional;

/**
 * A secret that exists; its value is never read here.
 *
 * @param arn exactly, of a secret with its random suffix
 * @param key that it is encrypted with; empty: none, or one of AWS, which needs no right
 * @param store where it is kept
 */
public record KeptSecret(String arn, Optional<CustomerKey> key, Store store) {
    /** Where values are kept. */
    public enum Store {
        /** Parameter Store of Systems Manager. */
        PARAMETERS("ssm:GetParameters", "ssm"),
        /** Secrets Manager. */
        SECRETS("secretsmanager:GetSecretValue", "secret");

        private final String action;
        private final String scheme;

        Store(String action, String scheme) {
            this.action = action;
            this.scheme = scheme;
        }

        /** The action that reads a value. */
        public String action() {
            return action;
        }

        String scheme() {
            return scheme;
        }
    }
}
