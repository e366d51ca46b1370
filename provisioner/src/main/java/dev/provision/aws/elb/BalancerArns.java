package dev.provision.aws.elb;

import dev.provision.aws.Api;
import dev.provision.aws.Arn;
import dev.provision.aws.ArnCheck;
import dev.provision.aws.AwsConnection;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;

/** Whether load balancers and what belongs to them still exist. */
public final class BalancerArns {
    private final Api<ElasticLoadBalancingV2Client> elb;

    private BalancerArns(AwsConnection connection) {
        this.elb = connection.api("elasticloadbalancing", ElasticLoadBalancingV2Client::builder);
    }

    public static ArnCheck check(AwsConnection connection) {
        return new ArnCheck("elasticloadbalancing", new BalancerArns(connection)::exists);
    }

    private boolean exists(Arn arn) {
        return switch (arn.type()) {
            case "loadbalancer" ->
                elb.find(c -> c.describeLoadBalancers(r -> r.loadBalancerArns(arn.value())))
                        .isPresent();
            case "targetgroup" ->
                elb.find(c -> c.describeTargetGroups(r -> r.targetGroupArns(arn.value())))
                        .isPresent();
            case "listener" ->
                elb.find(c -> c.describeListeners(r -> r.listenerArns(arn.value())))
                        .isPresent();
            case "listener-rule" ->
                elb.find(c -> c.describeRules(r -> r.ruleArns(arn.value()))).isPresent();
            default -> true;
        };
    }
}
