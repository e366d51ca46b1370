package dev.provision.localcloud.elb;

import java.net.InetAddress;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Where a load balancer is on this machine. The first one is {@code localhost}, which everyone can type; the next ones are
 * further loopback addresses, because two load balancers may both have a listener on port 80.
 *
 * @param address loopback
 * @param dnsName a name that every client on this machine resolves
 */
record Site(InetAddress address, String dnsName) {
    private static final int MOST = 254;

    /** The first site that no load balancer has. */
    static Site free(ElbState state) {
        Set<InetAddress> taken = state.balancers.values().stream()
                .map(ElbState.Balancing::address)
                .collect(Collectors.toSet());
        return IntStream.rangeClosed(1, MOST)
                .mapToObj(n -> InetAddress.ofLiteral("127.0.0." + n))
                .filter(address -> !taken.contains(address))
                .findFirst()
                .map(address -> new Site(address, name(address)))
                .orElseThrow(() -> Errors.configuration("No loopback address is left for another load balancer"));
    }

    private static String name(InetAddress address) {
        String text = address.getHostAddress();
        return text.equals("127.0.0.1") ? "localhost" : text;
    }
}
