package dev.provision.localcloud.elb.routes;

import java.net.InetAddress;
import java.util.List;

/** What conditions look at in a request. */
public interface RequestFacts {
    /** As the client sent it; methods tell capital letters from small ones. */
    String method();

    /** The host that the client asked for, without a port; empty if it named none. */
    String host();

    /** The path as the client sent it, still encoded, without the query. */
    String path();

    /** The values of a header, whatever the case of its name; empty if there is none. */
    List<String> header(String name);

    /** The query's parameters in their order, decoded. */
    List<Parameter> query();

    /** Where the connection comes from. */
    InetAddress source();

    /** One {@code name=value} of a query; the value is empty where there is none. */
    record Parameter(String name, String value) {}
}
