package dev.provision.localcloud.lambda;

import dev.provision.localcloud.iam.Authority;
import dev.provision.localcloud.lambda.Invocations.Ended;
import dev.provision.localcloud.state.ControlPlane;
import dev.provision.localcloud.wire.AwsError;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.core.SdkBytes;

/** Invokes functions on behalf of other services, which the functions' own policies must allow. */
final class ServiceInvoker implements Invoker {
    private final ControlPlane plane;
    private final FunctionStore store;
    private final Authority authority;
    private final Invocations invocations;

    ServiceInvoker(ControlPlane plane, FunctionStore store, Authority authority, Invocations invocations) {
        this.plane = plane;
        this.store = store;
        this.authority = authority;
        this.invocations = invocations;
    }

    @Override
    public Outcome invoke(String functionArn, String caller, String sourceArn, String payload) {
        FunctionRef ref = FunctionRef.of(functionArn);
        if (!mayInvoke(functionArn, caller, sourceArn)) {
            return new Outcome.Refused(
                    "AccessDeniedException",
                    "User: " + caller + " is not authorized to perform: lambda:InvokeFunction on resource: "
                            + functionArn,
                    Optional.of(sourceArn));
        }
        try {
            return outcome(invocations.run(ref, payload));
        } catch (AwsError refused) {
            return new Outcome.Refused(refused.code(), refused.getMessage(), Optional.empty());
        }
    }

    private static Outcome outcome(Ended ended) {
        return switch (ended) {
            case Ended.Throttled(String reason) -> new Outcome.Throttled(reason);
            case Ended.Done done ->
                switch (done.ran().report()) {
                    case Report.Response(SdkBytes payload) ->
                        new Outcome.Answered(new String(payload.asByteArray(), StandardCharsets.UTF_8));
                    case Report.FunctionError(String type, SdkBytes payload) ->
                        new Outcome.FunctionError(type, new String(payload.asByteArray(), StandardCharsets.UTF_8));
                };
        };
    }

    @Override
    public boolean mayInvoke(String functionArn, String caller, String sourceArn) {
        return plane.call(() -> allowed(FunctionRef.of(functionArn), caller, sourceArn));
    }

    private boolean allowed(FunctionRef ref, String caller, String sourceArn) {
        Optional<Function> function = store.find(ref.name());
        boolean exists = function.filter(found -> ref.qualifier()
                        .map(name -> found.qualified(name).isPresent())
                        .orElse(true))
                .isPresent();
        if (!exists) {
            return false;
        }
        ResourcePolicy policy = function.get().policy(ref.qualifier().orElse(""));
        String[] source = sourceArn.split(":", -1);
        Map<String, String> conditions =
                Map.of("aws:SourceArn", sourceArn, "aws:SourceAccount", source.length > 4 ? source[4] : "");
        return !policy.isEmpty()
                && authority.resourcePolicyAllows(
                        policy.json(), caller, "lambda:InvokeFunction", store.arn(ref), conditions);
    }
}
