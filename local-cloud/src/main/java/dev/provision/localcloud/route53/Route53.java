package dev.provision.localcloud.route53;

import dev.provision.localcloud.time.CloudTime;
import dev.provision.localcloud.time.Latency;
import dev.provision.localcloud.wire.ServiceApi;
import java.util.List;

/** Amazon Route 53, put together. */
public final class Route53 {
    static final ServiceApi API = new ServiceApi(
            "route53", ServiceApi.Protocol.REST_XML, "", "https://route53.amazonaws.com/doc/2013-04-01/");
    private final ZoneStore store = new ZoneStore();
    private final Changes changes;

    public Route53(CloudTime time, Latency latency) {
        this.changes = new Changes(time, latency);
    }

    /** What is in the zones. */
    public DnsRecords records() {
        return store;
    }

    /** What answers the API's operations, and lists tags. */
    public List<Object> parts() {
        return List.of(
                new ZoneOperations(store, changes), new RecordOperations(store, changes), new ZoneTags(store), store);
    }
}
