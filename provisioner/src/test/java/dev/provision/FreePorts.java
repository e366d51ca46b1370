package dev.provision;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;

/**
 * Ports for the tests' local clouds. From below the range out of which the system serves outgoing connections (32768 and up
 * on Linux): a port there that is free now may be one's own client's a moment later.
 */
public final class FreePorts {
    private static final int FIRST = 11_000;
    private static final int LAST = 31_000;
    private static final int[] LISTENERS = {80, 443};

    private FreePorts() {}

    /** One port. */
    public static int port() {
        return candidates().filter(FreePorts::free).findFirst().orElseThrow();
    }

    /** An offset at which both listener ports of a load balancer are free. */
    public static int offset() {
        return candidates()
                .filter(offset -> IntStream.of(LISTENERS).allMatch(port -> free(offset + port)))
                .findFirst()
                .orElseThrow();
    }

    private static IntStream candidates() {
        return ThreadLocalRandom.current().ints(1000, FIRST, LAST);
    }

    private static boolean free(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException taken) {
            return false;
        }
    }
}
