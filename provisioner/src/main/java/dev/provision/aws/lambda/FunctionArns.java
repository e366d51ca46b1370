package dev.provision.aws.lambda;

import dev.provision.aws.Api;
import dev.provision.aws.ArnCheck;
import dev.provision.aws.AwsConnection;
import software.amazon.awssdk.services.lambda.LambdaClient;

/** Whether functions still exist. */
public final class FunctionArns {
    private FunctionArns() {}

    public static ArnCheck check(AwsConnection connection) {
        Api<LambdaClient> lambda = connection.api("lambda", LambdaClient::builder);
        return new ArnCheck("lambda", arn -> lambda.find(c -> c.getFunction(r -> r.functionName(arn.value())))
                .isPresent());
    }
}
