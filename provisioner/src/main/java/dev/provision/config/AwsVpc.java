package dev.provision.config;

import java.util.List;

/**
 * An existing network: it is checked and used, never changed and never deleted.
 *
 * @param id of the VPC
 * @param publicSubnets ids of those for the load balancer, in two availability zones at least
 * @param privateSubnets ids of those for functions and tasks
 */
public record AwsVpc(String id, List<String> publicSubnets, List<String> privateSubnets) {
    public AwsVpc {
        publicSubnets = List.copyOf(publicSubnets);
        privateSubnets = List.copyOf(privateSubnets);
    }
}
