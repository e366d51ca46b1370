package dev.provision.localcloud.balancer;

import dev.provision.localcloud.elb.routes.Route;
import java.util.Map;

/** Where a redirect leads. */
final class Redirection {
    private Redirection() {}

    /**
     * The value of Location. A port of the same load balancer is given as it appears on this machine, for otherwise no
     * client could follow.
     */
    static String location(Route.Redirect redirect, Exchange exchange) {
        String path = exchange.path();
        String query = exchange.rawQuery();
        Map<String, String> parts = Map.of(
                "#{protocol}",
                exchange.routes().tls() ? "https" : "http",
                "#{host}",
                exchange.host(),
                "#{port}",
                Integer.toString(exchange.routes().port()),
                "#{path}",
                path.startsWith("/") ? path.substring(1) : path,
                "#{query}",
                query);
        String protocol = fill(redirect.protocol(), parts).toLowerCase(java.util.Locale.ROOT);
        String host = fill(redirect.host(), parts);
        int port = Integer.parseInt(fill(redirect.port(), parts));
        int visible =
                host.equals(exchange.host()) ? exchange.routes().visiblePorts().getOrDefault(port, port) : port;
        StringBuilder location = new StringBuilder(protocol)
                .append("://")
                .append(host)
                .append(':')
                .append(visible)
                .append(fill(redirect.path(), parts));
        String newQuery = fill(redirect.query(), parts);
        return newQuery.isEmpty()
                ? location.toString()
                : location.append('?').append(newQuery).toString();
    }

    private static String fill(String template, Map<String, String> parts) {
        String filled = template;
        for (Map.Entry<String, String> part : parts.entrySet()) {
            filled = filled.replace(part.getKey(), part.getValue());
        }
        return filled;
    }
}
