package dev.provision.localcloud.balancer;

import dev.provision.localcloud.elb.routes.Group;
import dev.provision.localcloud.lambda.Invoker;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Status;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Sends requests to functions. */
final class LambdaForwarder {
    /** Who invokes, as resource policies name it. */
    static final String CALLER = "elasticloadbalancing.amazonaws.com";

    /** "Lambda functions as targets": requests and answers of 1 MB at most. */
    static final int MOST_BYTES = 1024 * 1024;

    private final Invoker invoker;
    private final ClientWatch clients;
    private final OwnAnswers own;
    private final Traffic traffic;

    LambdaForwarder(Invoker invoker, ClientWatch clients, OwnAnswers own, Traffic traffic) {
        this.invoker = invoker;
        this.clients = clients;
        this.own = own;
        this.traffic = traffic;
    }

    void forward(Exchange exchange, Group.Lambda group) {
        if (group.function().isEmpty()) {
            own.failure(exchange, 503);
            return;
        }
        traffic.request(exchange.plan(), group, 1);
        if (exchange.header("upgrade").stream().anyMatch("websocket"::equalsIgnoreCase)) {
            exchange.visit().reason("LambdaBadRequest");
            own.failure(exchange, 400);
            return;
        }
        byte[] body = body(exchange);
        if (body.length > MOST_BYTES) {
            userError(exchange, group, 413, "LambdaRequestTooLarge");
            throw new CloseConnectionException("the rest of the body is not read");
        }
        String event;
        try {
            event = LambdaEvent.of(exchange, group.arn(), group.multiValueHeaders(), body);
        } catch (LambdaEvent.NotText e) {
            userError(exchange, group, 400, "LambdaBadRequest");
            return;
        }
        if (event.length() > MOST_BYTES) {
            userError(exchange, group, 413, "LambdaRequestTooLarge");
            return;
        }
        long begin = System.nanoTime();
        FutureTask<Invoker.Outcome> invocation =
                new FutureTask<>(() -> invoker.invoke(group.function().get(), CALLER, group.arn(), event));
        exchange.visit().sent("-");
        Thread.startVirtualThread(invocation);
        Invoker.Outcome outcome = await(invocation, exchange);
        answer(exchange, group, outcome, (System.nanoTime() - begin) / 1e9);
    }

    /**
     * Waits for a function while the client does, too. The function runs on when the client hangs up.
     *
     * @throws CloseConnectionException if it does
     */
    private Invoker.Outcome await(FutureTask<Invoker.Outcome> invocation, Exchange exchange) {
        while (true) {
            try {
                return invocation.get(ClientWatch.GLANCE.toMillis(), TimeUnit.MILLISECONDS);
            } catch (TimeoutException notYet) {
                clients.look(exchange);
            } catch (InterruptedException e) {
                throw new CloseConnectionException("the listener closes", e);
            } catch (ExecutionException e) {
                throw new IllegalStateException("an invocation has an outcome in any case", e);
            }
        }
    }

    private static byte[] body(Exchange exchange) {
        if (!exchange.request().content().hasEntity()) {
            return new byte[0];
        }
        try {
            return exchange.request().content().inputStream().readNBytes(MOST_BYTES + 1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void answer(Exchange exchange, Group.Lambda group, Invoker.Outcome outcome, double seconds) {
        switch (outcome) {
            case Invoker.Outcome.Answered answered -> {
                boolean tooLarge = answered.payload().getBytes(StandardCharsets.UTF_8).length > MOST_BYTES;
                Optional<LambdaAnswer> answer =
                        tooLarge ? Optional.empty() : LambdaAnswer.parse(answered.payload(), group.multiValueHeaders());
                if (answer.isEmpty()) {
                    userError(exchange, group, 502, tooLarge ? "LambdaResponseTooLarge" : "LambdaInvalidResponse");
                } else {
                    exchange.visit().answered(answer.get().status());
                    traffic.answer(exchange.plan(), group, answer.get().status(), seconds);
                    send(exchange, answer.get());
                }
            }
            case Invoker.Outcome.FunctionError _ -> userError(exchange, group, 502, "LambdaUnhandled");
            case Invoker.Outcome.Refused _ -> userError(exchange, group, 502, "LambdaAccessDenied");
            case Invoker.Outcome.Throttled _ -> {
                exchange.visit().reason("LambdaThrottling");
                traffic.lambdaInternalError(exchange.plan(), group);
                own.failure(exchange, 502);
            }
        }
    }

    private void userError(Exchange exchange, Group.Lambda group, int status, String reason) {
        exchange.visit().reason(reason);
        traffic.lambdaUserError(exchange.plan(), group);
        own.failure(exchange, status);
    }

    private static void send(Exchange exchange, LambdaAnswer answer) {
        ServerResponse response = exchange.response();
        byte[] body = answer.body().asByteArrayUnsafe();
        response.status(
                answer.reason().isPresent()
                        ? Status.create(answer.status(), answer.reason().get())
                        : Status.create(answer.status()));
        for (AnswerHead.Field field : answer.fields()) {
            String name = field.name().toLowerCase(Locale.ROOT);
            if (!ForwardedHeaders.hopByHop(name) && !name.equals("content-length")) {
                response.headers().add(HeaderValues.create(HeaderNames.create(field.name()), field.value()));
            }
        }
        OwnAnswers.server(exchange);
        if (body.length > 0 && !response.headers().contains(HeaderNames.CONTENT_TYPE)) {
            response.headers().set(HeaderValues.create(HeaderNames.CONTENT_TYPE, "application/octet-stream"));
        }
        if (answer.status() == 204 || answer.status() == 304 || body.length == 0) {
            response.send();
        } else {
            OwnAnswers.body(exchange, body);
        }
    }
}
