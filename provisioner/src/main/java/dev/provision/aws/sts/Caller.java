package dev.provision.aws.sts;

import dev.provision.aws.Api;
import dev.provision.aws.AwsConnection;
import software.amazon.awssdk.services.sts.StsClient;

/** Who calls, as AWS knows them. */
public final class Caller {
    private final Api<StsClient> sts;

    public Caller(AwsConnection connection) {
        this.sts = connection.api("sts", StsClient::builder);
    }

    /** The ARN of the user or of the assumed role. */
    public String arn() {
        return sts.call(c -> c.getCallerIdentity().arn());
    }
}
