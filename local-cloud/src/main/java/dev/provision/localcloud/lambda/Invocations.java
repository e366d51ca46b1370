package dev.provision.localcloud.lambda;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import dev.provision.localcloud.lambda.ConcurrencyGate.Admission;
import dev.provision.localcloud.lambda.ConcurrencyGate.Limits;
import dev.provision.localcloud.lambda.Environment.Kind;
import dev.provision.localcloud.lambda.FunctionRunner.Ran;
import dev.provision.localcloud.lambda.FunctionStore.Reached;
import dev.provision.localcloud.state.ControlPlane;
import dev.provision.localcloud.state.Ids;
import dev.provision.localcloud.time.CloudTime;
import dev.provision.localcloud.wire.AwsError;
import dev.provision.localcloud.wire.Call;
import dev.provision.localcloud.wire.Unlocked;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.lambda.model.InvocationType;
import software.amazon.awssdk.services.lambda.model.InvokeRequest;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;
import software.amazon.awssdk.services.lambda.model.LogType;

/** Invocations, from admission to answer. */
final class Invocations extends LambdaApi {
    private static final int MOST_SYNC_BYTES = 6 * 1024 * 1024;
    private static final int MOST_EVENT_BYTES = 1024 * 1024;
    private static final int MOST_EVENT_TRIES = 3;

    private final ControlPlane plane;
    private final CloudTime time;
    private final FunctionStore store;
    private final Concurrency concurrency;
    private final Lifecycle lifecycle;
    private final Environments environments;
    private final FunctionRunner runner;
    private final LambdaMetrics metrics;
    private final ConcurrencyGate gate = new ConcurrencyGate();
    private final JsonFactory json = new JsonFactory();

    Invocations(
            ControlPlane plane,
            CloudTime time,
            FunctionStore store,
            Concurrency concurrency,
            Lifecycle lifecycle,
            Environments environments,
            FunctionRunner runner,
            LambdaMetrics metrics) {
        this.plane = plane;
        this.time = time;
        this.store = store;
        this.concurrency = concurrency;
        this.lifecycle = lifecycle;
        this.environments = environments;
        this.runner = runner;
        this.metrics = metrics;
    }

    /** How an invocation ended. */
    sealed interface Ended {
        record Throttled(String reason) implements Ended {}

        record Done(String version, Ran ran) implements Ended {}
    }

    private record Admitted(Reached reached, Limits limits) {}

    @Unlocked
    public InvokeResponse invoke(InvokeRequest request) {
        FunctionRef ref = Functions.ref(request.functionName(), request.qualifier());
        InvocationType type = Optional.ofNullable(request.invocationType()).orElse(InvocationType.REQUEST_RESPONSE);
        SdkBytes payload = payload(request, type);
        Admitted admitted = plane.call(() -> admit(ref));
        Work work = new Work(
                Call.current().map(Call::requestId).orElse(UUID.randomUUID().toString()),
                admitted.reached().arn(),
                payload,
                Optional.ofNullable(request.clientContext())
                        .map(context -> new String(Base64.getDecoder().decode(context), StandardCharsets.UTF_8)),
                traceId());
        return switch (type) {
            case DRY_RUN -> InvokeResponse.builder().statusCode(204).build();
            case EVENT -> {
                time.after(Duration.ZERO, () -> event(ref, work, 1));
                yield InvokeResponse.builder().statusCode(202).build();
            }
            default -> answer(run(admitted, work), request.logType() == LogType.TAIL);
        };
    }

    private static InvokeResponse answer(Ended ended, boolean withTail) {
        return switch (ended) {
            case Ended.Throttled(String reason) ->
                throw new AwsError(
                        "TooManyRequestsException", 429, "Rate Exceeded.", Map.of("Reason", reason, "Type", "User"));
            case Ended.Done(String version, Ran ran) -> {
                InvokeResponse.Builder response =
                        InvokeResponse.builder().statusCode(200).executedVersion(version);
                switch (ran.report()) {
                    case Report.Response answered -> response.payload(answered.payload());
                    case Report.FunctionError error ->
                        response.payload(error.payload()).functionError("Unhandled");
                }
                if (withTail) {
                    ran.logged().join();
                    response.logResult(ran.log().tail());
                }
                yield response.build();
            }
        };
    }

    /**
     * Invokes a function for another service.
     *
     * @throws AwsError if it does not exist or is not active
     */
    Ended run(FunctionRef ref, String payload) {
        Admitted admitted = plane.call(() -> admit(ref));
        SdkBytes bytes = SdkBytes.fromUtf8String(payload);
        String requestId = UUID.randomUUID().toString();
        return run(admitted, new Work(requestId, admitted.reached().arn(), bytes, Optional.empty(), traceId()));
    }

    private Admitted admit(FunctionRef ref) {
        Reached reached = store.reach(ref);
        FunctionVersion version = reached.version();
        Function function = reached.function();
        if (version.idle()) {
            lifecycle.restore(function, version);
            throw LambdaErrors.notReady();
        }
        FunctionUpdates.active(version);
        Limits limits = new Limits(
                function.reserved(),
                function.provisionedTotal(),
                environments.warmth(version.id()).allocated(),
                concurrency.unreserved());
        return new Admitted(reached, limits);
    }

    private Ended run(Admitted admitted, Work work) {
        Reached reached = admitted.reached();
        String name = reached.function().name();
        String versionId = reached.version().id();
        Admission admission = gate.enter(name, versionId, admitted.limits());
        if (admission instanceof Admission.Throttled(String reason)) {
            metrics.throttled(reached);
            return new Ended.Throttled(reason);
        }
        int concurrent = gate.underWay(name);
        try {
            Kind kind = admission instanceof Admission.Provisioned ? Kind.PROVISIONED : Kind.ON_DEMAND;
            Ran ran = runner.run(reached.version(), kind, work);
            metrics.invoked(
                    reached, ran.duration(), ran.report() instanceof Report.FunctionError, Math.max(1, concurrent));
            return new Ended.Done(reached.version().version(), ran);
        } finally {
            gate.leave(name, versionId, admission);
        }
    }

    /** An asynchronous invocation: a failed one is tried again after one and after two minutes. */
    private void event(FunctionRef ref, Work work, int attempt) {
        Ended ended;
        try {
            ended = run(plane.call(() -> admit(ref)), work);
        } catch (AwsError gone) {
            return; // the function went away; so does the event
        }
        boolean failed = !(ended instanceof Ended.Done done && done.ran().report() instanceof Report.Response);
        if (failed && attempt < MOST_EVENT_TRIES) {
            time.after(Duration.ofMinutes(attempt), () -> event(ref, work, attempt + 1));
        }
    }

    private SdkBytes payload(InvokeRequest request, InvocationType type) {
        byte[] payload =
                request.payload() == null ? new byte[0] : request.payload().asByteArray();
        int most = type == InvocationType.EVENT ? MOST_EVENT_BYTES : MOST_SYNC_BYTES;
        if (payload.length > most) {
            throw new AwsError(
                    "RequestTooLargeException",
                    413,
                    payload.length + " byte payload is too large for the " + type + " invocation type (limit " + most
                            + " bytes)",
                    Map.of("Type", "User"));
        }
        if (payload.length == 0) {
            return SdkBytes.fromUtf8String("{}");
        }
        try (JsonParser parser = json.createParser(payload)) {
            parser.nextToken();
            parser.skipChildren();
            parser.nextToken();
        } catch (IOException notJson) {
            throw new AwsError(
                    "InvalidRequestContentException",
                    400,
                    "Could not parse request body into json: " + notJson.getMessage(),
                    Map.of("Type", "User"));
        }
        return SdkBytes.fromByteArrayUnsafe(payload);
    }

    private String traceId() {
        return "Root=1-" + Long.toHexString(time.now().getEpochSecond()) + "-" + Ids.hex(24) + ";Parent=" + Ids.hex(16)
                + ";Sampled=0";
    }
}
