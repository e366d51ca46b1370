package dev.provision.service.http;

import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;

/**
 * Lets the requests of other clients go first after each answer. By the time this thread has its turn again the next request
 * of its own client is often there, and is read at once; looked for right after the answer it never is, and the thread
 * waits by way of a failed read and two more system calls. With nobody else to go first nothing is lost.
 */
public final class Turns implements Filter {
    @Override
    @SuppressWarnings("ThreadPriorityCheck") // virtual threads take turns as they come; nothing depends on it but speed
    public void filter(FilterChain chain, RoutingRequest request, RoutingResponse response) {
        chain.proceed();
        Thread.yield();
    }
}
