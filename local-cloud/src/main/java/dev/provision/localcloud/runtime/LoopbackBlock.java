package dev.provision.localcloud.runtime;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Loopback addresses for what has no address in a VPC, such as the execution environments of functions. An address belongs
 * to whoever managed to bind its port, so that several local clouds of one machine do not give out the same.
 *
 * @param <T> what is bound
 */
public final class LoopbackBlock<T> {
    private static final int ADDRESSES = 250 * 250;

    private final int network;
    private final Binding<T> binding;
    private final AtomicInteger next = new AtomicInteger();

    /** @param network the second number of the addresses: 9 for 127.9.x.y */
    public LoopbackBlock(int network, Binding<T> binding) {
        this.network = network;
        this.binding = binding;
    }

    /** Binds something to an address. */
    @FunctionalInterface
    public interface Binding<T> {
        /** @throws BindException if the address is taken */
        T bind(InetAddress address) throws IOException;
    }

    /**
     * Binds to the next address that is free.
     *
     * @throws IOException if none is, or binding fails for another reason
     */
    public T take() throws IOException {
        BindException taken = new BindException("no address tried");
        for (int tries = 0; tries < ADDRESSES; tries++) {
            try {
                return binding.bind(address(Math.floorMod(next.getAndIncrement(), ADDRESSES)));
            } catch (BindException e) {
                // Taken by another local cloud of this machine, or by an older one that is about to end: the next one.
                taken = e;
            }
        }
        throw taken;
    }

    private InetAddress address(int index) throws UnknownHostException {
        byte[] bytes = {127, (byte) network, (byte) (index / 250), (byte) (1 + index % 250)};
        return InetAddress.getByAddress(bytes);
    }
}
