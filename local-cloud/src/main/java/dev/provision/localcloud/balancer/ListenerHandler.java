package dev.provision.localcloud.balancer;

import dev.provision.localcloud.elb.routes.Group;
import dev.provision.localcloud.elb.routes.ListenerRoutes;
import dev.provision.localcloud.elb.routes.LoadBalancerPlan;
import dev.provision.localcloud.elb.routes.LoadBalancerPlan.Node;
import dev.provision.localcloud.elb.routes.Route;
import dev.provision.localcloud.time.CloudTime;
import dev.provision.localcloud.wafv2.Firewall;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicReference;

/** Takes the requests of one listener and does with them what the routes say. */
final class ListenerHandler implements Handler {
    private final Access access;
    private final IpForwarder ipForwarder;
    private final LambdaForwarder lambdaForwarder;
    private final StickyCookies cookies;
    private final ClientWatch clients;
    private final OwnAnswers own;
    private final Traffic traffic;
    private final Firewall firewall;
    private final AccessLog log;
    private final CloudTime time;
    private final AtomicReference<ListenerRoutes> routes;

    /** The parts that all listeners share. */
    record Parts(
            Access access,
            IpForwarder ipForwarder,
            LambdaForwarder lambdaForwarder,
            StickyCookies cookies,
            ClientWatch clients,
            OwnAnswers own,
            Traffic traffic,
            Firewall firewall,
            AccessLog log,
            CloudTime time) {}

    ListenerHandler(Parts parts, ListenerRoutes routes) {
        this.access = parts.access();
        this.ipForwarder = parts.ipForwarder();
        this.lambdaForwarder = parts.lambdaForwarder();
        this.cookies = parts.cookies();
        this.clients = parts.clients();
        this.own = parts.own();
        this.traffic = parts.traffic();
        this.firewall = parts.firewall();
        this.log = parts.log();
        this.time = parts.time();
        this.routes = new AtomicReference<>(routes);
    }

    void route(ListenerRoutes next) {
        routes.set(next);
    }

    ListenerRoutes routes() {
        return routes.get();
    }

    ClientWatch clients() {
        return clients;
    }

    /** Counts a request that was refused before it could be understood. */
    void malformed(int status) {
        traffic.failure(routes.get().loadBalancer(), status);
    }

    @Override
    public void handle(ServerRequest request, ServerResponse response) {
        Visit visit = new Visit(time.now());
        while (!handle(request, response, routes.get(), visit)) {
            // The routes changed before a target was counted as busy with it: nothing has been sent yet.
            response.headers().clear();
        }
        if (asksToClose(request)) {
            // Helidon 4.4.0 answers "Connection: close" and then keeps the connection open.
            throw new CloseConnectionException("the client asked for it");
        }
    }

    /** Whether the request was dealt with; if not, the routes have changed meanwhile. */
    private boolean handle(ServerRequest request, ServerResponse response, ListenerRoutes now, Visit visit) {
        LoadBalancerPlan plan = now.loadBalancer();
        Node node = node(plan, request);
        Exchange exchange = new Exchange(request, response, now, node, routes, visit);
        if (!plan.internal() && !access.fromInternet(node, now.port())) {
            if (exchange.stale()) {
                // The node was taken away meanwhile.
                return false;
            }
            throw new CloseConnectionException("packets from the internet do not reach the load balancer");
        }
        boolean over = true;
        try {
            over = serve(exchange);
            return over;
        } finally {
            if (over) {
                log.add(exchange, time.now());
            }
        }
    }

    private boolean serve(Exchange exchange) {
        if (!exchange.plan().active()) {
            own.failure(exchange, 503);
        } else if (ForwardedHeaders.forwarders(exchange) > ForwardedHeaders.MOST_FORWARDERS) {
            own.failure(exchange, 463);
        } else {
            return pass(exchange);
        }
        return true;
    }

    /** What the firewall blocks is answered before any rule is looked at. */
    private boolean pass(Exchange exchange) {
        return switch (firewall.judge(exchange.plan().dimension(), exchange)) {
            case Firewall.Verdict.Allowed() -> act(exchange, exchange.routes().rule(exchange));
            case Firewall.Verdict.Blocked(int status) -> {
                exchange.visit().rule("-", "waf");
                own.failure(exchange, status);
                yield true;
            }
        };
    }

    private static boolean asksToClose(ServerRequest request) {
        return request.prologue().protocolVersion().equals("1.0")
                || request.headers().contains(HeaderValues.CONNECTION_CLOSE);
    }

    /** A connection belongs to one node, as if the client had picked one of the addresses that DNS gave it. */
    private static Node node(LoadBalancerPlan plan, ServerRequest request) {
        List<Node> nodes = plan.nodes();
        return nodes.get(Math.floorMod(request.socketId().hashCode(), nodes.size()));
    }

    private boolean act(Exchange exchange, ListenerRoutes.Rule rule) {
        switch (rule.route()) {
            case Route.Forward forward -> {
                exchange.visit().rule(rule.priority(), "forward");
                Optional<Exchange> rewritten = exchange.rewritten(rule);
                if (rewritten.isPresent()) {
                    return forward(rewritten.get(), forward);
                }
                own.failure(exchange, 500);
            }
            case Route.Redirect redirect -> {
                String location = Redirection.location(redirect, exchange);
                exchange.visit().rule(rule.priority(), "redirect");
                exchange.visit().redirect(location);
                traffic.redirect(exchange.plan());
                OwnAnswers.server(exchange);
                exchange.response().status(OwnAnswers.status(redirect.status()));
                exchange.response().headers().set(HeaderValues.create(HeaderNames.LOCATION, location));
                exchange.response().send();
            }
            case Route.FixedResponse fixed -> {
                exchange.visit().rule(rule.priority(), "fixed-response");
                traffic.fixedResponse(exchange.plan());
                OwnAnswers.server(exchange);
                exchange.response().status(OwnAnswers.status(fixed.status()));
                fixed.contentType()
                        .ifPresent(type ->
                                exchange.response().headers().set(HeaderValues.create(HeaderNames.CONTENT_TYPE, type)));
                OwnAnswers.body(exchange, fixed.body().getBytes(StandardCharsets.UTF_8));
            }
        }
        return true;
    }

    private boolean forward(Exchange exchange, Route.Forward forward) {
        Optional<Group> group = forward.stickiness().flatMap(_ -> cookies.group(exchange, forward));
        if (group.isEmpty()) {
            group = forward.pick(ThreadLocalRandom.current());
        }
        if (group.isEmpty()) {
            own.failure(exchange, 503);
            return true;
        }
        Group chosen = group.get();
        exchange.visit().group(chosen.arn());
        forward.stickiness().ifPresent(duration -> cookies.rememberGroup(exchange, chosen, duration));
        return switch (chosen) {
            case Group.Ip ip -> ipForwarder.forward(exchange, ip);
            case Group.Lambda lambda -> {
                lambdaForwarder.forward(exchange, lambda);
                yield true;
            }
        };
    }
}
