package dev.provision.service.lambda;

import dev.provision.service.http.InFlight;
import dev.provision.service.http.Problem;
import dev.provision.service.http.RequestLog;
import dev.provision.service.json.Json;
import dev.provision.service.lambda.AlbEvent.Style;
import dev.provision.service.lambda.HttpMessage.Header;
import dev.provision.service.lambda.HttpMessage.Request;
import dev.provision.service.lambda.HttpMessage.Response;
import dev.provision.service.logging.LineLog;
import io.helidon.http.Status;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/** Answers invocations one after the other, each by a request to the service's own listener. */
public final class RuntimeLoop {
    private static final String TRACE_ID = "X-Amzn-Trace-Id";

    private final RuntimeApi api;
    private final InetSocketAddress listener;
    private final InFlight inFlight;
    private final Patience patience;
    private final Clock clock;
    private final LineLog log;
    private final Consumer<Duration> afterwards;
    private final ExecutorService requests = Executors.newVirtualThreadPerTaskExecutor();
    private final ReentrantLock answering = new ReentrantLock();

    /**
     * How long is waited for what.
     *
     * @param deadlineMargin how long before the deadline of an invocation its client gets a 504: a real load balancer
     *     answers 502 once the function itself has timed out
     * @param lastLines how long the end of a request may take after its answer, or after it was cancelled
     */
    public record Patience(Duration deadlineMargin, Duration lastLines) {}

    /**
     * A loop that does nothing yet.
     *
     * @param listener where the service answers HTTP
     * @param inFlight the requests that the listener answers
     * @param afterwards what there is to do when an invocation is answered, in the time until its deadline: its client does
     *     not wait for it, and the instance is not frozen before the next one is asked for ("Understanding the Lambda
     *     execution environment lifecycle", invoke phase)
     */
    public RuntimeLoop(
            RuntimeApi api,
            InetSocketAddress listener,
            InFlight inFlight,
            Patience patience,
            Clock clock,
            LineLog log,
            Consumer<Duration> afterwards) {
        this.api = api;
        this.listener = listener;
        this.inFlight = inFlight;
        this.patience = patience;
        this.clock = clock;
        this.log = log;
        this.afterwards = afterwards;
    }

    /**
     * Answers invocations until the Runtime API is gone.
     *
     * @throws IOException when it is gone, or broken: the process has to end then
     * @throws InterruptedException when the calling thread is interrupted
     */
    public void run() throws IOException, InterruptedException {
        while (true) {
            Invocation invocation = api.next();
            answering.lockInterruptibly();
            try {
                JsonObject answer = answer(invocation);
                // the lines of a request are out by when it is answered, whatever becomes of the instance
                inFlight.awaitEnd(invocation.requestId(), patience.lastLines());
                log.flush();
                if (!api.respond(invocation.requestId(), Content.of(Json.bytes(answer)))) {
                    log.warning("Lambda did not take the answer to " + invocation.requestId());
                }
                afterwards.accept(Duration.between(clock.instant(), invocation.deadline()));
            } finally {
                answering.unlock();
            }
        }
    }

    /**
     * Lets the invocation that is being answered finish; none is answered after this.
     *
     * @return whether it finished in time
     * @throws InterruptedException when the calling thread is interrupted
     */
    public boolean stop(Duration atMost) throws InterruptedException {
        // never unlocked: the process ends next
        return answering.tryLock(atMost.toNanos(), TimeUnit.NANOSECONDS);
    }

    private JsonObject answer(Invocation invocation) throws InterruptedException {
        Optional<JsonValue> parsed = Json.parse(invocation.event().bytes());
        if (parsed.isEmpty() || !(parsed.get() instanceof JsonObject event) || !AlbEvent.recognises(event)) {
            return new Problem(
                            Status.BAD_REQUEST_400,
                            "This function answers events of an Application Load Balancer (with requestContext.elb),"
                                    + " and this is none.")
                    .withRequestId(invocation.requestId())
                    .toJson();
        }
        Style style = Style.of(event);
        try {
            return AlbAnswer.of(ask(AlbEvent.parse(event).request(), invocation), style);
        } catch (IllegalArgumentException invalid) {
            return problem(Status.BAD_REQUEST_400, "Bad event: " + invalid.getMessage(), invocation, style);
        } catch (TimeoutException late) {
            log.warning("No answer to " + invocation.requestId() + " before its deadline");
            return problem(Status.GATEWAY_TIMEOUT_504, "The service did not answer in time.", invocation, style);
        } catch (IOException broken) {
            log.error("No answer to " + invocation.requestId(), broken);
            return problem(Status.BAD_GATEWAY_502, "The service broke off its answer.", invocation, style);
        }
    }

    private static JsonObject problem(Status status, String detail, Invocation invocation, Style style) {
        return AlbAnswer.of(new Problem(status, detail).withRequestId(invocation.requestId()), style);
    }

    private Response ask(Request request, Invocation invocation)
            throws IOException, TimeoutException, InterruptedException {
        Duration left = Duration.between(clock.instant(), invocation.deadline()).minus(patience.deadlineMargin());
        try (HttpExchange exchange = new HttpExchange(listener)) {
            Request labelled = labelled(request, invocation);
            Future<Response> response = requests.submit(() -> exchange.send(labelled));
            return response.get(left.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            inFlight.cancel(invocation.requestId());
            throw late;
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof IOException broken) {
                throw broken;
            }
            throw new IllegalStateException("Asking the listener failed", failed.getCause());
        }
    }

    /** With the ids that the log lines of the request shall have; a client cannot choose its request id. */
    private static Request labelled(Request request, Invocation invocation) {
        List<Header> headers = new ArrayList<>();
        for (Header header : request.headers()) {
            if (!header.is(RequestLog.REQUEST_ID)) {
                headers.add(header);
            }
        }
        headers.add(new Header(RequestLog.REQUEST_ID, invocation.requestId()));
        if (request.header(TRACE_ID).isEmpty() && invocation.traceId().isPresent()) {
            headers.add(new Header(TRACE_ID, invocation.traceId().get()));
        }
        return new Request(request.method(), request.target(), headers, request.body());
    }
}
