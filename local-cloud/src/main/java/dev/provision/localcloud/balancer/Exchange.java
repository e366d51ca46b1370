package dev.provision.localcloud.balancer;

import dev.provision.localcloud.elb.routes.ListenerRoutes;
import dev.provision.localcloud.elb.routes.LoadBalancerPlan;
import dev.provision.localcloud.elb.routes.LoadBalancerPlan.Node;
import dev.provision.localcloud.elb.routes.RequestFacts;
import dev.provision.localcloud.wafv2.Firewall;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * One request on its way through a load balancer.
 *
 * @param routes as they were when it came in
 * @param node which of the load balancer's nodes it came to
 * @param latest what the routes are now
 * @param visit what becomes of it
 * @param target path and query on the way to a target, if the rule rewrites them
 * @param newHost the Host header on the way to a target, if the rule rewrites it
 */
record Exchange(
        ServerRequest request,
        ServerResponse response,
        ListenerRoutes routes,
        Node node,
        AtomicReference<ListenerRoutes> latest,
        Visit visit,
        Optional<String> target,
        Optional<String> newHost)
        implements RequestFacts, Firewall.WebRequest {
    /** A request as it came in. */
    Exchange(
            ServerRequest request,
            ServerResponse response,
            ListenerRoutes routes,
            Node node,
            AtomicReference<ListenerRoutes> latest,
            Visit visit) {
        this(request, response, routes, node, latest, visit, Optional.empty(), Optional.empty());
    }

    /** The request as a rule's transforms make it; empty if they fail. */
    Optional<Exchange> rewritten(ListenerRoutes.Rule rule) {
        if (rule.url().isEmpty() && rule.host().isEmpty()) {
            return Optional.of(this);
        }
        String query = rawQuery();
        String before = query.isEmpty() ? path() : path() + "?" + query;
        Optional<String> url =
                rule.url().isEmpty() ? Optional.of(before) : rule.url().get().apply(before);
        Optional<String> host =
                rule.host().isEmpty() ? Optional.of(host()) : rule.host().get().apply(host());
        boolean possible = url.isPresent() && url.get().startsWith("/") && host.isPresent();
        return possible
                ? Optional.of(new Exchange(
                        request,
                        response,
                        routes,
                        node,
                        latest,
                        visit,
                        url,
                        rule.host().flatMap(_ -> host)))
                : Optional.empty();
    }

    /** Whether the routes have changed since it came in; each change makes new ones. */
    @SuppressWarnings("ReferenceEquality")
    boolean stale() {
        return latest.get() != routes;
    }

    LoadBalancerPlan plan() {
        return routes.loadBalancer();
    }

    @Override
    public String method() {
        return request.prologue().method().text();
    }

    @Override
    public String host() {
        String authority = request.authority();
        int colon = authority.lastIndexOf(':');
        return colon > authority.lastIndexOf(']') ? authority.substring(0, colon) : authority;
    }

    @Override
    public String path() {
        return target.isPresent()
                ? pathOf(target.get())
                : request.prologue().uriPath().rawPath();
    }

    /** As the client sent it, still encoded; empty if there is none. */
    @Override
    public String rawQuery() {
        return target.isPresent()
                ? queryOf(target.get())
                : request.prologue().query().rawValue();
    }

    private static String pathOf(String target) {
        int mark = target.indexOf('?');
        return mark < 0 ? target : target.substring(0, mark);
    }

    private static String queryOf(String target) {
        int mark = target.indexOf('?');
        return mark < 0 ? "" : target.substring(mark + 1);
    }

    @Override
    public List<String> header(String name) {
        return request.headers().all(io.helidon.http.HeaderNames.create(name), List::of);
    }

    @Override
    public List<Parameter> query() {
        return rawParameters(rawQuery()).stream()
                .map(raw -> new Parameter(decode(raw.name()), decode(raw.value())))
                .toList();
    }

    /** The parameters in their order, still encoded. */
    static List<Parameter> rawParameters(String rawQuery) {
        List<Parameter> parameters = new ArrayList<>();
        for (String part : rawQuery.split("&", -1)) {
            if (!part.isEmpty()) {
                int equals = part.indexOf('=');
                parameters.add(
                        equals < 0
                                ? new Parameter(part, "")
                                : new Parameter(part.substring(0, equals), part.substring(equals + 1)));
            }
        }
        return parameters;
    }

    private static String decode(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            // Not an encoding after all: what the client sent is what there is to match.
            return text;
        }
    }

    @Override
    public InetAddress source() {
        return ((InetSocketAddress) request.remotePeer().address()).getAddress();
    }

    int sourcePort() {
        return request.remotePeer().port();
    }
}
