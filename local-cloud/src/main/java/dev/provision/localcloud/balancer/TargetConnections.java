package dev.provision.localcloud.balancer;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import javax.net.ssl.SSLSocketFactory;

/** The connections to targets that wait for their next request. */
final class TargetConnections implements AutoCloseable {
    /** "Troubleshoot your Application Load Balancers", HTTP 504: a connection attempt ends after 10 seconds. */
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

    private static final int MOST_AT_REST = 256;
    private static final Duration LONGEST_REST = Duration.ofSeconds(60);

    /** To ask the system whether a connection is still open costs as much as to use it. */
    private static final Duration WORTH_A_LOOK = Duration.ofMillis(2);

    private final ConcurrentHashMap<InetSocketAddress, ConcurrentLinkedDeque<TargetConnection>> resting =
            new ConcurrentHashMap<>();
    private final SSLSocketFactory anyCertificate;

    TargetConnections(SSLSocketFactory anyCertificate) {
        this.anyCertificate = anyCertificate;
    }

    /** A connection for one request: a rested one, or a new one. */
    TargetConnection take(InetSocketAddress address, boolean tls) throws IOException {
        if (tls) {
            return TargetConnection.open(address, Optional.of(anyCertificate), CONNECT_TIMEOUT);
        }
        ConcurrentLinkedDeque<TargetConnection> rested = resting.get(address);
        if (rested != null) {
            for (TargetConnection one = rested.pollFirst(); one != null; one = rested.pollFirst()) {
                if (!one.restedFor(LONGEST_REST) && (!one.restedFor(WORTH_A_LOOK) || one.usable())) {
                    return one;
                }
                one.close();
            }
        }
        return TargetConnection.open(address, Optional.empty(), CONNECT_TIMEOUT);
    }

    /** Keeps a connection whose answer has been read to its end. */
    void give(TargetConnection connection) {
        connection.rest();
        ConcurrentLinkedDeque<TargetConnection> rested =
                resting.computeIfAbsent(connection.address(), _ -> new ConcurrentLinkedDeque<>());
        rested.addFirst(connection);
    }

    /** Closes what has rested for too long or is too much. */
    void sweep() {
        resting.values().forEach(rested -> {
            int kept = 0;
            for (TargetConnection one : rested) {
                if ((one.restedFor(LONGEST_REST) || kept >= MOST_AT_REST) && rested.remove(one)) {
                    one.close();
                } else {
                    kept++;
                }
            }
        });
    }

    @Override
    public void close() {
        resting.values().forEach(rested -> {
            for (TargetConnection one = rested.pollFirst(); one != null; one = rested.pollFirst()) {
                one.close();
            }
        });
    }
}
