package dev.provision.localcloud.fault;

import dev.provision.localcloud.wire.AwsError;
import dev.provision.localcloud.wire.Fault;

/**
 * A fault for the next calls of an operation.
 *
 * @param service signing name, for example {@code ec2}; {@code *} for every service
 * @param operation for example {@code CreateVpc}; {@code *} for every operation
 * @param count how many calls it hits
 * @param fault what happens to them
 */
public record Injection(String service, String operation, int count, Fault fault) {
    /** @throws IllegalArgumentException if the count is not positive */
    public Injection {
        if (count < 1) {
            throw new IllegalArgumentException("count must be positive: " + count);
        }
    }

    /** The refusal with which a service answers when it is called too often. */
    public static Fault throttling(String service) {
        return new Fault.Refusal(
                switch (service) {
                    case "ec2" -> new AwsError("RequestLimitExceeded", 503, "Request limit exceeded.");
                    case "lambda" -> new AwsError("TooManyRequestsException", 429, "Rate exceeded");
                    case "elasticloadbalancing", "iam", "sts", "monitoring" ->
                        new AwsError("Throttling", 400, "Rate exceeded");
                    default -> new AwsError("ThrottlingException", 400, "Rate exceeded");
                });
    }

    boolean hits(String calledService, String calledOperation) {
        return (service.equals("*") || service.equals(calledService))
                && (operation.equals("*") || operation.equals(calledOperation));
    }
}
