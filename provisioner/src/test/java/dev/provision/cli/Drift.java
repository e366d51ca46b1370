package dev.provision.cli;

import dev.provision.aws.AwsConnection;
import dev.provision.localcloud.LocalCloud;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.services.applicationautoscaling.ApplicationAutoScalingClient;
import software.amazon.awssdk.services.applicationautoscaling.model.ServiceNamespace;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.MetricAlarm;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.RouteTable;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.ImageTagMutability;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.Role;
import software.amazon.awssdk.services.lambda.LambdaClient;

/**
 * Whatever others can change of the resources of the environment {@code demo-dev}, which has a function and a Fargate service:
 * the fields of {@link DriftFields}.
 */
@SuppressWarnings("unchecked") // the SDK has varargs of generic consumers
final class Drift {
    private final LocalCloud cloud;

    Drift(LocalCloud cloud) {
        this.cloud = cloud;
    }

    private <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> C client(B builder) {
        return AwsConnection.at(cloud.endpoint(), "eu-west-2", duration -> {}).client(builder);
    }

    /** Does it, all at once. */
    void cause() {
        Ec2Client ec2 = client(Ec2Client.builder());
        addresses(ec2);
        routes(ec2);
        rules(ec2);
        balancer(ec2);
        roles();
        repository();
        function(ec2);
        service(ec2);
        scaling();
        monitoring();
    }

    private static Filter filter(String name, String value) {
        return Filter.builder().name(name).values(value).build();
    }

    private static String vpc(Ec2Client ec2) {
        return ec2.describeVpcs(r -> r.filters(filter("tag:provision:env", "dev")))
                .vpcs()
                .getFirst()
                .vpcId();
    }

    static String subnet(Ec2Client ec2, String name) {
        return ec2.describeSubnets(r -> r.filters(filter("tag:provision:resource", "subnet/" + name)))
                .subnets()
                .getFirst()
                .subnetId();
    }

    static String group(Ec2Client ec2, String name) {
        return ec2.describeSecurityGroups(r -> r.filters(filter("group-name", "demo-dev-" + name)))
                .securityGroups()
                .getFirst()
                .groupId();
    }

    private static RouteTable table(Ec2Client ec2, String name) {
        return ec2.describeRouteTables(r -> r.filters(filter("tag:provision:resource", "route-table/" + name)))
                .routeTables()
                .getFirst();
    }

    private static void addresses(Ec2Client ec2) {
        String vpc = vpc(ec2);
        ec2.modifyVpcAttribute(r -> r.vpcId(vpc).enableDnsHostnames(v -> v.value(false)));
        ec2.modifyVpcAttribute(r -> r.vpcId(vpc).enableDnsSupport(v -> v.value(false)));
        String open = subnet(ec2, "public-a");
        ec2.modifySubnetAttribute(r -> r.subnetId(open).mapPublicIpOnLaunch(v -> v.value(true)));
    }

    private static void routes(Ec2Client ec2) {
        RouteTable closed = table(ec2, "private-a");
        String gateway = ec2.describeInternetGateways(r -> r.filters(filter("tag:provision:env", "dev")))
                .internetGateways()
                .getFirst()
                .internetGatewayId();
        ec2.replaceRoute(r -> r.routeTableId(closed.routeTableId())
                .destinationCidrBlock("0.0.0.0/0")
                .gatewayId(gateway));
        String other = table(ec2, "private-b").routeTableId();
        closed.associations()
                .forEach(association -> ec2.replaceRouteTableAssociation(r ->
                        r.associationId(association.routeTableAssociationId()).routeTableId(other)));
    }

    private static void rules(Ec2Client ec2) {
        String group = group(ec2, "alb");
        ec2.authorizeSecurityGroupIngress(
                r -> r.groupId(group).ipProtocol("tcp").fromPort(22).toPort(22).cidrIp("0.0.0.0/0"));
        ec2.revokeSecurityGroupIngress(r ->
                r.groupId(group).ipProtocol("tcp").fromPort(443).toPort(443).cidrIp("0.0.0.0/0"));
    }

    private void balancer(Ec2Client ec2) {
        ElasticLoadBalancingV2Client elb = client(ElasticLoadBalancingV2Client.builder());
        String arn = elb.describeLoadBalancers().loadBalancers().getFirst().loadBalancerArn();
        elb.setSecurityGroups(r -> r.loadBalancerArn(arn).securityGroups(group(ec2, "fargate")));
        elb.setSubnets(r -> r.loadBalancerArn(arn).subnets(subnet(ec2, "private-a"), subnet(ec2, "private-b")));
        Tampering.attributes(elb, arn);
        elb.describeListeners(r -> r.loadBalancerArn(arn)).listeners().forEach(listener -> {
            Tampering.listener(elb, listener.listenerArn());
            elb.describeRules(r -> r.listenerArn(listener.listenerArn())).rules().stream()
                    .filter(rule -> rule.conditions().stream()
                            .anyMatch(condition -> condition.values().contains("/lambda/*")))
                    .forEach(rule -> Tampering.rule(elb, rule));
        });
        targetGroups(elb);
    }

    private static String targetGroup(ElasticLoadBalancingV2Client elb, String name) {
        return elb.describeTargetGroups().targetGroups().stream()
                .filter(group -> group.targetGroupName().startsWith("demo-dev-" + name))
                .findFirst()
                .orElseThrow()
                .targetGroupArn();
    }

    private static void targetGroups(ElasticLoadBalancingV2Client elb) {
        String group = targetGroup(elb, "fargate-blue");
        Tampering.healthCheck(elb, group);
        Tampering.attribute(elb, group, "deregistration_delay.timeout_seconds", "77");
        Tampering.attribute(elb, targetGroup(elb, "lambda-blue"), "lambda.multi_value_headers.enabled", "false");
    }

    private void roles() {
        IamClient iam = client(IamClient.builder());
        for (Role role :
                iam.listRoles(r -> r.pathPrefix("/provision/demo-dev/")).roles()) {
            Tampering.trust(iam, role.roleName());
            Tampering.rights(iam, role.roleName());
            iam.attachRolePolicy(r -> r.roleName(role.roleName())
                    .policyArn("arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"));
        }
    }

    private void repository() {
        EcrClient ecr = client(EcrClient.builder());
        ecr.deleteRepositoryPolicy(r -> r.repositoryName("demo-dev"));
        ecr.deleteLifecyclePolicy(r -> r.repositoryName("demo-dev"));
        ecr.putImageTagMutability(r -> r.repositoryName("demo-dev").imageTagMutability(ImageTagMutability.MUTABLE));
        client(CloudWatchLogsClient.builder())
                .putRetentionPolicy(r -> r.logGroupName("/ecs/demo-dev-fargate").retentionInDays(1));
    }

    private void function(Ec2Client ec2) {
        LambdaClient lambda = client(LambdaClient.builder());
        String name = "demo-dev-lambda";
        Tampering.function(lambda, name);
        Tampering.updated(lambda, name);
        lambda.updateFunctionConfiguration(r -> r.functionName(name)
                .vpcConfig(v -> v.subnetIds(subnet(ec2, "private-a")).securityGroupIds(group(ec2, "fargate"))));
        lambda.putFunctionConcurrency(r -> r.functionName(name).reservedConcurrentExecutions(7));
    }

    private void service(Ec2Client ec2) {
        Tampering.service(
                client(EcsClient.builder()), "demo-dev-fargate-blue", subnet(ec2, "private-a"), group(ec2, "alb"));
    }

    private void scaling() {
        ApplicationAutoScalingClient scaling = client(ApplicationAutoScalingClient.builder());
        String service = "service/demo-dev/demo-dev-fargate-blue";
        Tampering.limits(scaling, service);
        scaling
                .describeScalingPolicies(
                        r -> r.serviceNamespace(ServiceNamespace.ECS).resourceId(service))
                .scalingPolicies()
                .stream()
                .filter(policy -> policy.policyName().endsWith("cpu-out"))
                .forEach(policy -> Tampering.steps(scaling, policy));
    }

    private void monitoring() {
        CloudWatchClient cloudWatch = client(CloudWatchClient.builder());
        cloudWatch.describeAlarms(r -> r.alarmNamePrefix("demo-dev-")).metricAlarms().stream()
                .map(MetricAlarm::alarmName)
                .filter(name -> name.endsWith("-cpu-in") || name.endsWith("-latency"))
                .forEach(name -> Tampering.alarm(cloudWatch, name));
        cloudWatch.putDashboard(r -> r.dashboardName("demo-dev").dashboardBody("{\"widgets\":[]}"));
    }
}
