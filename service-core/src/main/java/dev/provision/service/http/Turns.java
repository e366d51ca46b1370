package dev.provision.service.http;

import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Lets the requests of other clients go first after an answer. By the time this thread has its turn again the next request
 * of its own client is often there, and is read at once; looked for right after the answer it never is, and the thread
 * waits by way of a failed read and two more system calls. With nobody else to go first nothing is lost.
 *
 * <p>Not after all answers: threads that give way to each other keep out those that a socket wakes, for the JDK's scheduler
 * looks for these only once nobody is left who gave way. Clients waited up to 0.2 s. So of each {@link #ROUND} answers the
 * last ones give way to nobody; after as many of them as there are clients nobody is left.
 */
public final class Turns implements Filter {
    /** A power of two. Less than 10 ms of answers on one CPU, which is what a client may wait. */
    private static final int ROUND = 512;

    private static final int GIVING_WAY = ROUND - ROUND / 8;
    private final AtomicInteger answers = new AtomicInteger();

    @Override
    @SuppressWarnings("ThreadPriorityCheck") // virtual threads take turns as they come; nothing depends on it but speed
    public void filter(FilterChain chain, RoutingRequest request, RoutingResponse response) {
        chain.proceed();
        if ((answers.getAndIncrement() & (ROUND - 1)) < GIVING_WAY) {
            Thread.yield();
        }
    }
}
