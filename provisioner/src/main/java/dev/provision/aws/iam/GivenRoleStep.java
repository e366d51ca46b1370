package dev.provision.aws.iam;

import dev.provision.aws.Api;
import dev.provision.aws.GivenStep;
import dev.provision.graph.Readiness;
import dev.provision.graph.StepKey;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.iam.IamClient;

/** A role that exists already, and that a service can assume. */
public final class GivenRoleStep extends GivenStep<GivenRoleStep.Live> {
    private final RoleArn arn;
    private final String service;
    private final String setting;
    private final Api<IamClient> iam;

    /**
     * @param service who assumes it, for example {@code lambda.amazonaws.com}
     * @param setting the key of the configuration that names it
     */
    GivenRoleStep(StepKey key, RoleArn arn, String service, String setting, Api<IamClient> iam) {
        super(key, "iam", Set.of());
        this.arn = arn;
        this.service = service;
        this.setting = setting;
        this.iam = iam;
    }

    /** A role of somebody. */
    public record Live(RoleArn arn, boolean trusting) {}

    /** IAM looks for a name, in the account of the caller and whatever the path. */
    @Override
    protected Optional<Live> subject() {
        String name = arn.value().substring(arn.value().lastIndexOf('/') + 1);
        return iam.find(c -> c.getRole(r -> r.roleName(name)).role())
                .map(role -> new Live(
                        new RoleArn(role.arn()),
                        TrustPolicy.of(role.assumeRolePolicyDocument()).trusts(service)))
                .filter(live -> live.arn().equals(arn));
    }

    @Override
    public Readiness probe(Live live) {
        return live.trusting()
                ? Readiness.ready()
                : Readiness.failed(
                        "role " + arn.value() + " cannot be assumed by " + service
                                + ": its trust policy does not name it",
                        "");
    }

    @Override
    protected String missing() {
        return "role " + arn.value() + " in this account";
    }

    @Override
    protected String remedy() {
        return "correct " + setting + " or the role, or remove the key to have a role made";
    }

    @Override
    public Set<String> actions() {
        return Set.of("iam:GetRole", "iam:PassRole");
    }
}
