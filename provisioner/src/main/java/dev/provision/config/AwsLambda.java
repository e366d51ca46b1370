package dev.provision.config;

import java.util.OptionalInt;

/**
 * A Lambda function.
 *
 * @param memory MiB
 * @param timeout seconds
 * @param reservedConcurrency the cap on concurrent instances; empty: the account's
 * @param provisionedConcurrency instances kept warm; 0: none
 */
public record AwsLambda(int memory, int timeout, OptionalInt reservedConcurrency, int provisionedConcurrency)
        implements Compute {
    @Override
    public String type() {
        return "awsLambda";
    }
}
