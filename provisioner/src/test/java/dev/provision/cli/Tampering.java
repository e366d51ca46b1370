package dev.provision.cli;

import dev.provision.graph.Poller;
import dev.provision.graph.Readiness;
import dev.provision.graph.Sleeper;
import dev.provision.graph.StepKey;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import software.amazon.awssdk.services.applicationautoscaling.ApplicationAutoScalingClient;
import software.amazon.awssdk.services.applicationautoscaling.model.AdjustmentType;
import software.amazon.awssdk.services.applicationautoscaling.model.ScalableDimension;
import software.amazon.awssdk.services.applicationautoscaling.model.ScalingPolicy;
import software.amazon.awssdk.services.applicationautoscaling.model.ServiceNamespace;
import software.amazon.awssdk.services.applicationautoscaling.model.StepAdjustment;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.ComparisonOperator;
import software.amazon.awssdk.services.cloudwatch.model.Statistic;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.AssignPublicIp;
import software.amazon.awssdk.services.ecs.model.PropagateTags;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Action;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancerAttribute;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Rule;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RuleCondition;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RuleTransform;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroupAttribute;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TransformTypeEnum;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.LastUpdateStatus;

/** What others can do with one resource, so that it differs from what was made. */
@SuppressWarnings("unchecked") // the SDK has varargs of generic consumers
final class Tampering {
    private Tampering() {}

    static void attributes(ElasticLoadBalancingV2Client elb, String balancer) {
        elb.modifyLoadBalancerAttributes(r -> r.loadBalancerArn(balancer)
                .attributes(
                        LoadBalancerAttribute.builder()
                                .key("idle_timeout.timeout_seconds")
                                .value("99")
                                .build(),
                        LoadBalancerAttribute.builder()
                                .key("routing.http.drop_invalid_header_fields.enabled")
                                .value("false")
                                .build()));
    }

    static void listener(ElasticLoadBalancingV2Client elb, String listener) {
        elb.modifyListener(r -> r.listenerArn(listener)
                .defaultActions(Action.builder()
                        .type("fixed-response")
                        .fixedResponseConfig(f -> f.statusCode("418"))
                        .build()));
    }

    static void rule(ElasticLoadBalancingV2Client elb, Rule rule) {
        Action forward = rule.actions().getFirst();
        elb.modifyRule(r -> r.ruleArn(rule.ruleArn())
                .conditions(
                        RuleCondition.builder()
                                .field("path-pattern")
                                .values("/elsewhere/*")
                                .build(),
                        RuleCondition.builder()
                                .field("host-header")
                                .values("elsewhere.example.com")
                                .build())
                .actions(forward.toBuilder()
                        .forwardConfig(forward.forwardConfig().toBuilder()
                                .targetGroupStickinessConfig(
                                        s -> s.enabled(true).durationSeconds(77))
                                .build())
                        .build())
                .transforms(RuleTransform.builder()
                        .type(TransformTypeEnum.URL_REWRITE)
                        .urlRewriteConfig(u -> u.rewrites(one -> one.regex("^/").replace("/other/")))
                        .build()));
    }

    static void attribute(ElasticLoadBalancingV2Client elb, String targetGroup, String key, String value) {
        elb.modifyTargetGroupAttributes(r -> r.targetGroupArn(targetGroup)
                .attributes(TargetGroupAttribute.builder().key(key).value(value).build()));
    }

    static void healthCheck(ElasticLoadBalancingV2Client elb, String group) {
        elb.modifyTargetGroup(r -> r.targetGroupArn(group)
                .healthCheckPath("/elsewhere")
                .healthCheckProtocol("HTTPS")
                .healthCheckIntervalSeconds(77)
                .healthCheckTimeoutSeconds(7)
                .healthyThresholdCount(7)
                .unhealthyThresholdCount(7)
                .matcher(m -> m.httpCode("418")));
    }

    static void trust(IamClient iam, String role) {
        iam.updateAssumeRolePolicy(r -> r.roleName(role).policyDocument("""
                {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sts:AssumeRole","Principal":
                {"Service":["lambda.amazonaws.com","ecs-tasks.amazonaws.com","ec2.amazonaws.com"]}}]}"""));
    }

    static void rights(IamClient iam, String role) {
        iam.putRolePolicy(r -> r.roleName(role).policyName("more").policyDocument("""
                {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"*"}]}"""));
    }

    static void function(LambdaClient lambda, String name) {
        updated(lambda, name);
        lambda.updateFunctionConfiguration(r ->
                r.functionName(name).timeout(7).memorySize(777).environment(e -> e.variables(Map.of("MORE", "x"))));
    }

    /** Lambda refuses an update while another one is under way. */
    static void updated(LambdaClient lambda, String name) {
        Poller.brisk(Clock.systemUTC(), Sleeper.system())
                .await(
                        new StepKey("function", name),
                        Duration.ofMinutes(1),
                        () -> lambda.getFunctionConfiguration(r -> r.functionName(name))
                                                .lastUpdateStatus()
                                        == LastUpdateStatus.IN_PROGRESS
                                ? Readiness.pending("being updated")
                                : Readiness.ready(),
                        reason -> {});
    }

    static void service(EcsClient ecs, String name, String subnet, String group) {
        ecs.updateService(r -> r.cluster("demo-dev")
                .service(name)
                .desiredCount(0)
                .healthCheckGracePeriodSeconds(777)
                .enableECSManagedTags(false)
                .propagateTags(PropagateTags.NONE)
                .networkConfiguration(n -> n.awsvpcConfiguration(
                        v -> v.subnets(subnet).securityGroups(group).assignPublicIp(AssignPublicIp.ENABLED)))
                .deploymentConfiguration(d -> d.minimumHealthyPercent(50).maximumPercent(150)));
    }

    static void limits(ApplicationAutoScalingClient scaling, String service) {
        scaling.registerScalableTarget(r -> r.serviceNamespace(ServiceNamespace.ECS)
                .resourceId(service)
                .scalableDimension(ScalableDimension.ECS_SERVICE_DESIRED_COUNT)
                .minCapacity(0)
                .maxCapacity(7));
    }

    /** @param policy of steps */
    static void steps(ApplicationAutoScalingClient scaling, ScalingPolicy policy) {
        scaling.putScalingPolicy(r -> r.policyName(policy.policyName())
                .policyType(policy.policyType())
                .serviceNamespace(ServiceNamespace.ECS)
                .resourceId(policy.resourceId())
                .scalableDimension(ScalableDimension.ECS_SERVICE_DESIRED_COUNT)
                .stepScalingPolicyConfiguration(s -> s.adjustmentType(AdjustmentType.CHANGE_IN_CAPACITY)
                        .cooldown(7)
                        .stepAdjustments(StepAdjustment.builder()
                                .metricIntervalLowerBound(0.0)
                                .scalingAdjustment(7)
                                .build())));
    }

    static void alarm(CloudWatchClient cloudWatch, String name) {
        cloudWatch.putMetricAlarm(r -> r.alarmName(name)
                .alarmDescription("another one")
                .namespace("AWS/EC2")
                .metricName("Other")
                .statistic(Statistic.SUM)
                .period(300)
                .evaluationPeriods(7)
                .threshold(7.0)
                .comparisonOperator(ComparisonOperator.GREATER_THAN_THRESHOLD)
                .treatMissingData("breaching")
                .actionsEnabled(false)
                .alarmActions("arn:aws:sns:eu-west-2:000000000000:others")
                .okActions("arn:aws:sns:eu-west-2:000000000000:others"));
    }
}
