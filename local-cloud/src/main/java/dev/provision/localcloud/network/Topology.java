package dev.provision.localcloud.network;

import java.util.List;
import java.util.Optional;

/** What a packet meets: the part of the EC2 model that decides whether it arrives. */
public interface Topology {
    /** An interface by its id. */
    Optional<Endpoint> endpoint(String networkInterfaceId);

    /** The routes that apply to a subnet: of the route table associated with it, otherwise of its VPC's main one. */
    Routes routes(String subnetId);

    /** The network ACL that a subnet is under. */
    Acl acl(String subnetId);

    /** The IPv4 rules of a security group, both directions. */
    List<Rule> rules(String groupId);

    Optional<Nat> nat(String natGatewayId);

    /**
     * The VPC endpoint to which the name or the addresses of an AWS service lead from a subnet; empty where they lead to the
     * internet.
     */
    Optional<Door> door(String subnetId, String service);

    /** Whether an internet gateway is attached to a VPC. */
    boolean attached(String internetGatewayId, String vpcId);

    /**
     * @param id {@code eni-…}
     * @param vpcId its VPC
     * @param subnetId its subnet
     * @param privateIp its private address
     * @param publicIp its public address, if it has one
     * @param groupIds its security groups
     */
    record Endpoint(
            String id,
            String vpcId,
            String subnetId,
            String privateIp,
            Optional<String> publicIp,
            List<String> groupIds) {
        public Endpoint {
            groupIds = List.copyOf(groupIds);
        }
    }

    /**
     * @param routeTableId {@code rtb-…}
     * @param routes in any order
     */
    record Routes(String routeTableId, List<Route> routes) {
        public Routes {
            routes = List.copyOf(routes);
        }
    }

    /**
     * @param destination the addresses that take it
     * @param target {@code local}, or the id of a gateway or interface
     */
    record Route(Cidr destination, String target) {}

    /**
     * One rule of a security group.
     *
     * @param id {@code sgr-…}
     * @param egress whether it is about packets that leave
     * @param protocol {@code tcp}, {@code udp}, {@code icmp}, a number, or {@code -1} for all
     * @param fromPort the first port
     * @param toPort the last port
     * @param peer who is at the other end
     */
    record Rule(String id, boolean egress, String protocol, int fromPort, int toPort, Peer peer) {
        /** Whether it lets a TCP connection to {@code port} pass, whoever is at the other end. */
        boolean covers(int port) {
            return protocol.equals("-1") || (protocol.equals("tcp") && fromPort <= port && port <= toPort);
        }
    }

    /** The other end that a rule names. */
    sealed interface Peer {
        /** Everyone with an address in a block. */
        record Block(Cidr cidr) implements Peer {}

        /** Every interface that is in a group, by its private address. */
        record Group(String groupId) implements Peer {}
    }

    /** A VPC endpoint. */
    sealed interface Door {
        /**
         * An interface endpoint, to which the service's name leads in all of its VPC.
         *
         * @param id {@code vpce-…}
         * @param networkInterfaceIds of which any will do: clients try one address after the other
         */
        record Interfaces(String id, List<String> networkInterfaceIds) implements Door {
            public Interfaces {
                networkInterfaceIds = List.copyOf(networkInterfaceIds);
            }
        }

        /**
         * A gateway endpoint, to which the subnet's route table leads.
         *
         * @param id {@code vpce-…}
         * @param address one of the service's
         */
        record Gateway(String id, String address) implements Door {}
    }

    /**
     * @param id {@code nat-…}
     * @param state as EC2 names it
     * @param vpcId its VPC
     * @param subnetId where it stands
     * @param publicIp its Elastic IP; a private NAT gateway has none
     */
    record Nat(String id, String state, String vpcId, String subnetId, Optional<String> publicIp) {}
}
