package dev.provision.localcloud.network;

/** Answers for every packet. Interfaces are named by their id ({@code eni-…}). Called under the control-plane lock. */
public interface Reachability {
    /** Whether the interface can open a TCP connection to an address of the internet, AWS's own endpoints included. */
    Verdict toInternet(String networkInterfaceId, int port);

    /**
     * Whether the interface can open an HTTPS connection to one of AWS's services in the region: to a VPC endpoint where the
     * service's name or the route to its addresses leads to one, otherwise over the internet.
     *
     * @param service as endpoints name it, for example {@code ecr.api}
     */
    Verdict toService(String networkInterfaceId, String service);

    /** Whether a client on the internet can open a TCP connection to the interface. */
    Verdict fromInternet(String networkInterfaceId, int port);

    /** Whether one interface can open a TCP connection to another. */
    Verdict between(String fromNetworkInterfaceId, String toNetworkInterfaceId, int port);
}
