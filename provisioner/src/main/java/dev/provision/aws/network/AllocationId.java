package dev.provision.aws.network;

/** The id of an Elastic IP. */
public record AllocationId(String value) {
    @Override
    public String toString() {
        return value;
    }
}
