package dev.provision.localcloud.fault;

import dev.provision.localcloud.time.CloudTime;
import dev.provision.localcloud.wire.Fault;
import dev.provision.localcloud.wire.Faults;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Refuses calls that come too fast, by token buckets as AWS has them. Thread-safe.
 *
 * <p>The rates of Lambda and of reads of EC2 and ECS are those of their documentation (ec2-api-throttling, request-throttling of ECS,
 * gettingstarted-limits of Lambda); of the other services only the order of magnitude is known.
 */
public final class ApiThrottle implements Faults {
    /** Calls to the data plane, which has limits of its own. */
    private static final Set<String> NOT_CONTROL =
            Set.of("Invoke", "InvokeWithResponseStream", "PutMetricData", "PutLogEvents");

    private final CloudTime time;
    private final Map<String, Bucket> buckets = new HashMap<>();

    /**
     * @param burst how many calls at once
     * @param perSecond how many again and again
     */
    private record Rate(double burst, double perSecond) {}

    private record Bucket(double tokens, Instant at) {}

    public ApiThrottle(CloudTime time) {
        this.time = time;
    }

    @Override
    public synchronized Fault next(String service, String operation) {
        if (NOT_CONTROL.contains(operation)) {
            return new Fault.None();
        }
        boolean reads = operation.startsWith("Describe") || operation.startsWith("List") || operation.startsWith("Get");
        Rate rate = rate(service, operation, reads);
        // EC2 counts every operation by itself, the others reading and changing.
        String name = service + " " + (service.equals("ec2") || operation.equals("GetFunction") ? operation : reads);
        Instant now = time.now();
        Bucket before = buckets.getOrDefault(name, new Bucket(rate.burst(), now));
        double refilled = Duration.between(before.at(), now).toNanos() / 1e9 * rate.perSecond();
        double tokens = Math.min(rate.burst(), before.tokens() + refilled);
        if (tokens < 1) {
            buckets.put(name, new Bucket(tokens, now));
            return Injection.throttling(service);
        }
        buckets.put(name, new Bucket(tokens - 1, now));
        return new Fault.None();
    }

    private static Rate rate(String service, String operation, boolean reads) {
        return switch (service) {
            case "ec2" -> reads ? new Rate(100, 20) : new Rate(50, 5);
            case "ecs" -> reads ? new Rate(50, 20) : new Rate(50, 5);
            case "lambda" -> operation.equals("GetFunction") ? new Rate(100, 100) : new Rate(15, 15);
            default -> reads ? new Rate(50, 20) : new Rate(25, 10);
        };
    }
}
