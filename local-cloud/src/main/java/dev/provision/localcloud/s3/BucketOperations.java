package dev.provision.localcloud.s3;

import dev.provision.localcloud.state.Account;
import dev.provision.localcloud.wire.Answers;
import dev.provision.localcloud.wire.AwsError;
import dev.provision.localcloud.wire.AwsService;
import dev.provision.localcloud.wire.ServiceApi;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.protocols.jsoncore.JsonNode;
import software.amazon.awssdk.services.s3.model.CreateBucketConfiguration;
import software.amazon.awssdk.services.s3.model.CreateBucketRequest;
import software.amazon.awssdk.services.s3.model.CreateBucketResponse;
import software.amazon.awssdk.services.s3.model.DeleteBucketPolicyRequest;
import software.amazon.awssdk.services.s3.model.DeleteBucketPolicyResponse;
import software.amazon.awssdk.services.s3.model.DeleteBucketRequest;
import software.amazon.awssdk.services.s3.model.DeleteBucketResponse;
import software.amazon.awssdk.services.s3.model.GetBucketLocationRequest;
import software.amazon.awssdk.services.s3.model.GetBucketLocationResponse;
import software.amazon.awssdk.services.s3.model.GetBucketPolicyRequest;
import software.amazon.awssdk.services.s3.model.GetBucketPolicyResponse;
import software.amazon.awssdk.services.s3.model.HeadBucketRequest;
import software.amazon.awssdk.services.s3.model.HeadBucketResponse;
import software.amazon.awssdk.services.s3.model.ListBucketsRequest;
import software.amazon.awssdk.services.s3.model.ListBucketsResponse;
import software.amazon.awssdk.services.s3.model.Owner;
import software.amazon.awssdk.services.s3.model.PutBucketPolicyRequest;
import software.amazon.awssdk.services.s3.model.PutBucketPolicyResponse;

/** The operations on buckets. */
final class BucketOperations implements AwsService {
    // S3 guide, bucketnamingrules
    private static final Pattern NAME = Pattern.compile("(?!xn--|sthree-)[a-z0-9](?!.*\\.\\.)[a-z0-9.-]{1,61}[a-z0-9]");

    private final Account account;
    private final Buckets buckets;

    BucketOperations(Account account, Buckets buckets) {
        this.account = account;
        this.buckets = buckets;
    }

    @Override
    public ServiceApi api() {
        return S3.API;
    }

    public CreateBucketResponse createBucket(CreateBucketRequest request) {
        String name = request.bucket();
        if (!NAME.matcher(name).matches() || name.matches("\\d+(\\.\\d+){3}")) {
            throw AwsError.badRequest("InvalidBucketName", "The specified bucket is not valid.");
        }
        String region = Optional.ofNullable(request.createBucketConfiguration())
                .map(CreateBucketConfiguration::locationConstraintAsString)
                .orElse("us-east-1");
        if (!region.equals(account.region())) {
            String given = request.createBucketConfiguration() == null ? "unspecified" : region;
            throw AwsError.badRequest(
                    "IllegalLocationConstraintException",
                    "The " + given
                            + " location constraint is incompatible for the region specific endpoint this request"
                            + " was sent to.");
        }
        if (buckets.find(name).isPresent()) {
            throw new AwsError(
                    "BucketAlreadyOwnedByYou",
                    409,
                    "Your previous request to create the named bucket succeeded and you already own it.",
                    Map.of("BucketName", name));
        }
        buckets.create(name);
        return CreateBucketResponse.builder().location("/" + name).build();
    }

    public HeadBucketResponse headBucket(HeadBucketRequest request) {
        buckets.require(request.bucket());
        return HeadBucketResponse.builder().bucketRegion(account.region()).build();
    }

    @Answers(204)
    public DeleteBucketResponse deleteBucket(DeleteBucketRequest request) {
        Bucket bucket = buckets.require(request.bucket());
        if (!bucket.objects().isEmpty()) {
            throw new AwsError(
                    "BucketNotEmpty",
                    409,
                    "The bucket you tried to delete is not empty",
                    Map.of("BucketName", bucket.name()));
        }
        buckets.remove(bucket);
        return DeleteBucketResponse.builder().build();
    }

    public ListBucketsResponse listBuckets(ListBucketsRequest request) {
        return ListBucketsResponse.builder()
                .buckets(buckets.all().stream()
                        .filter(bucket ->
                                request.prefix() == null || bucket.name().startsWith(request.prefix()))
                        .map(bucket -> software.amazon.awssdk.services.s3.model.Bucket.builder()
                                .name(bucket.name())
                                .creationDate(bucket.created())
                                .bucketRegion(account.region())
                                .build())
                        .toList())
                .owner(Owner.builder().id(account.id()).build())
                .build();
    }

    /** The only answer of S3 whose document is the value itself. */
    public ResponseBytes<GetBucketLocationResponse> getBucketLocation(GetBucketLocationRequest request) {
        buckets.require(request.bucket());
        String document = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<LocationConstraint xmlns=\""
                + S3.API.xmlNamespace() + "\">" + account.region() + "</LocationConstraint>";
        return ResponseBytes.fromByteArrayUnsafe(
                GetBucketLocationResponse.builder().build(), document.getBytes(StandardCharsets.UTF_8));
    }

    @Answers(204)
    public PutBucketPolicyResponse putBucketPolicy(PutBucketPolicyRequest request) {
        Bucket bucket = buckets.require(request.bucket());
        bucket.policy(Optional.of(checked(request.policy(), bucket)));
        return PutBucketPolicyResponse.builder().build();
    }

    private static String checked(String policy, Bucket bucket) {
        JsonNode document;
        try {
            document = JsonNode.parser().parse(policy);
        } catch (RuntimeException e) { // the parser wraps Jackson's exceptions into unchecked ones of several types
            throw AwsError.badRequest("MalformedPolicy", "This policy contains invalid Json");
        }
        if (document.field("Statement").isEmpty()) {
            throw AwsError.badRequest("MalformedPolicy", "Missing required field Statement");
        }
        if (!policy.contains(bucket.arn())) {
            throw AwsError.badRequest("MalformedPolicy", "Policy has invalid resource");
        }
        return policy;
    }

    public GetBucketPolicyResponse getBucketPolicy(GetBucketPolicyRequest request) {
        Bucket bucket = buckets.require(request.bucket());
        String policy = bucket.policy()
                .orElseThrow(() -> new AwsError(
                        "NoSuchBucketPolicy",
                        404,
                        "The bucket policy does not exist",
                        Map.of("BucketName", bucket.name())));
        return GetBucketPolicyResponse.builder().policy(policy).build();
    }

    @Answers(204)
    public DeleteBucketPolicyResponse deleteBucketPolicy(DeleteBucketPolicyRequest request) {
        buckets.require(request.bucket()).policy(Optional.empty());
        return DeleteBucketPolicyResponse.builder().build();
    }
}
