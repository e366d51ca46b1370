package dev.provision.localcloud.elb;

import dev.provision.localcloud.iam.Principal;
import dev.provision.localcloud.s3.Deliveries;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;

/** Buckets into which load balancers may write, if a test says so. */
public final class PretendBuckets implements Deliveries {
    private final Set<String> open = ConcurrentHashMap.newKeySet();
    private final Map<String, byte[]> objects = new ConcurrentSkipListMap<>();

    public void open(String bucket) {
        open.add(bucket);
    }

    /** What was put, by {@code bucket/key}. */
    public Map<String, byte[]> objects() {
        return objects;
    }

    @Override
    public boolean mayPut(List<Principal> any, String bucket, String key) {
        return open.contains(bucket);
    }

    @Override
    public void put(String bucket, String key, byte[] bytes, String contentType) {
        objects.put(bucket + "/" + key, bytes);
    }
}
