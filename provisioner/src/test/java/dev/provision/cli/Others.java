package dev.provision.cli;

import dev.provision.aws.AwsConnection;
import dev.provision.localcloud.LocalCloud;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.RouteTable;
import software.amazon.awssdk.services.ec2.model.Subnet;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Action;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.Role;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.ParameterType;

/** What others do in the account of the environment {@code demo-dev}, with AWS's own API. */
final class Others {
    /** Who holds the lock that they take. */
    static final String HOLDER = "eve@elsewhere";

    private static final String KEY = "1234abcd-12ab-34cd-56ef-1234567890ab";
    private static final String LOCK = "/provision/demo/dev/lock";
    private final LocalCloud cloud;

    Others(LocalCloud cloud) {
        this.cloud = cloud;
    }

    private <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> C client(B builder) {
        return AwsConnection.at(cloud.endpoint(), "eu-west-2", duration -> {}).client(builder);
    }

    /** A parameter and a secret for containers, both encrypted with a key of the customer's. */
    void keepSecrets() {
        client(SsmClient.builder()).putParameter(p -> p.name("/demo/token")
                .value("one")
                .type(ParameterType.SECURE_STRING)
                .keyId(KEY));
        client(SecretsManagerClient.builder())
                .createSecret(s -> s.name("demo").secretString("two").kmsKeyId(KEY));
    }

    /** Of each resource what a later {@code up} changes back in a way of its own. */
    void change() {
        changeNetwork();
        changeBalancer();
        changeRoles();
    }

    private void changeNetwork() {
        Ec2Client ec2 = client(Ec2Client.builder());
        String open = subnet(ec2, "public-a").subnetId();
        ec2.modifySubnetAttribute(r -> r.subnetId(open).mapPublicIpOnLaunch(v -> v.value(true)));
        RouteTable closedTable = table(ec2, "private-a");
        String gateway = ec2.describeInternetGateways(r -> r.filters(environment()))
                .internetGateways()
                .getFirst()
                .internetGatewayId();
        ec2.replaceRoute(r -> r.routeTableId(closedTable.routeTableId())
                .destinationCidrBlock("0.0.0.0/0")
                .gatewayId(gateway));
        String other = table(ec2, "private-b").routeTableId();
        closedTable
                .associations()
                .forEach(association -> ec2.replaceRouteTableAssociation(r ->
                        r.associationId(association.routeTableAssociationId()).routeTableId(other)));
    }

    private static Filter environment() {
        return filter("tag:provision:env", "dev");
    }

    private static Filter filter(String name, String value) {
        return Filter.builder().name(name).values(value).build();
    }

    private static Subnet subnet(Ec2Client ec2, String name) {
        return ec2.describeSubnets(r -> r.filters(filter("tag:provision:resource", "subnet/" + name)))
                .subnets()
                .getFirst();
    }

    private static RouteTable table(Ec2Client ec2, String name) {
        return ec2.describeRouteTables(r -> r.filters(filter("tag:provision:resource", "route-table/" + name)))
                .routeTables()
                .getFirst();
    }

    private static String group(Ec2Client ec2, String name) {
        return ec2.describeSecurityGroups(r -> r.filters(environment(), filter("group-name", name)))
                .securityGroups()
                .getFirst()
                .groupId();
    }

    private void changeBalancer() {
        Ec2Client ec2 = client(Ec2Client.builder());
        ElasticLoadBalancingV2Client elb = client(ElasticLoadBalancingV2Client.builder());
        String arn = elb.describeLoadBalancers().loadBalancers().getFirst().loadBalancerArn();
        elb.setSecurityGroups(r -> r.loadBalancerArn(arn).securityGroups(group(ec2, "demo-dev-fargate")));
        List<String> closed = Arrays.asList(
                subnet(ec2, "private-a").subnetId(), subnet(ec2, "private-b").subnetId());
        elb.setSubnets(r -> r.loadBalancerArn(arn).subnets(closed));
        changeDefaultAnswer(elb, arn);
    }

    /** Has every listener of a load balancer answer 418 where no rule matches. */
    static void changeDefaultAnswer(ElasticLoadBalancingV2Client elb, String balancer) {
        elb.describeListeners(r -> r.loadBalancerArn(balancer))
                .listeners()
                .forEach(listener -> elb.modifyListener(r -> r.listenerArn(listener.listenerArn())
                        .defaultActions(Action.builder()
                                .type("fixed-response")
                                .fixedResponseConfig(f -> f.statusCode("418"))
                                .build())));
    }

    private void changeRoles() {
        IamClient iam = client(IamClient.builder());
        roles(iam)
                .forEach(
                        name -> iam.updateAssumeRolePolicy(r -> r.roleName(name).policyDocument("""
                        {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sts:AssumeRole","Principal":
                        {"Service":["lambda.amazonaws.com","ecs-tasks.amazonaws.com","ec2.amazonaws.com"]}}]}""")));
    }

    private static List<String> roles(IamClient iam) {
        return iam.listRoles(r -> r.pathPrefix("/provision/demo-dev/")).roles().stream()
                .map(Role::roleName)
                .toList();
    }

    /** Gives every role one of AWS's own policies more. */
    void attachPolicies() {
        IamClient iam = client(IamClient.builder());
        roles(iam)
                .forEach(name -> iam.attachRolePolicy(r -> r.roleName(name)
                        .policyArn("arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole")));
    }

    /** Somebody on another machine is at work, and gives signs of life. */
    void lock() {
        String now = Instant.now().toString();
        client(SsmClient.builder()).putParameter(r -> r.name(LOCK)
                .type(ParameterType.STRING)
                .overwrite(true)
                .value("user: eve\nhost: elsewhere\nmachine: another\nprocess: 1\ncommand: up --env dev\nsince: " + now
                        + "\nalive: " + now + "\nrun: 1"));
    }

    void unlock() {
        client(SsmClient.builder()).deleteParameters(r -> r.names(LOCK));
    }

    /** As Lambda leaves one for 20 minutes and more after a function is gone. */
    void leaveInterface() {
        Ec2Client ec2 = client(Ec2Client.builder());
        ec2.createNetworkInterface(r -> r.subnetId(subnet(ec2, "private-a").subnetId())
                .groups(group(ec2, "demo-dev-lambda"))
                .description("AWS Lambda VPC ENI-demo-dev-lambda-1"));
    }
}
