package dev.provision.localcloud.wafv2;

import java.net.InetAddress;
import java.util.List;

/** What web ACLs say about requests. Thread-safe, and asked without the control-plane lock. */
@FunctionalInterface
public interface Firewall {
    /** A firewall that lets everything through. */
    static Firewall none() {
        return (_, _) -> new Verdict.Allowed();
    }

    /**
     * What the web ACL of a load balancer says about a request; allowed if it has none.
     *
     * @param dimension of the load balancer, {@code app/<name>/<id>}
     */
    Verdict judge(String dimension, WebRequest request);

    /** The answer. */
    sealed interface Verdict {
        /** Goes on to the rules of the listener. */
        record Allowed() implements Verdict {}

        /**
         * Goes no further.
         *
         * @param status HTTP status for the client, usually 403
         */
        record Blocked(int status) implements Verdict {}
    }

    /** What rules look at. */
    interface WebRequest {
        String method();

        /** As the client sent it, without the query. */
        String path();

        /** As the client sent it, without the question mark; empty if there is none. */
        String rawQuery();

        /** The values of a header, whatever the case of its name. */
        List<String> header(String name);

        /** Where the connection comes from. */
        InetAddress source();
    }
}
