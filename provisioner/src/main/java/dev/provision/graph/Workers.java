package dev.provision.graph;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The threads of what is done beside the main thread: as many as there is work at the same time, each used again.
 *
 * <p>Platform threads, though they mostly wait for AWS. Where virtual threads have waited for a socket, a thread of the JDK
 * waits in the kernel for the next one, and the JVM gives such a thread 0.3 s at every exit ({@code VM_Exit} of HotSpot): as
 * long as all calls of {@code status} take. And the SDK keeps a parser and a MAC with each thread.
 */
public final class Workers {
    // Without numbers: the JDK counts with a VarHandle, for whose first use it makes seven classes.
    private static final ExecutorService POOL = Executors.newCachedThreadPool(
            Thread.ofPlatform().daemon().name("worker").factory());

    private Workers() {}

    /** Does something on a thread of its own, which keeps no process from its end. */
    public static void start(Runnable work) {
        POOL.execute(work);
    }
}
