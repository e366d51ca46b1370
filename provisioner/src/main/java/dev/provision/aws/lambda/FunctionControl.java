package dev.provision.aws.lambda;

import dev.provision.aws.Api;
import dev.provision.aws.AwsConnection;
import dev.provision.graph.StillInUse;
import java.util.Set;
import software.amazon.awssdk.services.lambda.LambdaClient;

/** What a release does to functions apart from its steps. */
public final class FunctionControl {
    private final Api<LambdaClient> lambda;

    public FunctionControl(AwsConnection connection) {
        this.lambda = connection.api("lambda", LambdaClient::builder);
    }

    /** Keeps no instance warm any more for an alias; it is no error if none was. */
    public void cool(String function, String alias) {
        lambda.delete(c -> c.deleteProvisionedConcurrencyConfig(
                r -> r.functionName(function).qualifier(alias)));
    }

    /** Whether a function has a published version. */
    public boolean has(String function, String version) {
        return lambda.find(c ->
                        c.getFunctionConfiguration(r -> r.functionName(function).qualifier(version)))
                .isPresent();
    }

    /**
     * Deletes a published version; what is gone already is no error. One that an alias leads to stays: only somebody else can
     * have let it lead there.
     */
    public void forget(String function, String version) {
        try {
            lambda.delete(c -> c.deleteFunction(r -> r.functionName(function).qualifier(version)));
        } catch (StillInUse stays) {
            // It goes with the function.
        }
    }

    /** The IAM actions that this uses. */
    public static Set<String> actions() {
        return Set.of(
                "lambda:DeleteFunction",
                "lambda:DeleteProvisionedConcurrencyConfig",
                "lambda:GetFunctionConfiguration");
    }
}
