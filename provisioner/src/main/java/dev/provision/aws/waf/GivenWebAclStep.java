package dev.provision.aws.waf;

import dev.provision.aws.Api;
import dev.provision.aws.Arn;
import dev.provision.aws.AwsConnection;
import dev.provision.aws.GivenStep;
import dev.provision.graph.StepKey;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.wafv2.Wafv2Client;
import software.amazon.awssdk.services.wafv2.model.Scope;

/** A web ACL that exists already, of the kind that load balancers take: a regional one. */
public final class GivenWebAclStep extends GivenStep<WebAclStep.Live> {
    private final String arn;
    private final Api<Wafv2Client> waf;

    /** @param arn {@code arn:aws:wafv2:<region>:<account>:regional/webacl/<name>/<id>} */
    public GivenWebAclStep(StepKey key, String arn, AwsConnection connection) {
        super(key, "wafv2", Set.of());
        this.arn = arn;
        this.waf = connection.api("wafv2", Wafv2Client::builder);
    }

    /** Its account may be another one's by mistake, in which there is no such name and id here. */
    @Override
    protected Optional<WebAclStep.Live> subject() {
        String[] parts = new Arn(arn).resource().split("/", 4);
        return waf.find(c -> c.getWebACL(
                                r -> r.scope(Scope.REGIONAL).name(parts[2]).id(parts[3]))
                        .webACL())
                .filter(acl -> acl.arn().equals(arn))
                .map(acl -> new WebAclStep.Live(acl.arn()));
    }

    @Override
    protected String missing() {
        return "regional web ACL " + arn;
    }

    @Override
    protected String remedy() {
        return "correct deployment.awsAlb.wafAclArn, or remove it";
    }

    @Override
    public Set<String> actions() {
        return Set.of("wafv2:GetWebACL");
    }
}
