package dev.provision.config;

import java.util.Optional;

/**
 * Settings of the load balancer.
 *
 * @param certificateArn of an existing certificate for HTTPS
 * @param wafAclArn of an existing web ACL that filters requests
 * @param idleTimeout seconds after which a silent connection is closed
 * @param accessLogs where every request is written down
 */
public record AwsAlb(
        Optional<String> certificateArn, Optional<String> wafAclArn, int idleTimeout, Optional<AccessLogs> accessLogs) {
    private static final int STANDARD_IDLE_TIMEOUT = 60;

    /**
     * Access logs in an existing S3 bucket.
     *
     * @param prefix of the objects' names; may be empty
     */
    public record AccessLogs(String bucket, String prefix) {}

    static AwsAlb standard() {
        return new AwsAlb(Optional.empty(), Optional.empty(), STANDARD_IDLE_TIMEOUT, Optional.empty());
    }
}
