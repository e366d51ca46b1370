package dev.provision.aws.lambda;

import dev.provision.aws.Api;
import dev.provision.aws.AwsConnection;
import dev.provision.aws.Together;
import dev.provision.graph.Readiness;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.Concurrency;
import software.amazon.awssdk.services.lambda.model.GetFunctionResponse;

/** What an alias of a function stands for. */
public final class FunctionView {
    private final Api<LambdaClient> lambda;

    public FunctionView(AwsConnection connection) {
        this.lambda = connection.api("lambda", LambdaClient::builder);
    }

    /**
     * The version behind an alias.
     *
     * @param imageUri with its digest
     * @param state {@code Active}, {@code Inactive}, {@code Pending} or {@code Failed}
     * @param warm instances that are kept warm: how many are wanted, and how many there are
     * @param readiness whether it can be called
     */
    public record Version(String version, String imageUri, String state, Warm warm, Readiness readiness) {}

    /** Instances that are kept warm. */
    public record Warm(int wanted, int there) {}

    /** The version behind an alias, or empty if there is no such alias. */
    public Optional<Version> find(String function, String alias) {
        var both = Together.both(
                () -> lambda.find(
                        c -> c.getFunction(r -> r.functionName(function).qualifier(alias))),
                () -> warm(function, alias));
        return both.first().map(found -> version(found, both.second()));
    }

    /** Whether the resource policy of an alias lets the load balancer call it for a target group, by its ARN. */
    public boolean callable(String function, String alias, String group) {
        return CallRights.of(lambda, function, alias).balancerFor(group);
    }

    /** Instances of the account that are this function's alone: reserved, or else kept warm by its aliases; none without it. */
    public int taken(String function, List<String> aliases) {
        return lambda.find(c -> c.getFunction(r -> r.functionName(function)))
                .map(found -> Optional.ofNullable(found.concurrency())
                        .map(Concurrency::reservedConcurrentExecutions)
                        .orElseGet(() -> aliases.stream()
                                .mapToInt(alias -> warm(function, alias).wanted())
                                .sum()))
                .orElse(0);
    }

    private Warm warm(String function, String alias) {
        return lambda.find(c -> c.getProvisionedConcurrencyConfig(
                        r -> r.functionName(function).qualifier(alias)))
                .map(config -> new Warm(
                        config.requestedProvisionedConcurrentExecutions(),
                        config.allocatedProvisionedConcurrentExecutions()))
                .orElse(new Warm(0, 0));
    }

    private static Version version(GetFunctionResponse answer, Warm warm) {
        return new Version(
                answer.configuration().version(),
                answer.code() == null || answer.code().imageUri() == null
                        ? ""
                        : answer.code().imageUri(),
                answer.configuration().stateAsString() == null
                        ? "Active"
                        : answer.configuration().stateAsString(),
                warm,
                FunctionState.of(answer.configuration()));
    }
}
