package dev.provision.localcloud.elb;

import dev.provision.localcloud.iam.Principal;
import dev.provision.localcloud.s3.Deliveries;
import dev.provision.localcloud.state.Account;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** The buckets that load balancers log into (Elastic Load Balancing guide, enable-access-logging). */
final class LogBuckets {
    static final String ENABLED = "access_logs.s3.enabled";
    private static final String BUCKET = "access_logs.s3.bucket";
    private static final String PREFIX = "access_logs.s3.prefix";

    /** Who delivers: the service, and in eu-west-2, as in all older regions, an account of Elastic Load Balancing's. */
    private static final List<Principal> DELIVERERS = List.of(
            new Principal.Service("logdelivery.elasticloadbalancing.amazonaws.com"),
            new Principal.Identity("arn:aws:iam::652711504416:root"));

    private final Account account;
    private final Deliveries deliveries;

    LogBuckets(Account account, Deliveries deliveries) {
        this.account = account;
        this.deliveries = deliveries;
    }

    /**
     * Looks whether a load balancer may log as its attributes say, and leaves a file as AWS does.
     *
     * @throws dev.provision.localcloud.wire.AwsError if it may not
     */
    void check(Map<String, String> attributes) {
        if (!attributes.get(ENABLED).equals("true")) {
            return;
        }
        String bucket = attributes.get(BUCKET);
        if (bucket.isEmpty()) {
            throw Errors.validation("The value of '" + BUCKET + "' cannot be empty");
        }
        String key = folder(attributes) + "ELBAccessLogTestFile";
        if (!deliveries.mayPut(DELIVERERS, bucket, key)) {
            throw Errors.configuration("Access Denied for bucket: " + bucket + ". Please check S3bucket permission");
        }
        String text = "Enable AccessLog for ELB\n";
        deliveries.put(bucket, key, text.getBytes(StandardCharsets.UTF_8), "text/plain");
    }

    private String folder(Map<String, String> attributes) {
        String prefix = attributes.get(PREFIX);
        return (prefix.isEmpty() ? "" : prefix + "/") + "AWSLogs/" + account.id() + "/";
    }
}
