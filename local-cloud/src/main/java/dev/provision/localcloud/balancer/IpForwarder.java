package dev.provision.localcloud.balancer;

import dev.provision.localcloud.balancer.TargetLoad.Load;
import dev.provision.localcloud.elb.routes.Group;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Status;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/** Sends requests to targets that are reached over the network, and their answers back, as streams. */
final class IpForwarder {
    private static final int AT_ONCE = 16 * 1024;
    private static final int ANSWER_AT_ONCE = 64 * 1024;

    private final Access access;
    private final TargetConnections connections;
    private final TargetChoice choice;
    private final TargetLoad load;
    private final StickyCookies cookies;
    private final ClientWatch clients;
    private final OwnAnswers own;
    private final Traffic traffic;

    IpForwarder(
            Access access,
            TargetConnections connections,
            TargetChoice choice,
            TargetLoad load,
            StickyCookies cookies,
            ClientWatch clients,
            OwnAnswers own,
            Traffic traffic) {
        this.access = access;
        this.connections = connections;
        this.choice = choice;
        this.load = load;
        this.cookies = cookies;
        this.clients = clients;
        this.own = own;
        this.traffic = traffic;
    }

    /** Whether the request was dealt with; if not, its routes have changed, and it has to be routed again. */
    boolean forward(Exchange exchange, Group.Ip group) {
        Optional<Group.Target> chosen = choice.choose(exchange, group);
        if (chosen.isEmpty()) {
            own.failure(exchange, 503);
            return true;
        }
        Group.Target target = chosen.get();
        Load toTarget = load.of(group, target);
        toTarget.begin();
        try {
            boolean reached = target.place().isPresent()
                    && access.between(exchange.node(), target.place().get(), target.port());
            // Asked last: a node that is taken away meanwhile reaches nothing.
            if (exchange.stale()) {
                return false;
            }
            traffic.request(exchange.plan(), group, group.targets().size());
            if (!reached) {
                traffic.connectionError(exchange.plan(), group);
                own.failure(exchange, 504);
            } else {
                connect(exchange, group, target.place().get())
                        .ifPresent(connection -> send(exchange, group, target, connection, toTarget));
            }
            return true;
        } finally {
            toTarget.end();
        }
    }

    private Optional<TargetConnection> connect(Exchange exchange, Group.Ip group, Group.Place place) {
        try {
            return Optional.of(connections.take(place.address(), group.tls()));
        } catch (SocketTimeoutException e) {
            traffic.connectionError(exchange.plan(), group);
            own.failure(exchange, 504);
        } catch (IOException e) {
            traffic.connectionError(exchange.plan(), group);
            own.failure(exchange, 502);
        }
        return Optional.empty();
    }

    private void send(
            Exchange exchange, Group.Ip group, Group.Target target, TargetConnection connection, Load toTarget) {
        toTarget.uses(connection);
        boolean reusable = false;
        try {
            AnswerHead head;
            try {
                long begin = System.nanoTime();
                exchange.visit().sent(target.ip() + ":" + target.port());
                write(exchange, connection);
                awaitAnswer(exchange, connection);
                head = connection.readHead();
                exchange.visit().answered(head.status());
                traffic.answer(exchange.plan(), group, head.status(), (System.nanoTime() - begin) / 1e9);
            } catch (SocketTimeoutException e) {
                own.failure(exchange, 504);
                return;
            } catch (IOException e) {
                own.failure(exchange, 502);
                return;
            }
            reusable = answer(exchange, group, target, head, connection);
        } finally {
            toTarget.releases(connection);
            if (reusable) {
                connections.give(connection);
            } else {
                connection.close();
            }
        }
    }

    private static void write(Exchange exchange, TargetConnection connection) throws IOException {
        StringBuilder head =
                new StringBuilder(512).append(exchange.method()).append(' ').append(exchange.path());
        String query = exchange.rawQuery();
        if (!query.isEmpty()) {
            head.append('?').append(query);
        }
        head.append(" HTTP/1.1\r\n");
        ForwardedHeaders.write(
                exchange,
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        OptionalLong length = exchange.request().headers().contentLength();
        boolean body = length.isPresent()
                ? length.getAsLong() > 0
                : exchange.request().content().hasEntity();
        boolean chunked = body && length.isEmpty();
        if (chunked) {
            head.append("Transfer-Encoding: chunked\r\n");
        }
        head.append("\r\n");
        byte[] bytes = head.toString().getBytes(StandardCharsets.ISO_8859_1);
        if (!body) {
            connection.write(bytes, 0, bytes.length);
            return;
        }
        new RequestBody(exchange.request().content().inputStream()).send(bytes, chunked, connection);
    }

    /**
     * Waits for the answer to begin, while the client does, too.
     *
     * @throws SocketTimeoutException if it does not within the idle time-out
     * @throws CloseConnectionException if the client hangs up first
     */
    private void awaitAnswer(Exchange exchange, TargetConnection connection) throws IOException {
        Duration idleTimeout = exchange.plan().idleTimeout();
        Duration waited = Duration.ZERO;
        Duration glance = idleTimeout.compareTo(ClientWatch.GLANCE) > 0 ? ClientWatch.GLANCE : idleTimeout;
        while (!connection.speaks(glance)) {
            waited = waited.plus(glance);
            if (waited.compareTo(idleTimeout) >= 0) {
                throw new SocketTimeoutException("no answer within the idle time-out");
            }
            clients.look(exchange);
        }
        connection.timeout(idleTimeout);
    }

    /** Passes the answer on; whether the connection can carry another request. */
    private boolean answer(
            Exchange exchange, Group.Ip group, Group.Target target, AnswerHead head, TargetConnection connection) {
        ServerResponse response = exchange.response();
        try {
            boolean toHead = exchange.method().equals("HEAD");
            AnswerBody body = AnswerBody.of(head, toHead, connection);
            response.status(
                    head.reason().isEmpty()
                            ? Status.create(head.status())
                            : Status.create(head.status(), head.reason()));
            copyFields(head, response, toHead);
            cookies.rememberTarget(exchange, group, target, head);
            OptionalLong length = body.length();
            if (length.isPresent() && length.getAsLong() <= ANSWER_AT_ONCE) {
                byte[] all = readAll(body, (int) length.getAsLong());
                if (all.length == 0) {
                    response.send();
                } else {
                    response.send(all);
                }
            } else {
                length.ifPresent(response::contentLength);
                stream(body, connection, response);
            }
            return head.keepsAlive() && body.delimited();
        } catch (IOException e) {
            if (response.isSent()) {
                throw new CloseConnectionException("the target broke off in the middle of its answer", e);
            }
            response.headers().clear();
            own.failure(exchange, e instanceof SocketTimeoutException ? 504 : 502);
            return false;
        } catch (UncheckedIOException e) {
            // The client went away before it had its answer: HTTP 460 in the load balancer's metrics.
            traffic.failure(exchange.plan(), 460);
            throw e;
        }
    }

    private static void copyFields(AnswerHead head, ServerResponse response, boolean toHead) {
        for (AnswerHead.Field field : head.fields()) {
            String name = field.name().toLowerCase(Locale.ROOT);
            if (ForwardedHeaders.hopByHop(name) || (name.equals("content-length") && !toHead)) {
                continue;
            }
            response.headers().add(HeaderValues.create(HeaderNames.create(field.name()), field.value()));
        }
    }

    private static byte[] readAll(AnswerBody body, int length) throws IOException {
        byte[] all = new byte[length];
        int at = 0;
        while (at < length) {
            at += body.read(all, at, length - at);
        }
        return all;
    }

    private static void stream(AnswerBody body, TargetConnection connection, ServerResponse response)
            throws IOException {
        byte[] piece = new byte[AT_ONCE];
        OutputStream out = response.outputStream();
        for (int n = body.read(piece, 0, piece.length); n >= 0; n = body.read(piece, 0, piece.length)) {
            try {
                out.write(piece, 0, n);
                if (!connection.buffered()) {
                    out.flush();
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        try {
            out.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
