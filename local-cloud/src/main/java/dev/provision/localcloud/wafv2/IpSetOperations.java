package dev.provision.localcloud.wafv2;

import dev.provision.localcloud.network.Cidr;
import dev.provision.localcloud.state.Page;
import dev.provision.localcloud.wafv2.WafStore.Stored;
import dev.provision.localcloud.wire.AwsService;
import dev.provision.localcloud.wire.ServiceApi;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import software.amazon.awssdk.services.wafv2.model.CreateIpSetRequest;
import software.amazon.awssdk.services.wafv2.model.CreateIpSetResponse;
import software.amazon.awssdk.services.wafv2.model.DeleteIpSetRequest;
import software.amazon.awssdk.services.wafv2.model.DeleteIpSetResponse;
import software.amazon.awssdk.services.wafv2.model.GetIpSetRequest;
import software.amazon.awssdk.services.wafv2.model.GetIpSetResponse;
import software.amazon.awssdk.services.wafv2.model.IPAddressVersion;
import software.amazon.awssdk.services.wafv2.model.IPSet;
import software.amazon.awssdk.services.wafv2.model.IPSetSummary;
import software.amazon.awssdk.services.wafv2.model.ListIpSetsRequest;
import software.amazon.awssdk.services.wafv2.model.ListIpSetsResponse;
import software.amazon.awssdk.services.wafv2.model.UpdateIpSetRequest;
import software.amazon.awssdk.services.wafv2.model.UpdateIpSetResponse;

/** IP sets. */
final class IpSetOperations implements AwsService {
    private final WafStore store;

    IpSetOperations(WafStore store) {
        this.store = store;
    }

    @Override
    public ServiceApi api() {
        return Waf.API;
    }

    public CreateIpSetResponse createIPSet(CreateIpSetRequest request) {
        Scoped.check(request.name(), request.scope());
        if (request.ipAddressVersion() != IPAddressVersion.IPV4) {
            throw Errors.unsupported("IPv6 addresses");
        }
        List<Cidr> ranges = ranges(request.addresses());
        if (store.sets().values().stream().anyMatch(one -> one.shape().name().equals(request.name()))) {
            throw Errors.duplicate();
        }
        String id = UUID.randomUUID().toString();
        IPSet shape = IPSet.builder()
                .name(request.name())
                .id(id)
                .arn(store.account().arn("wafv2", "regional/ipset/" + request.name() + "/" + id))
                .description(request.description())
                .ipAddressVersion(request.ipAddressVersion())
                .addresses(request.addresses())
                .build();
        Stored<IPSet> made = new Stored<>(UUID.randomUUID().toString(), shape);
        store.put(made, ranges);
        store.tags(shape.arn()).putAll(Scoped.tags(request.tags()));
        return CreateIpSetResponse.builder().summary(summary(made)).build();
    }

    private static List<Cidr> ranges(List<String> addresses) {
        return addresses.stream()
                .map(text ->
                        Cidr.parse(text).orElseThrow(() -> Errors.invalid("IP_ADDRESS", text + " is no CIDR range")))
                .toList();
    }

    public GetIpSetResponse getIPSet(GetIpSetRequest request) {
        Stored<IPSet> set = require(request.name(), request.id());
        return GetIpSetResponse.builder()
                .ipSet(set.shape())
                .lockToken(set.lockToken())
                .build();
    }

    public ListIpSetsResponse listIPSets(ListIpSetsRequest request) {
        Scoped.regional(request.scope());
        List<IPSetSummary> all = store.sets().values().stream()
                .sorted((one, other) ->
                        one.shape().name().compareTo(other.shape().name()))
                .map(IpSetOperations::summary)
                .toList();
        Page<IPSetSummary> page = Scoped.page(all, request.nextMarker(), request.limit());
        return ListIpSetsResponse.builder()
                .ipSets(page.items())
                .nextMarker(page.nextToken().orElse(null))
                .build();
    }

    public UpdateIpSetResponse updateIPSet(UpdateIpSetRequest request) {
        Stored<IPSet> before = require(request.name(), request.id(), request.lockToken());
        Stored<IPSet> after =
                new Stored<>(UUID.randomUUID().toString(), before.shape().copy(set -> set.addresses(request.addresses())
                        .description(request.description())));
        store.put(after, ranges(request.addresses()));
        return UpdateIpSetResponse.builder().nextLockToken(after.lockToken()).build();
    }

    public DeleteIpSetResponse deleteIPSet(DeleteIpSetRequest request) {
        Stored<IPSet> set = require(request.name(), request.id(), request.lockToken());
        boolean used = store.acls().values().stream()
                .flatMap(acl -> acl.shape().rules().stream())
                .anyMatch(
                        rule -> rule.statement().toString().contains(set.shape().arn()));
        if (used) {
            throw Errors.inUse();
        }
        store.remove(set.shape());
        return DeleteIpSetResponse.builder().build();
    }

    private Stored<IPSet> require(String name, String id) {
        return store.sets().values().stream()
                .filter(one -> one.shape().id().equals(id) && one.shape().name().equals(name))
                .findFirst()
                .orElseThrow(Errors::nonexistent);
    }

    private Stored<IPSet> require(String name, String id, String lockToken) {
        Stored<IPSet> set = require(name, id);
        if (!Objects.equals(set.lockToken(), lockToken)) {
            throw Errors.stale();
        }
        return set;
    }

    private static IPSetSummary summary(Stored<IPSet> set) {
        return IPSetSummary.builder()
                .name(set.shape().name())
                .id(set.shape().id())
                .arn(set.shape().arn())
                .description(set.shape().description())
                .lockToken(set.lockToken())
                .build();
    }
}
