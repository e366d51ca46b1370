/**
 * Whether a packet can get from here to there, and if not, what stops it: routes, internet gateway, NAT, public addresses,
 * security groups. Also which loopback address stands for which private address.
 *
 * <p>Reads the EC2 model; knows nothing of load balancers, tasks or functions.
 */
package dev.provision.localcloud.network;
