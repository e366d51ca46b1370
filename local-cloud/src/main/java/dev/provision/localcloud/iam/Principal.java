package dev.provision.localcloud.iam;

/** Who asks for something, as policies name it. */
public sealed interface Principal {
    /**
     * An AWS service.
     *
     * @param name for example {@code lambda.amazonaws.com}
     */
    record Service(String name) implements Principal {}

    /**
     * An identity of an account.
     *
     * @param arn of a role or user, or the account's root
     */
    record Identity(String arn) implements Principal {
        /** The account's twelve digits. */
        String account() {
            String[] parts = arn.split(":", 6);
            return parts.length > 4 ? parts[4] : "";
        }
    }
}
