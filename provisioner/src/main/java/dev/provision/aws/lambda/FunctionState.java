package dev.provision.aws.lambda;

import dev.provision.aws.Api;
import dev.provision.aws.AwsRefused;
import dev.provision.graph.Readiness;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.FunctionConfiguration;
import software.amazon.awssdk.services.lambda.model.GetFunctionConfigurationResponse;
import software.amazon.awssdk.services.lambda.model.LastUpdateStatus;
import software.amazon.awssdk.services.lambda.model.State;

/** The states of functions: functions-states in the Lambda guide; and what refuses a call only for the time being. */
final class FunctionState {
    static final Duration PROPAGATION = Duration.ofMinutes(2);
    static final Duration UPDATE = Duration.ofMinutes(5);

    /** The fields that UpdateFunctionConfiguration changes. */
    static final List<String> CONFIGURATION =
            List.of("memory_size", "timeout", "role", "environment", "subnet_ids", "security_group_ids");

    /** Says that there is such a thing already, and that another update is under way. */
    static final String CONFLICT = "ResourceConflictException";

    private final Api<LambdaClient> lambda;

    FunctionState(Api<LambdaClient> lambda) {
        this.lambda = lambda;
    }

    /**
     * A new role or repository policy is not known everywhere at once. The codes say no more than 'invalid parameter' and
     * 'access denied', so the texts have to tell: retryFunctionOp in hashicorp/terraform-provider-aws.
     */
    static boolean notKnownYet(AwsRefused refused) {
        String text = String.valueOf(refused.getMessage()).toLowerCase(Locale.ROOT);
        return switch (refused.code()) {
            case "InvalidParameterValueException" ->
                text.contains("cannot be assumed by lambda")
                        || text.contains("execution role does not have permissions")
                        || text.contains("throttled by ec2");
            case "AccessDeniedException" -> text.contains("permission to access the ecr image");
            default -> false;
        };
    }

    /** Another update of the function is under way. */
    static boolean busy(AwsRefused refused) {
        return refused.is(CONFLICT);
    }

    static Readiness of(FunctionConfiguration configuration) {
        return readiness(
                Optional.ofNullable(configuration.state()),
                configuration.stateReasonCodeAsString() + ": " + configuration.stateReason(),
                Optional.ofNullable(configuration.lastUpdateStatus()),
                configuration.lastUpdateStatusReasonCodeAsString() + " " + configuration.lastUpdateStatusReason());
    }

    Readiness probe(String name, String qualifier) {
        return lambda.find(c ->
                        c.getFunctionConfiguration(r -> r.functionName(name).qualifier(qualifier)))
                .map(FunctionState::of)
                .orElseGet(() -> Readiness.pending("the function is not described yet"));
    }

    private static Readiness of(GetFunctionConfigurationResponse configuration) {
        return readiness(
                Optional.ofNullable(configuration.state()),
                configuration.stateReasonCodeAsString() + ": " + configuration.stateReason(),
                Optional.ofNullable(configuration.lastUpdateStatus()),
                configuration.lastUpdateStatusReasonCodeAsString() + " " + configuration.lastUpdateStatusReason());
    }

    /** Inactive is ready: the next call wakes the function up. Values that are newer than the SDK are waited out. */
    private static Readiness readiness(
            Optional<State> state, String stateReason, Optional<LastUpdateStatus> update, String updateReason) {
        if (state.filter(State.FAILED::equals).isPresent()) {
            return Readiness.failed("the function failed: " + stateReason, "");
        }
        if (update.filter(LastUpdateStatus.FAILED::equals).isPresent()) {
            return Readiness.failed("the update of the function failed: " + updateReason, "");
        }
        boolean active = state.isEmpty()
                || state.filter(s -> s == State.ACTIVE || s == State.INACTIVE).isPresent();
        boolean updated = update.isEmpty()
                || update.filter(LastUpdateStatus.SUCCESSFUL::equals).isPresent();
        if (active && updated) {
            return Readiness.ready();
        }
        return Readiness.pending(active ? "the function is being updated" : "the function is pending: " + stateReason);
    }
}
