package dev.provision.aws.network;

/** The id of an internet gateway. */
public record InternetGatewayId(String value) {
    @Override
    public String toString() {
        return value;
    }
}
