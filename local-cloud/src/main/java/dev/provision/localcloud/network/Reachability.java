package dev.provision.localcloud.network;

/** Answers for every packet. Interfaces are named by their id ({@code eni-…}). Called under the control-plane lock. */
public interface Reachability {
    /** Whether the interface can open a TCP connection to an address of the internet, AWS's own endpoints included. */
    Verdict toInternet(String networkInterfaceId, int port);

    /** Whether a client on the internet can open a TCP connection to the interface. */
    Verdict fromInternet(String networkInterfaceId, int port);

    /** Whether one interface can open a TCP connection to another. */
    Verdict between(String fromNetworkInterfaceId, String toNetworkInterfaceId, int port);
}
