package dev.provision.aws.network;

/** The id of a NAT gateway. */
public record NatGatewayId(String value) {
    @Override
    public String toString() {
        return value;
    }
}
