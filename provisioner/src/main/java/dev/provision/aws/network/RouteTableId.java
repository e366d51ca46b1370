package dev.provision.aws.network;

/** The id of a route table. */
public record RouteTableId(String value) {
    @Override
    public String toString() {
        return value;
    }
}
