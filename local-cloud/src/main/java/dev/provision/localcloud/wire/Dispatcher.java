package dev.provision.localcloud.wire;

import dev.provision.localcloud.state.ControlPlane;
import dev.provision.localcloud.time.CloudTime;
import java.lang.System.Logger.Level;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import software.amazon.awssdk.core.SdkPojo;

/** Takes an HTTP request to the operation that it is for, and what comes back to an HTTP response. */
public final class Dispatcher {
    private static final System.Logger LOG = System.getLogger(Dispatcher.class.getName());
    private final Protocols protocols = new Protocols();
    private final Map<String, List<AwsService>> services;
    /** Found when a service is called first: to load the model classes of all would be most of the start. */
    private final Map<String, Operations> operations = new ConcurrentHashMap<>();

    private final ControlPlane controlPlane;
    private final CloudTime time;
    private final Faults faults;
    private final Authorization authorization;
    private final RequestLog log;

    /** @param services classes with the same signing name are one service together */
    public Dispatcher(
            List<AwsService> services, ControlPlane controlPlane, CloudTime time, Faults faults, RequestLog log) {
        this(services, controlPlane, time, faults, log, Authorization.none());
    }

    /**
     * @param services classes with the same signing name are one service together
     * @param authorization that every call has to pass
     */
    public Dispatcher(
            List<AwsService> services,
            ControlPlane controlPlane,
            CloudTime time,
            Faults faults,
            RequestLog log,
            Authorization authorization) {
        this.services = services.stream()
                .collect(Collectors.groupingBy(service -> service.api().signingName()));
        this.controlPlane = controlPlane;
        this.time = time;
        this.faults = faults;
        this.authorization = authorization;
        this.log = log;
    }

    /** Serves a request; empty if the connection must be closed without an answer. */
    public Optional<WireResponse> handle(WireRequest request) {
        String requestId = UUID.randomUUID().toString();
        Call unsigned = call(requestId, "", "", "", request);
        Protocol protocol = protocols.of(request, Optional.empty());
        Credential credential;
        try {
            credential = Credential.of(request);
        } catch (AwsError refused) {
            return Optional.of(refuse(protocol, unsigned, refused));
        }
        Optional<Operations> known = operations(credential.service());
        Protocol spoken = protocols.of(request, known);
        return attempt(request, known, spoken, credential, requestId);
    }

    private Optional<Operations> operations(String service) {
        return services.containsKey(service)
                ? Optional.of(operations.computeIfAbsent(service, name -> Operations.of(services.get(name))))
                : Optional.empty();
    }

    private Optional<WireResponse> attempt(
            WireRequest request,
            Optional<Operations> service,
            Protocol protocol,
            Credential credential,
            String requestId) {
        Call call = call(requestId, credential.service(), "", credential.accessKey(), request);
        try {
            call = call(requestId, credential.service(), protocol.wanted(request), credential.accessKey(), request);
            Operations known = service.orElseThrow(() -> noSuchService(protocol, credential.service()));
            Operations.Match match = protocol.match(known, request);
            String operation = match.operation().name();
            call = call(requestId, credential.service(), operation, credential.accessKey(), request);
            return serve(request, protocol, match, call);
        } catch (AwsError refused) {
            return Optional.of(refuse(protocol, call, refused));
        } catch (Malformed malformed) {
            AwsError refused = AwsError.badRequest(protocol.malformedCode(), malformed.getMessage());
            return Optional.of(refuse(protocol, call, refused));
        } catch (Throwable bug) {
            // Whatever a service throws, the client gets AWS's own error and the process lives on; the log has the
            // trace.
            LOG.log(Level.ERROR, "request " + requestId + " " + call.service() + " " + call.operation(), bug);
            AwsError failure = new AwsError(
                    "InternalFailure", 500, "The local cloud failed on this request; its log has the details.");
            return Optional.of(refuse(protocol, call, failure));
        }
    }

    private Optional<WireResponse> serve(WireRequest request, Protocol protocol, Operations.Match match, Call call)
            throws InterruptedException {
        Fault fault = faults.next(call.service(), call.operation());
        switch (fault) {
            case Fault.Refusal(AwsError error) -> throw error;
            case Fault.Delay(Duration duration) -> await(duration);
            case Fault.Reset() -> {
                return dropped(call);
            }
            case Fault.None(), Fault.LostAnswer(), Fault.Discarded _ -> {}
        }
        SdkPojo builder = match.operation().newRequest();
        protocol.read(match, request, builder);
        byte[] bytes = match.operation().takesBytes() ? protocol.bytes(request) : new byte[0];
        Operation.Answered answer = understood(protocol, match.operation(), Shapes.build(builder), bytes, call);
        if (fault instanceof Fault.LostAnswer) {
            return dropped(call);
        }
        if (fault instanceof Fault.Discarded(AwsError error)) {
            throw error;
        }
        WireResponse response = protocol.answer(match.operation(), answer.message(), call.requestId())
                .with("x-amzn-RequestId", call.requestId());
        response = answer.bytes().map(response::with).orElse(response);
        log.add(time.now(), call, response.status(), Optional.empty());
        return Optional.of(response);
    }

    /**
     * A service that stumbles over a value, because it is missing or of no use, has not checked what AWS checks: the client is
     * told that it is the request, and the log has the trace.
     */
    private Operation.Answered understood(
            Protocol protocol, Operation operation, SdkPojo request, byte[] bytes, Call call) {
        try {
            return run(operation, request, bytes, call);
        } catch (NullPointerException
                | IllegalArgumentException
                | IndexOutOfBoundsException
                | ArithmeticException
                | DateTimeException failed) {
            LOG.log(
                    Level.WARNING,
                    "request " + call.requestId() + " " + call.service() + " " + call.operation(),
                    failed);
            throw AwsError.badRequest(
                    protocol.invalidCode(),
                    "1 validation error detected: a member of the request is missing, or its value cannot be used.");
        }
    }

    private Operation.Answered run(Operation operation, SdkPojo request, byte[] bytes, Call call) {
        return ScopedValue.where(Call.CURRENT, call).call(() -> {
            if (operation.unlocked()) {
                controlPlane.run(() -> authorization.check(call, request));
                return operation.call(request, bytes);
            }
            return controlPlane.call(() -> {
                authorization.check(call, request);
                return operation.call(request, bytes);
            });
        });
    }

    private void await(Duration duration) throws InterruptedException {
        CountDownLatch over = new CountDownLatch(1);
        time.after(duration, over::countDown);
        over.await();
    }

    private Optional<WireResponse> dropped(Call call) {
        log.add(time.now(), call, 0, Optional.empty());
        return Optional.empty();
    }

    private WireResponse refuse(Protocol protocol, Call call, AwsError error) {
        log.add(time.now(), call, error.status(), Optional.of(error.code()));
        return protocol.refusal(error, call.requestId())
                .with("x-amzn-RequestId", call.requestId())
                .with("x-amzn-ErrorType", error.code());
    }

    private static AwsError noSuchService(Protocol protocol, String service) {
        String code = protocol instanceof QueryProtocol ? "InvalidAction" : "UnknownOperationException";
        return new AwsError(code, 400, "The local cloud has no service '" + service + "'.");
    }

    private static Call call(String requestId, String service, String operation, String accessKey, WireRequest from) {
        String userAgent = from.header("user-agent").orElse("");
        String host = from.header("host").orElse("");
        return new Call(requestId, service, operation, accessKey, userAgent, from.peer(), host);
    }
}
