package dev.provision.localcloud.network;

import java.util.List;

/** Says hop by hop what lets a packet pass or stops it, the last hop being the one that stopped it. Called under the control-plane lock. */
public interface Explanations {
    /** From an interface to an address of the internet. */
    List<Verdict> explainToInternet(String networkInterfaceId, int port);

    /** From a client on the internet to an interface. */
    List<Verdict> explainFromInternet(String networkInterfaceId, int port);

    /** From one interface to another. */
    List<Verdict> explainBetween(String fromNetworkInterfaceId, String toNetworkInterfaceId, int port);
}
