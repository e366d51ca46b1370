package dev.provision.localcloud;

import dev.provision.localcloud.runtime.TestImage;
import java.io.IOException;
import java.util.Map;
import software.amazon.awssdk.services.applicationautoscaling.ApplicationAutoScalingClient;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.DomainType;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.Compatibility;
import software.amazon.awssdk.services.ecs.model.LaunchType;
import software.amazon.awssdk.services.ecs.model.NetworkMode;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ActionTypeEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ProtocolEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetTypeEnum;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.PackageType;

/** A local cloud in which everything is in use by something else. */
@SuppressWarnings("unchecked") // the SDK has varargs of generic consumers
final class CrowdedCloud implements AutoCloseable {
    static final String TRUST = """
            {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sts:AssumeRole",
            "Principal":{"Service":["lambda.amazonaws.com","ecs-tasks.amazonaws.com"]}}]}""";
    private static final String POLICY = """
            {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Resource":"*",
            "Action":["logs:*","ecr:*","ec2:*NetworkInterface*"]}]}""";
    private final LocalCloud cloud = LocalCloud.start(Options.forTests().withQuotas(FullAccount.QUOTAS));
    final Ec2Client ec2 = Clients.of(Ec2Client.builder(), cloud.endpoint());
    final ElasticLoadBalancingV2Client elb = Clients.of(ElasticLoadBalancingV2Client.builder(), cloud.endpoint());
    final EcsClient ecs = Clients.of(EcsClient.builder(), cloud.endpoint());
    final EcrClient ecr = Clients.of(EcrClient.builder(), cloud.endpoint());
    final IamClient iam = Clients.of(IamClient.builder(), cloud.endpoint());
    final LambdaClient lambda = Clients.of(LambdaClient.builder(), cloud.endpoint());
    final CloudWatchLogsClient logs = Clients.of(CloudWatchLogsClient.builder(), cloud.endpoint());
    final ApplicationAutoScalingClient scaling = Clients.of(ApplicationAutoScalingClient.builder(), cloud.endpoint());
    final String vpc;
    final String subnet;
    final String otherSubnet;
    final String gateway;
    final String table;
    final String group;
    final String referenced;
    final String address;
    final String nat;
    final String balancer;
    final String listener;
    final String targets;
    final String unusedTargets;
    final String image;
    final String role;
    final String definition;

    CrowdedCloud() throws IOException, InterruptedException {
        vpc = ec2.createVpc(r -> r.cidrBlock("10.0.0.0/16")).vpc().vpcId();
        subnet = subnet("10.0.1.0/24", "eu-west-2a");
        otherSubnet = subnet("10.0.2.0/24", "eu-west-2b");
        gateway = ec2.createInternetGateway().internetGateway().internetGatewayId();
        ec2.attachInternetGateway(r -> r.vpcId(vpc).internetGatewayId(gateway));
        table = ec2.createRouteTable(r -> r.vpcId(vpc)).routeTable().routeTableId();
        ec2.associateRouteTable(r -> r.routeTableId(table).subnetId(subnet));
        ec2.createRoute(
                r -> r.routeTableId(table).destinationCidrBlock("0.0.0.0/0").gatewayId(gateway));
        group = group("all");
        referenced = group("referenced");
        ec2.authorizeSecurityGroupIngress(r -> r.groupId(group)
                .ipPermissions(
                        p -> p.ipProtocol("tcp").fromPort(80).toPort(80).userIdGroupPairs(g -> g.groupId(referenced))));
        address = ec2.allocateAddress(r -> r.domain(DomainType.VPC)).allocationId();
        nat = ec2.createNatGateway(r -> r.subnetId(subnet).allocationId(address))
                .natGateway()
                .natGatewayId();
        balancer = elb.createLoadBalancer(
                        r -> r.name("crowded").subnets(subnet, otherSubnet).securityGroups(group))
                .loadBalancers()
                .getFirst()
                .loadBalancerArn();
        targets = targetGroup("used");
        unusedTargets = targetGroup("unused");
        listener = elb.createListener(r -> r.loadBalancerArn(balancer)
                        .port(80)
                        .protocol(ProtocolEnum.HTTP)
                        .defaultActions(a -> a.type(ActionTypeEnum.FORWARD).targetGroupArn(targets)))
                .listeners()
                .getFirst()
                .listenerArn();
        rule(1);
        try (ImagePush push = new ImagePush(cloud)) {
            image = push.push("crowded", "1", TestImage.script("exit 1"));
        }
        role = iam.createRole(r -> r.roleName("crowded").assumeRolePolicyDocument(TRUST))
                .role()
                .arn();
        iam.putRolePolicy(r -> r.roleName("crowded").policyName("all").policyDocument(POLICY));
        logs.createLogGroup(r -> r.logGroupName("crowded"));
        function();
        definition = tasks();
    }

    private String subnet(String cidr, String zone) {
        return ec2.createSubnet(r -> r.vpcId(vpc).cidrBlock(cidr).availabilityZone(zone))
                .subnet()
                .subnetId();
    }

    private String group(String name) {
        return ec2.createSecurityGroup(r -> r.vpcId(vpc).groupName(name).description(name))
                .groupId();
    }

    private String targetGroup(String name) {
        return elb.createTargetGroup(r -> r.name(name)
                        .targetType(TargetTypeEnum.IP)
                        .protocol(ProtocolEnum.HTTP)
                        .port(8080)
                        .vpcId(vpc))
                .targetGroups()
                .getFirst()
                .targetGroupArn();
    }

    void rule(int priority) {
        elb.createRule(r -> r.listenerArn(listener)
                .priority(priority)
                .conditions(c -> c.field("path-pattern").values("/a/*"))
                .actions(a -> a.type(ActionTypeEnum.FORWARD).targetGroupArn(targets)));
    }

    /** Two versions, and an alias with a weight on each. */
    private void function() {
        lambda.createFunction(r -> r.functionName("crowded")
                .packageType(PackageType.IMAGE)
                .code(c -> c.imageUri(image))
                .role(role));
        for (int memory : new int[] {256, 512}) {
            lambda.waiter().waitUntilFunctionActiveV2(r -> r.functionName("crowded"));
            lambda.updateFunctionConfiguration(r -> r.functionName("crowded").memorySize(memory));
            lambda.waiter().waitUntilFunctionUpdatedV2(r -> r.functionName("crowded"));
            lambda.publishVersion(r -> r.functionName("crowded"));
        }
        lambda.createAlias(r -> r.functionName("crowded")
                .name("live")
                .functionVersion("1")
                .routingConfig(c -> c.additionalVersionWeights(Map.of("2", 0.1))));
    }

    /** A service without tasks, and one that is gone. */
    private String tasks() {
        ecs.createCluster(r -> r.clusterName("crowded"));
        String made = ecs.registerTaskDefinition(r -> r.family("crowded")
                        .cpu("256")
                        .memory("512")
                        .networkMode(NetworkMode.AWSVPC)
                        .requiresCompatibilities(Compatibility.FARGATE)
                        .executionRoleArn(role)
                        .containerDefinitions(c -> c.name("app").image(image).portMappings(p -> p.containerPort(8080))))
                .taskDefinition()
                .taskDefinitionArn();
        service("serving", made, targets);
        service("gone", made, targets);
        ecs.deleteService(r -> r.cluster("crowded").service("gone").force(true));
        return made;
    }

    void service(String name, String taskDefinition, String targetGroup) {
        ecs.createService(r -> r.cluster("crowded")
                .serviceName(name)
                .taskDefinition(taskDefinition)
                .desiredCount(0)
                .launchType(LaunchType.FARGATE)
                .loadBalancers(
                        l -> l.targetGroupArn(targetGroup).containerName("app").containerPort(8080))
                .networkConfiguration(
                        n -> n.awsvpcConfiguration(v -> v.subnets(subnet).securityGroups(group))));
    }

    @Override
    public void close() {
        cloud.close();
    }
}
