package dev.provision.aws.network;

/** The id of a VPC. */
public record VpcId(String value) {
    @Override
    public String toString() {
        return value;
    }
}
