package dev.provision.localcloud.wafv2;

import dev.provision.localcloud.network.Cidr;
import dev.provision.localcloud.state.Account;
import dev.provision.localcloud.state.TaggedResource;
import dev.provision.localcloud.state.TaggedResources;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import software.amazon.awssdk.services.wafv2.model.IPSet;
import software.amazon.awssdk.services.wafv2.model.WebACL;

/** Web ACLs, IP sets and what they protect. Changes under the control-plane lock only; the balancer reads without it. */
final class WafStore implements TaggedResources, Firewall {
    private final Account account;
    private final Map<String, Stored<WebACL>> acls = new ConcurrentHashMap<>();
    private final Map<String, Stored<IPSet>> sets = new ConcurrentHashMap<>();
    private final Map<String, List<Cidr>> ranges = new ConcurrentHashMap<>();
    private final Map<String, Rules> rules = new ConcurrentHashMap<>();
    private final Map<String, String> aclByResource = new ConcurrentHashMap<>();
    private final Map<String, Map<String, String>> tags = new TreeMap<>();

    /**
     * @param lockToken that the next change has to show
     * @param shape as the API has it
     */
    record Stored<T>(String lockToken, T shape) {}

    WafStore(Account account) {
        this.account = account;
    }

    Account account() {
        return account;
    }

    /** By ARN. */
    Map<String, Stored<WebACL>> acls() {
        return acls;
    }

    /** By ARN. */
    Map<String, Stored<IPSet>> sets() {
        return sets;
    }

    /** Keeps a web ACL together with its compiled rules. */
    void put(Stored<WebACL> acl) {
        Rules compiled = Rules.compile(acl.shape().rules(), acl.shape().defaultAction(), this::addresses);
        rules.put(acl.shape().arn(), compiled);
        acls.put(acl.shape().arn(), acl);
    }

    void remove(WebACL acl) {
        acls.remove(acl.arn());
        rules.remove(acl.arn());
        tags.remove(acl.arn());
    }

    void put(Stored<IPSet> set, List<Cidr> addresses) {
        sets.put(set.shape().arn(), set);
        ranges.put(set.shape().arn(), addresses);
    }

    void remove(IPSet set) {
        sets.remove(set.arn());
        ranges.remove(set.arn());
        tags.remove(set.arn());
    }

    private List<Cidr> addresses(String setArn) {
        return Optional.ofNullable(setArn).map(ranges::get).orElseThrow(Errors::nonexistent);
    }

    /** The ARN of the web ACL that protects each resource. */
    Map<String, String> aclByResource() {
        return aclByResource;
    }

    /** The tags of a web ACL or IP set, which may be changed. */
    Map<String, String> tags(String arn) {
        if (arn == null || !(acls.containsKey(arn) || sets.containsKey(arn))) {
            throw Errors.nonexistent();
        }
        return tags.computeIfAbsent(arn, _ -> new TreeMap<>());
    }

    @Override
    public Verdict judge(String dimension, WebRequest request) {
        if (aclByResource.isEmpty()) {
            return new Verdict.Allowed();
        }
        return Optional.ofNullable(aclByResource.get(account.arn("elasticloadbalancing", "loadbalancer/" + dimension)))
                .flatMap(acl -> Optional.ofNullable(rules.get(acl)))
                .map(compiled -> compiled.judge(request))
                .orElse(new Verdict.Allowed());
    }

    @Override
    public Stream<TaggedResource> taggedResources() {
        return tags.entrySet().stream()
                .map(entry -> new TaggedResource(
                        entry.getKey(),
                        entry.getKey().contains("/webacl/") ? "wafv2:webacl" : "wafv2:ipset",
                        entry.getValue()));
    }
}
