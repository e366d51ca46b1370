package dev.provision.aws;

import java.util.function.Predicate;

/**
 * Whether what an ARN names still exists; the tagging API goes on listing for a while what is gone.
 *
 * @param service the service in the ARNs it is for, for example {@code ecs}
 * @param exists the question
 */
public record ArnCheck(String service, Predicate<Arn> exists) {
    /** Whether it is for this ARN. */
    public boolean concerns(Arn arn) {
        return arn.service().equals(service);
    }
}
