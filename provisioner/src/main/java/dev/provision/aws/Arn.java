package dev.provision.aws;

/** An ARN. */
public record Arn(String value) {
    private static final int SERVICE = 2;
    private static final int RESOURCE = 5;
    private static final int PARTS = 6;

    /** The service, for example {@code ecs}. */
    public String service() {
        return part(SERVICE);
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
