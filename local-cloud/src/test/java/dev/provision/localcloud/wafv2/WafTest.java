package dev.provision.localcloud.wafv2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.provision.localcloud.state.Account;
import dev.provision.localcloud.wafv2.Firewall.Verdict;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.wafv2.model.AllowAction;
import software.amazon.awssdk.services.wafv2.model.AssociateWebAclRequest;
import software.amazon.awssdk.services.wafv2.model.BlockAction;
import software.amazon.awssdk.services.wafv2.model.ByteMatchStatement;
import software.amazon.awssdk.services.wafv2.model.CreateIpSetRequest;
import software.amazon.awssdk.services.wafv2.model.CreateWebAclRequest;
import software.amazon.awssdk.services.wafv2.model.DeleteWebAclRequest;
import software.amazon.awssdk.services.wafv2.model.FieldToMatch;
import software.amazon.awssdk.services.wafv2.model.IPAddressVersion;
import software.amazon.awssdk.services.wafv2.model.Rule;
import software.amazon.awssdk.services.wafv2.model.Scope;
import software.amazon.awssdk.services.wafv2.model.Statement;
import software.amazon.awssdk.services.wafv2.model.TextTransformation;
import software.amazon.awssdk.services.wafv2.model.UriPath;
import software.amazon.awssdk.services.wafv2.model.VisibilityConfig;
import software.amazon.awssdk.services.wafv2.model.WebACLSummary;

class WafTest {
    private static final String BALANCER =
            "arn:aws:elasticloadbalancing:eu-west-2:000000000000:loadbalancer/app/a/0123456789abcdef";
    private static final VisibilityConfig VISIBILITY = VisibilityConfig.builder()
            .metricName("m")
            .sampledRequestsEnabled(false)
            .cloudWatchMetricsEnabled(false)
            .build();

    private final Set<String> balancers = new TreeSet<>(Set.of(BALANCER));
    private final WafStore store = new WafStore(new Account("000000000000", "eu-west-2"));
    private final WebAclOperations acls = new WebAclOperations(store, balancers::contains);
    private final AssociationOperations associations = new AssociationOperations(store, balancers::contains);

    private record Asked(String method, String path, String rawQuery, InetAddress source, Map<String, String> headers)
            implements Firewall.WebRequest {
        @Override
        public List<String> header(String name) {
            return headers.containsKey(name) ? List.of(headers.get(name)) : List.of();
        }
    }

    private Verdict ask(String path, String from) {
        return store.judge("app/a/0123456789abcdef", new Asked("GET", path, "", InetAddress.ofLiteral(from), Map.of()));
    }

    private static Rule path(int priority, String path) {
        return Rule.builder()
                .name("path" + priority)
                .priority(priority)
                .action(a -> a.block(BlockAction.builder().build()))
                .visibilityConfig(VISIBILITY)
                .statement(Statement.builder()
                        .byteMatchStatement(ByteMatchStatement.builder()
                                .searchString(SdkBytes.fromUtf8String(path))
                                .fieldToMatch(FieldToMatch.builder()
                                        .uriPath(UriPath.builder().build())
                                        .build())
                                .positionalConstraint("STARTS_WITH")
                                .textTransformations(TextTransformation.builder()
                                        .priority(0)
                                        .type("LOWERCASE")
                                        .build())
                                .build())
                        .build())
                .build();
    }

    private WebACLSummary create(Rule... rules) {
        WebACLSummary made = acls.createWebACL(CreateWebAclRequest.builder()
                        .name("acl")
                        .scope(Scope.REGIONAL)
                        .defaultAction(d -> d.allow(AllowAction.builder().build()))
                        .visibilityConfig(VISIBILITY)
                        .rules(rules)
                        .build())
                .summary();
        associations.associateWebACL(AssociateWebAclRequest.builder()
                .webACLArn(made.arn())
                .resourceArn(BALANCER)
                .build());
        return made;
    }

    @Test
    void rulesAreAskedInTheOrderOfTheirPriorities() {
        String set = new IpSetOperations(store)
                .createIPSet(CreateIpSetRequest.builder()
                        .name("office")
                        .scope(Scope.REGIONAL)
                        .ipAddressVersion(IPAddressVersion.IPV4)
                        .addresses("192.0.2.0/24")
                        .build())
                .summary()
                .arn();
        Rule office = Rule.builder()
                .name("office")
                .priority(1)
                .action(a -> a.allow(AllowAction.builder().build()))
                .visibilityConfig(VISIBILITY)
                .statement(s -> s.ipSetReferenceStatement(i -> i.arn(set)))
                .build();
        create(path(2, "/admin"), office);
        assertThat(ask("/ADMIN/x", "198.51.100.1")).isEqualTo(new Verdict.Blocked(403));
        assertThat(ask("/admin", "192.0.2.7")).isEqualTo(new Verdict.Allowed());
        assertThat(ask("/other", "198.51.100.1")).isEqualTo(new Verdict.Allowed());
    }

    @Test
    void anAclInUseIsNotDeletedUntilItsLoadBalancerIsGone() {
        WebACLSummary made = create(path(1, "/x"));
        DeleteWebAclRequest request = DeleteWebAclRequest.builder()
                .name("acl")
                .scope(Scope.REGIONAL)
                .id(made.id())
                .lockToken(made.lockToken())
                .build();
        assertThatThrownBy(() -> acls.deleteWebACL(request)).hasMessageContaining("being used by another resource");
        assertThatThrownBy(() ->
                        acls.deleteWebACL(request.toBuilder().lockToken("old").build()))
                .hasMessageContaining("someone changed the resource");
        balancers.clear();
        acls.deleteWebACL(request);
        assertThat(ask("/x", "198.51.100.1")).isEqualTo(new Verdict.Allowed());
    }

    @Test
    void whatCannotBeEvaluatedIsRefused() {
        Rule managed = Rule.builder()
                .name("managed")
                .priority(1)
                .action(a -> a.block(BlockAction.builder().build()))
                .visibilityConfig(VISIBILITY)
                .statement(s ->
                        s.managedRuleGroupStatement(m -> m.vendorName("AWS").name("AWSManagedRulesCommonRuleSet")))
                .build();
        assertThatThrownBy(() -> create(managed)).hasMessageContaining("cannot evaluate");
    }
}
