package dev.provision.localcloud.network;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/** The network interfaces that services make for their load balancers, tasks and functions. Called under the control-plane lock. */
public interface NetworkInterfaces {
    /**
     * Makes an interface in a subnet, as a service does for itself.
     *
     * @throws dev.provision.localcloud.wire.AwsError if the subnet or a group does not exist, or the subnet is full
     */
    Attached attach(Request request);

    /** Removes an interface; removing one that is gone is no error. */
    void detach(String networkInterfaceId);

    Optional<Attached> find(String networkInterfaceId);

    /** The interface that has a private address in a VPC. */
    Optional<Attached> find(String vpcId, String privateIp);

    /** Replaces the groups of an interface. */
    void changeGroups(String networkInterfaceId, List<String> groupIds);

    /**
     * @param subnetId where
     * @param groupIds its security groups; empty: the VPC's default group
     * @param description as AWS words it, for example {@code ELB app/demo/50dc6c495c0c9188}
     * @param interfaceType as EC2 names it: {@code interface}, {@code lambda}, {@code nat_gateway}
     * @param requester who manages it, for example {@code amazon-elb}
     * @param publicIp whether it gets a public address
     */
    record Request(
            String subnetId,
            List<String> groupIds,
            String description,
            String interfaceType,
            String requester,
            boolean publicIp) {
        public Request {
            groupIds = List.copyOf(groupIds);
        }
    }

    /**
     * @param id {@code eni-…}
     * @param vpcId its VPC
     * @param subnetId its subnet
     * @param availabilityZone its subnet's
     * @param privateIp its private address
     * @param publicIp its public address, if it has one
     * @param macAddress as EC2 shows it
     * @param groupIds its security groups
     * @param loopback the address of this machine that stands for the private address (10.0.10.7 → 127.0.10.7, or another
     *     free one where two VPCs overlap)
     */
    record Attached(
            String id,
            String vpcId,
            String subnetId,
            String availabilityZone,
            String privateIp,
            Optional<String> publicIp,
            String macAddress,
            List<String> groupIds,
            InetAddress loopback) {
        public Attached {
            groupIds = List.copyOf(groupIds);
        }
    }
}
