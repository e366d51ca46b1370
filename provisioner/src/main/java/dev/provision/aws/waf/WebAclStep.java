package dev.provision.aws.waf;

import dev.provision.aws.Api;
import dev.provision.aws.AwsConnection;
import dev.provision.aws.AwsRefused;
import dev.provision.aws.AwsStep;
import dev.provision.aws.Changes;
import dev.provision.aws.elb.LoadBalancerStep;
import dev.provision.graph.Change;
import dev.provision.graph.Ref;
import dev.provision.graph.StepKey;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.wafv2.Wafv2Client;

/** The association of somebody else's web ACL with the load balancer; the web ACL itself is left alone. */
public final class WebAclStep extends AwsStep<WebAclStep.Live> {
    private static final Duration PROPAGATION = Duration.ofMinutes(2);
    private final String webAcl;
    private final Ref<LoadBalancerStep.Live> loadBalancer;
    private final Api<Wafv2Client> waf;

    /**
     * @param webAcl the ARN of a regional web ACL
     * @param given looks at it
     */
    public WebAclStep(
            StepKey key,
            String webAcl,
            StepKey given,
            Ref<LoadBalancerStep.Live> loadBalancer,
            AwsConnection connection) {
        super(key, "wafv2", needs(needs(loadBalancer), Set.of(given)));
        this.webAcl = webAcl;
        this.loadBalancer = loadBalancer;
        this.waf = connection.api("wafv2", Wafv2Client::builder);
    }

    /** @param webAcl the ARN of the one that is associated */
    public record Live(String webAcl) {}

    @Override
    public Optional<Live> find() {
        return loadBalancer
                .live()
                .flatMap(balancer -> waf.find(c ->
                        c.getWebACLForResource(r -> r.resourceArn(balancer.arn().value()))))
                .flatMap(answer -> Optional.ofNullable(answer.webACL()))
                .map(acl -> new Live(acl.arn()));
    }

    @Override
    protected Changes comparison(Live live) {
        return new Changes().field("web_acl", live.webAcl(), webAcl);
    }

    @Override
    public Live create() {
        // WAF learns of a new load balancer late: API_AssociateWebACL, WAFUnavailableEntityException.
        waf.settle(
                PROPAGATION,
                WebAclStep::notKnownYet,
                c -> c.associateWebACL(r -> r.webACLArn(webAcl)
                        .resourceArn(loadBalancer.require().arn().value())));
        return new Live(webAcl);
    }

    private static boolean notKnownYet(AwsRefused refused) {
        return refused.is("WAFUnavailableEntityException");
    }

    @Override
    public Live converge(Live live, List<Change> changes) {
        return create();
    }

    @Override
    public void delete(Live live) {
        loadBalancer
                .live()
                .ifPresent(balancer -> waf.delete(c ->
                        c.disassociateWebACL(r -> r.resourceArn(balancer.arn().value()))));
    }

    @Override
    public Set<String> actions() {
        return Set.of(
                "elasticloadbalancing:SetWebACL",
                "wafv2:AssociateWebACL",
                "wafv2:DisassociateWebACL",
                "wafv2:GetWebACL",
                "wafv2:GetWebACLForResource");
    }
}
