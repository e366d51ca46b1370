package dev.provision.aws.network;

/** The id of a security group. */
public record GroupId(String value) {
    @Override
    public String toString() {
        return value;
    }
}
