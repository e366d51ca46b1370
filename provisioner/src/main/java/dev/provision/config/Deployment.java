package dev.provision.config;

import java.util.Optional;

/**
 * What an environment is put into and has in front of it.
 *
 * @param vpc an existing network to use; empty: one is created
 * @param balancer settings of the load balancer
 */
public record Deployment(Optional<AwsVpc> vpc, AwsAlb balancer) {
    /** A network of its own, and a load balancer that serves HTTP. */
    public static Deployment standard() {
        return new Deployment(Optional.empty(), AwsAlb.standard());
    }
}
