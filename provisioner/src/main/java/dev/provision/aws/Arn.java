package dev.provision.aws;

/** An ARN. */
public record Arn(String value) {
    private static final int PARTITION = 1;
    private static final int SERVICE = 2;
    private static final int ACCOUNT = 4;
    private static final int RESOURCE = 5;
    private static final int PARTS = 6;

    /** {@code aws}, or that of China or of a government. */
    public String partition() {
        return part(PARTITION);
    }

    /** The service, for example {@code ecs}. */
    public String service() {
        return part(SERVICE);
    }

    /** The twelve digits of the account; empty for what belongs to none. */
    public String account() {
        return part(ACCOUNT);
    }

    /** All after the account: type and name. */
    public String resource() {
        return part(RESOURCE);
    }

    /** The first word of {@link #resource}. */
    public String type() {
        return resource().split("[/:]", 2)[0];
    }

    private String part(int index) {
        String[] parts = value.split(":", PARTS);
        return parts.length == PARTS ? parts[index] : "";
    }
}
