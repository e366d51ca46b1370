package dev.provision.localcloud.s3;

import dev.provision.localcloud.state.Page;
import dev.provision.localcloud.time.CloudTime;
import dev.provision.localcloud.wire.Answers;
import dev.provision.localcloud.wire.AwsError;
import dev.provision.localcloud.wire.AwsService;
import dev.provision.localcloud.wire.ServiceApi;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.s3.model.CommonPrefix;
import software.amazon.awssdk.services.s3.model.DeleteObjectRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectResponse;
import software.amazon.awssdk.services.s3.model.DeleteObjectsRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectsResponse;
import software.amazon.awssdk.services.s3.model.DeletedObject;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Object;

/** The operations on objects, which are put and read at once. */
final class ObjectOperations implements AwsService {
    private static final int MOST_KEYS = 1000;
    private static final String BINARY = "binary/octet-stream";

    private final Buckets buckets;
    private final CloudTime time;

    ObjectOperations(Buckets buckets, CloudTime time) {
        this.buckets = buckets;
        this.time = time;
    }

    @Override
    public ServiceApi api() {
        return S3.API;
    }

    public PutObjectResponse putObject(PutObjectRequest request, byte[] content) {
        StoredObject object = new StoredObject(
                SdkBytes.fromByteArrayUnsafe(content),
                Optional.ofNullable(request.contentType()).orElse(BINARY),
                time.now());
        buckets.require(request.bucket()).objects().put(request.key(), object);
        return PutObjectResponse.builder().eTag(object.eTag()).build();
    }

    public ResponseBytes<GetObjectResponse> getObject(GetObjectRequest request) {
        StoredObject object = require(request.bucket(), request.key());
        GetObjectResponse response = GetObjectResponse.builder()
                .contentType(object.contentType())
                .eTag(object.eTag())
                .lastModified(object.modified())
                .build();
        return ResponseBytes.fromByteArrayUnsafe(response, object.bytes().asByteArrayUnsafe());
    }

    public HeadObjectResponse headObject(HeadObjectRequest request) {
        StoredObject object = require(request.bucket(), request.key());
        return HeadObjectResponse.builder()
                .contentType(object.contentType())
                .contentLength(object.size())
                .eTag(object.eTag())
                .lastModified(object.modified())
                .build();
    }

    private StoredObject require(String bucket, String key) {
        return Optional.ofNullable(buckets.require(bucket).objects().get(key))
                .orElseThrow(
                        () -> new AwsError("NoSuchKey", 404, "The specified key does not exist.", Map.of("Key", key)));
    }

    @Answers(204)
    public DeleteObjectResponse deleteObject(DeleteObjectRequest request) {
        // Deleting what is not there succeeds.
        buckets.require(request.bucket()).objects().remove(request.key());
        return DeleteObjectResponse.builder().build();
    }

    public DeleteObjectsResponse deleteObjects(DeleteObjectsRequest request) {
        Bucket bucket = buckets.require(request.bucket());
        List<String> keys =
                request.delete().objects().stream().map(object -> object.key()).toList();
        bucket.objects().keySet().removeAll(Set.copyOf(keys));
        return DeleteObjectsResponse.builder()
                .deleted(keys.stream()
                        .map(key -> DeletedObject.builder().key(key).build())
                        .toList())
                .build();
    }

    public ListObjectsV2Response listObjectsV2(ListObjectsV2Request request) {
        Bucket bucket = buckets.require(request.bucket());
        String prefix = Optional.ofNullable(request.prefix()).orElse("");
        String delimiter = Optional.ofNullable(request.delimiter()).orElse("");
        List<String> names = names(bucket, prefix, delimiter, request.startAfter());
        int limit = Optional.ofNullable(request.maxKeys()).orElse(MOST_KEYS);
        Page<String> page = Page.of(names, request.continuationToken(), Math.min(limit, MOST_KEYS))
                .orElseThrow(
                        () -> AwsError.badRequest("InvalidArgument", "The continuation token provided is incorrect"));
        List<S3Object> contents = new ArrayList<>();
        List<CommonPrefix> prefixes = new ArrayList<>();
        for (String name : page.items()) {
            Optional.ofNullable(bucket.objects().get(name))
                    .ifPresentOrElse(
                            object -> contents.add(S3Object.builder()
                                    .key(name)
                                    .size(object.size())
                                    .eTag(object.eTag())
                                    .lastModified(object.modified())
                                    .storageClass("STANDARD")
                                    .build()),
                            () -> prefixes.add(
                                    CommonPrefix.builder().prefix(name).build()));
        }
        return ListObjectsV2Response.builder()
                .name(bucket.name())
                .prefix(prefix)
                .delimiter(request.delimiter())
                .maxKeys(limit)
                .keyCount(page.items().size())
                .isTruncated(page.nextToken().isPresent())
                .nextContinuationToken(page.nextToken().orElse(null))
                .contents(contents)
                .commonPrefixes(prefixes)
                .build();
    }

    /** The keys, those with a delimiter after the prefix rolled up to their common beginning. */
    private static List<String> names(Bucket bucket, String prefix, String delimiter, String startAfter) {
        Set<String> names = new LinkedHashSet<>();
        for (String key : bucket.objects().keySet()) {
            boolean meant = key.startsWith(prefix) && (startAfter == null || key.compareTo(startAfter) > 0);
            int end = delimiter.isEmpty() ? -1 : key.indexOf(delimiter, prefix.length());
            if (meant) {
                names.add(end < 0 ? key : key.substring(0, end + delimiter.length()));
            }
        }
        return List.copyOf(names);
    }
}
