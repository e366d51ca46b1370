package dev.provision.localcloud.network;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.LongStream;

/**
 * Which address of this machine stands for which private address: 10.0.10.7 is 127.0.10.7, unless somebody has it.
 *
 * <p>An address is held by a listening socket on one agreed port, so that two clouds on one machine, in one process or in
 * two, never hand out the same one; the system frees it when the process ends, however it ends. Called under the
 * control-plane lock.
 */
public final class LoopbackAddresses implements AutoCloseable {
    private static final int CLAIM_PORT = 4565;
    private static final int ATTEMPTS = 4096;
    private static final Cidr LOOPBACK = Cidr.of("127.0.0.0/8");

    /** 127.0.0.1 to 127.0.0.15 belong to the machine's own services: resolvers and whoever else listens there. */
    private static final Cidr KEPT_FREE = Cidr.of("127.0.0.0/28");

    private final Map<String, Claim> claims = new ConcurrentHashMap<>();

    /**
     * Gives the owner an address; the same one again until it is released.
     *
     * @param owner who has it, for example {@code eni-…}
     * @param privateIp the address it stands for
     * @throws IllegalStateException if a long search finds none that is free
     */
    public InetAddress claim(String owner, String privateIp) {
        Claim known = claims.get(owner);
        if (known != null) {
            return known.address();
        }
        long natural = LOOPBACK.first() | (Cidr.address(privateIp).orElseThrow() & 0xffffffL);
        Claim claim = LongStream.concat(
                        LongStream.of(natural),
                        LongStream.rangeClosed(1, ATTEMPTS).map(step -> alternative(natural, step)))
                .filter(address -> !KEPT_FREE.contains(address) && address != LOOPBACK.last())
                .boxed()
                .flatMap(address -> attempt(address).stream())
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("No loopback address is free for " + privateIp));
        claims.put(owner, claim);
        return claim.address();
    }

    /** Frees the owner's address; nothing happens if it has none. */
    public void release(String owner) {
        Claim claim = claims.remove(owner);
        if (claim != null) {
            claim.close();
        }
    }

    @Override
    public void close() {
        claims.values().forEach(Claim::close);
        claims.clear();
    }

    /** Another second byte, then other last bytes: recognisable to a human who knows the private address. */
    private static long alternative(long natural, long step) {
        long offset = (step % 255 << 16) + step / 255;
        return LOOPBACK.first() | ((natural + offset) & 0xffffffL);
    }

    private Optional<Claim> attempt(long number) {
        InetAddress address = inet(number);
        try {
            return Optional.of(new Claim(address, Optional.of(listen(address, CLAIM_PORT))));
        } catch (BindException taken) {
            // A system on which only 127.0.0.1 exists (macOS without aliases) cannot tell clouds apart: no claim there.
            return assignable(address) || held(address)
                    ? Optional.empty()
                    : Optional.of(new Claim(address, Optional.empty()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean held(InetAddress address) {
        return claims.values().stream().anyMatch(claim -> claim.address().equals(address));
    }

    private static boolean assignable(InetAddress address) {
        try (ServerSocket probe = listen(address, 0)) {
            return probe.isBound();
        } catch (IOException e) {
            return false;
        }
    }

    private static ServerSocket listen(InetAddress address, int port) throws IOException {
        ServerSocket socket = new ServerSocket();
        try {
            // Otherwise an address whose last owner has just gone would count as taken for a minute.
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(address, port), 1);
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    private static InetAddress inet(long number) {
        try {
            return InetAddress.getByAddress(
                    new byte[] {(byte) (number >> 24), (byte) (number >> 16), (byte) (number >> 8), (byte) number});
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }

    private record Claim(InetAddress address, Optional<ServerSocket> socket) {
        void close() {
            socket.ifPresent(held -> {
                try {
                    held.close();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }
}
