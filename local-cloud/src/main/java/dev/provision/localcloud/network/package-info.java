/**
 * Whether a packet can get from here to there, and if not, what stops it: routes, internet gateway, NAT, public addresses,
 * security groups, network ACLs. Also which loopback address stands for which private address.
 *
 * <p>May use the JDK only. {@link dev.provision.localcloud.network.Topology} is what it needs to know of the EC2 model,
 * which implements it; knows nothing of load balancers, tasks or functions.
 */
package dev.provision.localcloud.network;
