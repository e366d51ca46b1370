package dev.provision.localcloud.s3;

import dev.provision.localcloud.iam.Authority;
import dev.provision.localcloud.iam.Principal;
import dev.provision.localcloud.time.CloudTime;
import dev.provision.localcloud.wire.AwsError;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import software.amazon.awssdk.core.SdkBytes;

/** The buckets of the account, and what other services put into them. Under the control-plane lock. */
final class Buckets implements Deliveries {
    private final CloudTime time;
    private final Authority authority;
    private final Map<String, Bucket> byName = new TreeMap<>();

    Buckets(CloudTime time, Authority authority) {
        this.time = time;
        this.authority = authority;
    }

    List<Bucket> all() {
        return List.copyOf(byName.values());
    }

    Optional<Bucket> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** @throws AwsError {@code NoSuchBucket} */
    Bucket require(String name) {
        return find(name)
                .orElseThrow(() -> new AwsError(
                        "NoSuchBucket", 404, "The specified bucket does not exist", Map.of("BucketName", name)));
    }

    void create(String name) {
        byName.put(name, new Bucket(name, time.now()));
    }

    void remove(Bucket bucket) {
        byName.remove(bucket.name());
    }

    @Override
    public boolean mayPut(List<Principal> any, String bucket, String key) {
        return find(bucket)
                .flatMap(found -> found.policy().filter(policy -> any.stream()
                        .anyMatch(principal -> authority.resourcePolicyAllows(
                                policy, principal, "s3:PutObject", found.arn() + "/" + key, Map.of()))))
                .isPresent();
    }

    @Override
    public void put(String bucket, String key, byte[] bytes, String contentType) {
        StoredObject object = new StoredObject(SdkBytes.fromByteArray(bytes), contentType, time.now());
        require(bucket).objects().put(key, object);
    }
}
