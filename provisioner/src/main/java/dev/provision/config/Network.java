package dev.provision.config;

import java.util.List;

/**
 * The network to create.
 *
 * @param cidr the VPC's range
 * @param publicSubnets one range per availability zone
 * @param privateSubnets one range per availability zone
 * @param natGateways how many ways out the private subnets get
 */
public record Network(String cidr, List<String> publicSubnets, List<String> privateSubnets, NatGateways natGateways) {
    public Network {
        publicSubnets = List.copyOf(publicSubnets);
        privateSubnets = List.copyOf(privateSubnets);
    }

    /** How many NAT gateways; {@code NONE} leaves the private subnets without a way out, and puts tasks into the public ones. */
    public enum NatGateways {
        PER_AZ,
        SINGLE,
        NONE
    }

    public int availabilityZones() {
        return publicSubnets.size();
    }
}
