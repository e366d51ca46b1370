package dev.provision.localcloud.wafv2;

import dev.provision.localcloud.state.Page;
import dev.provision.localcloud.wafv2.WafStore.Stored;
import dev.provision.localcloud.wire.AwsService;
import dev.provision.localcloud.wire.ServiceApi;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import software.amazon.awssdk.services.wafv2.model.CreateWebAclRequest;
import software.amazon.awssdk.services.wafv2.model.CreateWebAclResponse;
import software.amazon.awssdk.services.wafv2.model.DefaultAction;
import software.amazon.awssdk.services.wafv2.model.DeleteWebAclRequest;
import software.amazon.awssdk.services.wafv2.model.DeleteWebAclResponse;
import software.amazon.awssdk.services.wafv2.model.GetWebAclRequest;
import software.amazon.awssdk.services.wafv2.model.GetWebAclResponse;
import software.amazon.awssdk.services.wafv2.model.ListWebAcLsRequest;
import software.amazon.awssdk.services.wafv2.model.ListWebAcLsResponse;
import software.amazon.awssdk.services.wafv2.model.Rule;
import software.amazon.awssdk.services.wafv2.model.UpdateWebAclRequest;
import software.amazon.awssdk.services.wafv2.model.UpdateWebAclResponse;
import software.amazon.awssdk.services.wafv2.model.VisibilityConfig;
import software.amazon.awssdk.services.wafv2.model.WebACL;
import software.amazon.awssdk.services.wafv2.model.WebACLSummary;

/** Web ACLs. */
final class WebAclOperations implements AwsService {
    private final WafStore store;
    private final Predicate<String> loadBalancers;

    WebAclOperations(WafStore store, Predicate<String> loadBalancers) {
        this.store = store;
        this.loadBalancers = loadBalancers;
    }

    @Override
    public ServiceApi api() {
        return Waf.API;
    }

    public CreateWebAclResponse createWebACL(CreateWebAclRequest request) {
        Scoped.check(request.name(), request.scope());
        check(request.defaultAction(), request.visibilityConfig(), request.rules());
        boolean taken = store.acls().values().stream()
                .anyMatch(one -> one.shape().name().equals(request.name()));
        if (taken) {
            throw Errors.duplicate();
        }
        String id = UUID.randomUUID().toString();
        WebACL shape = WebACL.builder()
                .name(request.name())
                .id(id)
                .arn(store.account().arn("wafv2", "regional/webacl/" + request.name() + "/" + id))
                .defaultAction(request.defaultAction())
                .description(request.description())
                .rules(request.rules())
                .visibilityConfig(request.visibilityConfig())
                .capacity((long) request.rules().size())
                .labelNamespace("awswaf:" + store.account().id() + ":webacl:" + request.name() + ":")
                .managedByFirewallManager(false)
                .build();
        Stored<WebACL> made = new Stored<>(UUID.randomUUID().toString(), shape);
        store.put(made);
        store.tags(shape.arn()).putAll(Scoped.tags(request.tags()));
        return CreateWebAclResponse.builder().summary(summary(made)).build();
    }

    private static void check(DefaultAction action, VisibilityConfig visibility, List<Rule> rules) {
        if (action == null || (action.allow() == null) == (action.block() == null)) {
            throw Errors.invalid("DEFAULT_ACTION", "exactly one of Allow and Block must be set");
        }
        if (visibility == null) {
            throw Errors.invalid("VISIBILITY_CONFIG", "VisibilityConfig is needed");
        }
        Set<Object> seen = new HashSet<>();
        for (Rule rule : rules) {
            if (rule.name() == null || rule.priority() == null) {
                throw Errors.invalid("RULE", "a rule must have a Name and a Priority");
            }
            if (!seen.add(rule.name()) || !seen.add(rule.priority())) {
                throw Errors.invalid("RULE", "names and priorities of rules must be unique");
            }
        }
    }

    public GetWebAclResponse getWebACL(GetWebAclRequest request) {
        Stored<WebACL> acl = request.arn() != null
                ? Optional.ofNullable(store.acls().get(request.arn())).orElseThrow(Errors::nonexistent)
                : require(request.name(), request.id());
        return GetWebAclResponse.builder()
                .webACL(acl.shape())
                .lockToken(acl.lockToken())
                .build();
    }

    public ListWebAcLsResponse listWebACLs(ListWebAcLsRequest request) {
        Scoped.regional(request.scope());
        List<WebACLSummary> all = store.acls().values().stream()
                .sorted((one, other) ->
                        one.shape().name().compareTo(other.shape().name()))
                .map(WebAclOperations::summary)
                .toList();
        Page<WebACLSummary> page = Scoped.page(all, request.nextMarker(), request.limit());
        return ListWebAcLsResponse.builder()
                .webACLs(page.items())
                .nextMarker(page.nextToken().orElse(null))
                .build();
    }

    public UpdateWebAclResponse updateWebACL(UpdateWebAclRequest request) {
        Scoped.check(request.name(), request.scope());
        check(request.defaultAction(), request.visibilityConfig(), request.rules());
        Stored<WebACL> before = require(request.name(), request.id(), request.lockToken());
        Stored<WebACL> after = new Stored<>(
                UUID.randomUUID().toString(), before.shape().copy(shape -> shape.defaultAction(request.defaultAction())
                        .description(request.description())
                        .rules(request.rules())
                        .visibilityConfig(request.visibilityConfig())
                        .capacity((long) request.rules().size())));
        store.put(after);
        return UpdateWebAclResponse.builder().nextLockToken(after.lockToken()).build();
    }

    public DeleteWebAclResponse deleteWebACL(DeleteWebAclRequest request) {
        Stored<WebACL> acl = require(request.name(), request.id(), request.lockToken());
        String arn = acl.shape().arn();
        // A load balancer that is gone protects nothing any more.
        boolean used = store.aclByResource().entrySet().stream()
                .anyMatch(entry -> entry.getValue().equals(arn) && loadBalancers.test(entry.getKey()));
        if (used) {
            throw Errors.inUse();
        }
        store.aclByResource().values().removeIf(arn::equals);
        store.remove(acl.shape());
        return DeleteWebAclResponse.builder().build();
    }

    private Stored<WebACL> require(String name, String id) {
        return store.acls().values().stream()
                .filter(one -> one.shape().id().equals(id) && one.shape().name().equals(name))
                .findFirst()
                .orElseThrow(Errors::nonexistent);
    }

    private Stored<WebACL> require(String name, String id, String lockToken) {
        Stored<WebACL> acl = require(name, id);
        if (!Objects.equals(acl.lockToken(), lockToken)) {
            throw Errors.stale();
        }
        return acl;
    }

    private static WebACLSummary summary(Stored<WebACL> acl) {
        return WebACLSummary.builder()
                .name(acl.shape().name())
                .id(acl.shape().id())
                .arn(acl.shape().arn())
                .description(acl.shape().description())
                .lockToken(acl.lockToken())
                .build();
    }
}
