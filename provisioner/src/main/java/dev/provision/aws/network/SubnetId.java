package dev.provision.aws.network;

/** The id of a subnet. */
public record SubnetId(String value) {
    @Override
    public String toString() {
        return value;
    }
}
