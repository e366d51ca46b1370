package dev.provision.localcloud.s3;

import dev.provision.localcloud.iam.Principal;
import java.util.List;

/** What other services put into buckets. Called under the control-plane lock. */
public interface Deliveries {
    /**
     * Whether a bucket is there, and its policy lets one of these put an object.
     *
     * @param any of the principals will do
     * @param key of the object
     */
    boolean mayPut(List<Principal> any, String bucket, String key);

    /** Puts an object; whoever asks has to know that it {@linkplain #mayPut may}. */
    void put(String bucket, String key, byte[] bytes, String contentType);
}
