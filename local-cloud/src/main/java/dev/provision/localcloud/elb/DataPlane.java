package dev.provision.localcloud.elb;

import dev.provision.localcloud.acm.Certificate;
import dev.provision.localcloud.elb.routes.ListenerRoutes;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/** The part of the load balancers that takes connections. */
public interface DataPlane {
    /**
     * Listens.
     *
     * @return the port on this machine
     * @throws PortTaken if another program has the port
     */
    int open(Opening opening, ListenerRoutes routes);

    /** Replaces what a listener does; requests that are under way finish as they began. */
    void route(ListenerRoutes routes);

    /** Replaces the certificates of a listener; the first one is the default. */
    void present(String listenerArn, List<Certificate> certificates);

    /** Stops listening. Closing a listener that is not open is no error. */
    void close(String listenerArn);

    /** Checks a target's health once; takes as long as the check's time-out at most. Never called under the lock. */
    HealthCheck.Outcome check(HealthCheck check);

    /** Whether no request is under way to a target over the network. Reliable once it is not in the routes any more. */
    boolean idle(String targetGroupArn, String ip, int port);

    /** Ends the requests that are still under way to a target, which is not in the routes any more. */
    void cutOff(String targetGroupArn, String ip, int port);

    /** The lines of a load balancer's access log since they were taken last, by its name in metrics. */
    List<String> takeAccessLog(String dimension);

    /**
     * How to listen.
     *
     * @param listenerArn which listener
     * @param address of the load balancer on this machine
     * @param port as the model has it
     * @param tls what is needed for TLS; empty for HTTP
     */
    record Opening(String listenerArn, InetAddress address, int port, Optional<TlsTerms> tls) {}

    /**
     * @param certificates the first one is the default
     * @param protocols of TLS, for example {@code TLSv1.3}
     * @param http2 whether HTTP/2 is offered
     */
    record TlsTerms(List<Certificate> certificates, List<String> protocols, boolean http2) {
        public TlsTerms {
            certificates = List.copyOf(certificates);
            protocols = List.copyOf(protocols);
        }
    }

    /** Another program listens on the port. */
    final class PortTaken extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final int port;

        /** @param port on this machine */
        public PortTaken(InetAddress address, int port) {
            super("port " + port + " of " + address.getHostAddress() + " is taken by another program");
            this.port = port;
        }

        public int port() {
            return port;
        }
    }
}
