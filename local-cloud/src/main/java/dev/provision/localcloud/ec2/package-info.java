/**
 * EC2's VPC family: VPCs, subnets, gateways, addresses, route tables, security groups, network ACLs,
 * network interfaces, VPC endpoints.
 *
 * <p>One class per kind of resource; its public methods are the operations. They share {@link
 * dev.provision.localcloud.ec2.Model}, which holds the SDK's own immutable model objects, and check each other's
 * dependencies there. {@link dev.provision.localcloud.ec2.Ec2} puts them together and is all that other packages need.
 *
 * <p>May use {@code network} (whose topology it is), {@code state}, {@code time} and the contracts of {@code wire}.
 */
package dev.provision.localcloud.ec2;
