/**
 * VPC, subnets, gateways, addresses, routes and security groups.
 *
 * <p>EC2 has no client token for most of them: they are found by their tags, which are set in the call that creates them.
 */
package dev.provision.aws.network;
