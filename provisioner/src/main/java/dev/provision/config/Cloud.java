package dev.provision.config;

import java.net.URI;

/** Where an environment is created. Decides the SDK's endpoint and credentials, and nothing else. */
public sealed interface Cloud {
    /** AWS itself, with the SDK's default credentials chain. */
    record Aws() implements Cloud {}

    /**
     * The embedded local cloud.
     *
     * @param endpoint its AWS endpoint, for example {@code http://127.0.0.1:4566}
     * @param portOffset what it adds to the listener ports below 1024 of a load balancer: 8000 makes 80 appear at 8080
     */
    record Local(URI endpoint, int portOffset) implements Cloud {
        /** Its port without any configuration. */
        public static final int STANDARD_PORT = 4566;

        /** The local cloud at a port, with its load balancers where they are without any configuration. */
        public static Local at(int port) {
            return new Local(URI.create("http://127.0.0.1:" + port), 8000);
        }
    }

    /** The port at which a listener can be reached from outside. */
    default int reachablePort(int listenerPort) {
        return switch (this) {
            case Aws() -> listenerPort;
            case Local local -> listenerPort < 1024 ? listenerPort + local.portOffset() : listenerPort;
        };
    }

    /**
     * The name under which a load balancer can be reached from outside: the local cloud answers for no domain on the
     * internet.
     *
     * @param domain that points to it
     * @param dnsName its own
     */
    default String reachableName(String domain, String dnsName) {
        return this instanceof Local ? dnsName : domain;
    }
}
