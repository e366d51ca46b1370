package dev.provision.localcloud.s3;

import dev.provision.localcloud.iam.Authority;
import dev.provision.localcloud.state.Account;
import dev.provision.localcloud.time.CloudTime;
import dev.provision.localcloud.wire.ServiceApi;
import java.util.List;

/** Amazon S3, put together. */
public final class S3 {
    static final ServiceApi API =
            new ServiceApi("s3", ServiceApi.Protocol.REST_XML, "", "http://s3.amazonaws.com/doc/2006-03-01/");
    private final Account account;
    private final CloudTime time;
    private final Buckets buckets;

    /** @param authority judges the policies of buckets */
    public S3(Account account, CloudTime time, Authority authority) {
        this.account = account;
        this.time = time;
        this.buckets = new Buckets(time, authority);
    }

    /** For services that put objects. */
    public Deliveries deliveries() {
        return buckets;
    }

    /** What answers the API's operations. */
    public List<Object> parts() {
        return List.of(new BucketOperations(account, buckets), new ObjectOperations(buckets, time));
    }
}
