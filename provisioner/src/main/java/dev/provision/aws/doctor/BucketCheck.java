package dev.provision.aws.doctor;

import dev.provision.aws.Api;
import dev.provision.aws.AwsConnection;
import dev.provision.graph.ProvisionException.PermissionMissing;
import dev.provision.graph.ProvisionException.StepFailed;
import java.util.Optional;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.HeadBucketResponse;

/**
 * Whether there is a bucket for the logs of a load balancer. Whether its policy lets it write there, AWS tells only when a
 * load balancer is told to.
 */
public final class BucketCheck {
    private final Api<S3Client> s3;

    public BucketCheck(AwsConnection connection) {
        this.s3 = connection.api("s3", S3Client::builder);
    }

    /** The IAM action that it uses: API_HeadBucket. */
    public static String action() {
        return "s3:ListBucket";
    }

    public Finding finding(String bucket) {
        String check = "bucket " + bucket;
        try {
            Optional<HeadBucketResponse> found = s3.find(c -> c.headBucket(r -> r.bucket(bucket)));
            return found.isPresent()
                    ? Finding.good(check, "is there")
                    : Finding.bad(check, "there is none; make it, with a policy that lets the load balancer write");
        } catch (PermissionMissing denied) {
            return Finding.note(check, "it is another account's, or it may not be looked at: " + denied.getMessage());
        } catch (StepFailed moved) {
            return Finding.bad(check, "it cannot be used from this region: " + moved.getMessage());
        }
    }
}
