package dev.provision.aws.lambda;

import dev.provision.aws.Api;
import dev.provision.aws.AwsStep;
import dev.provision.aws.Changes;
import dev.provision.aws.elb.TargetGroupArn;
import dev.provision.aws.elb.TargetGroupStep;
import dev.provision.graph.Change;
import dev.provision.graph.Ref;
import dev.provision.graph.StepKey;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.lambda.LambdaClient;

/** Lets the load balancer call an alias, for one target group. */
public final class PermissionStep extends AwsStep<PermissionStep.Live> {
    private static final String STATEMENT = "load-balancer";
    private final Ref<AliasStep.Live> alias;
    private final Ref<TargetGroupStep.Live> targetGroup;
    private final Api<LambdaClient> lambda;

    public PermissionStep(
            StepKey key, Ref<AliasStep.Live> alias, Ref<TargetGroupStep.Live> targetGroup, Api<LambdaClient> lambda) {
        super(key, "lambda", needs(alias, targetGroup));
        this.alias = alias;
        this.targetGroup = targetGroup;
        this.lambda = lambda;
    }

    /** @param source the target group that may call; an empty text if any may */
    public record Live(String function, String qualifier, String source) {}

    private String statement(AliasStep.Live live) {
        return STATEMENT + "-" + live.name();
    }

    @Override
    public Optional<Live> find() {
        return alias.live().flatMap(live -> CallRights.of(lambda, live.function(), live.name()).statements().stream()
                .filter(s -> statement(live).equals(s.sid()))
                .findFirst()
                .map(s -> new Live(live.function(), live.name(), CallRights.source(s))));
    }

    @Override
    protected Changes comparison(Live live) {
        return new Changes()
                .fixedKnown(
                        "source_arn",
                        live.source(),
                        targetGroup.live().map(TargetGroupStep.Live::arn).map(TargetGroupArn::value));
    }

    @Override
    public Live create() {
        AliasStep.Live live = alias.require();
        String source = targetGroup.require().arn().value();
        lambda.ensure(
                FunctionState.CONFLICT,
                FunctionState.UPDATE,
                refused -> false,
                c -> c.addPermission(r -> r.functionName(live.function())
                        .qualifier(live.name())
                        .statementId(statement(live))
                        .action(CallRights.CALL)
                        .principal(CallRights.BALANCER)
                        .sourceArn(source)));
        return new Live(live.function(), live.name(), source);
    }

    @Override
    public Live converge(Live live, List<Change> changes) {
        return live;
    }

    @Override
    public void delete(Live live) {
        lambda.delete(c -> c.removePermission(r ->
                r.functionName(live.function()).qualifier(live.qualifier()).statementId(statement(alias.require()))));
    }

    @Override
    public Set<String> actions() {
        return Set.of("lambda:AddPermission", "lambda:GetPolicy", "lambda:RemovePermission");
    }
}
