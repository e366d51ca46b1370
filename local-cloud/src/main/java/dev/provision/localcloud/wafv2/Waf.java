package dev.provision.localcloud.wafv2;

import dev.provision.localcloud.state.Account;
import dev.provision.localcloud.wire.ServiceApi;
import java.util.List;
import java.util.function.Predicate;

/** AWS WAF, put together. */
public final class Waf {
    static final ServiceApi API = new ServiceApi("wafv2", ServiceApi.Protocol.JSON_1_1, "AWSWAF_20190729", "");
    private final WafStore store;

    public Waf(Account account) {
        this.store = new WafStore(account);
    }

    /** What the load balancer asks about every request. */
    public Firewall firewall() {
        return store;
    }

    /**
     * What answers the API's operations, and lists tags.
     *
     * @param loadBalancers whether there is a load balancer with an ARN
     */
    public List<Object> parts(Predicate<String> loadBalancers) {
        return List.of(
                new WebAclOperations(store, loadBalancers),
                new IpSetOperations(store),
                new AssociationOperations(store, loadBalancers),
                new WafTags(store),
                store);
    }
}
