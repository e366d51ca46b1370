package dev.provision.localcloud.wafv2;

import dev.provision.localcloud.wafv2.WafStore.Stored;
import dev.provision.localcloud.wire.AwsService;
import dev.provision.localcloud.wire.ServiceApi;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import software.amazon.awssdk.services.wafv2.model.AssociateWebAclRequest;
import software.amazon.awssdk.services.wafv2.model.AssociateWebAclResponse;
import software.amazon.awssdk.services.wafv2.model.DisassociateWebAclRequest;
import software.amazon.awssdk.services.wafv2.model.DisassociateWebAclResponse;
import software.amazon.awssdk.services.wafv2.model.GetWebAclForResourceRequest;
import software.amazon.awssdk.services.wafv2.model.GetWebAclForResourceResponse;
import software.amazon.awssdk.services.wafv2.model.ListResourcesForWebAclRequest;
import software.amazon.awssdk.services.wafv2.model.ListResourcesForWebAclResponse;

/** Which web ACL protects which load balancer. */
final class AssociationOperations implements AwsService {
    private final WafStore store;
    private final Predicate<String> loadBalancers;

    AssociationOperations(WafStore store, Predicate<String> loadBalancers) {
        this.store = store;
        this.loadBalancers = loadBalancers;
    }

    @Override
    public ServiceApi api() {
        return Waf.API;
    }

    /** Replaces the web ACL that a load balancer had before. */
    public AssociateWebAclResponse associateWebACL(AssociateWebAclRequest request) {
        if (request.webACLArn() == null || !store.acls().containsKey(request.webACLArn())) {
            throw Errors.nonexistent();
        }
        store.aclByResource().put(resource(request.resourceArn()), request.webACLArn());
        return AssociateWebAclResponse.builder().build();
    }

    public DisassociateWebAclResponse disassociateWebACL(DisassociateWebAclRequest request) {
        store.aclByResource().remove(resource(request.resourceArn()));
        return DisassociateWebAclResponse.builder().build();
    }

    /** Without a web ACL where the resource has none. */
    public GetWebAclForResourceResponse getWebACLForResource(GetWebAclForResourceRequest request) {
        return GetWebAclForResourceResponse.builder()
                .webACL(Optional.ofNullable(store.aclByResource().get(resource(request.resourceArn())))
                        .flatMap(arn -> Optional.ofNullable(store.acls().get(arn)))
                        .map(Stored::shape)
                        .orElse(null))
                .build();
    }

    public ListResourcesForWebAclResponse listResourcesForWebACL(ListResourcesForWebAclRequest request) {
        if (request.webACLArn() == null || !store.acls().containsKey(request.webACLArn())) {
            throw Errors.nonexistent();
        }
        List<String> resources = store.aclByResource().entrySet().stream()
                .filter(entry -> entry.getValue().equals(request.webACLArn()))
                .map(Map.Entry::getKey)
                .filter(loadBalancers)
                .sorted()
                .toList();
        return ListResourcesForWebAclResponse.builder().resourceArns(resources).build();
    }

    private String resource(String arn) {
        if (arn == null || !arn.contains(":loadbalancer/app/")) {
            throw Errors.invalid(
                    "RESOURCE_ARN",
                    "The ARN isn't valid. A valid ARN begins with arn: and includes other "
                            + "information separated by colons or slashes.");
        }
        if (!loadBalancers.test(arn)) {
            throw Errors.nonexistent();
        }
        return arn;
    }
}
