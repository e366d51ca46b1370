package dev.provision.aws.lambda;

import dev.provision.aws.Api;
import dev.provision.aws.AwsConnection;
import dev.provision.graph.Readiness;
import java.util.Optional;
import software.amazon.awssdk.services.lambda.LambdaClient;
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
     * @param readiness whether it can be called
     */
    public record Version(String version, String imageUri, Readiness readiness) {}

    /** The version behind an alias, or empty if there is no such alias. */
    public Optional<Version> find(String function, String alias) {
        return lambda.find(c -> c.getFunction(r -> r.functionName(function).qualifier(alias)))
                .map(FunctionView::version);
    }

    private static Version version(GetFunctionResponse answer) {
        return new Version(
                answer.configuration().version(),
                answer.code() == null || answer.code().imageUri() == null
                        ? ""
                        : answer.code().imageUri(),
                FunctionState.of(answer.configuration()));
    }
}
