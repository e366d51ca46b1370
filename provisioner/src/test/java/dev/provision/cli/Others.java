package dev.provision.cli;

import dev.provision.aws.AwsConnection;
import dev.provision.localcloud.LocalCloud;
import java.time.Instant;
import java.util.List;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Filter;
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

    /** Tasks are to do without the internet. */
    void deleteWayOut() {
        Ec2Client ec2 = client(Ec2Client.builder());
        Filter ours =
                Filter.builder().name("tag:Name").values("demo-dev-private-*").build();
        ec2.describeRouteTables(r -> r.filters(ours))
                .routeTables()
                .forEach(table -> ec2.deleteRoute(
                        r -> r.routeTableId(table.routeTableId()).destinationCidrBlock("0.0.0.0/0")));
    }

    /** As Lambda leaves one for 20 minutes and more after a function is gone. */
    void leaveInterface() {
        Ec2Client ec2 = client(Ec2Client.builder());
        ec2.createNetworkInterface(r -> r.subnetId(Drift.subnet(ec2, "private-a"))
                .groups(Drift.group(ec2, "lambda"))
                .description("AWS Lambda VPC ENI-demo-dev-lambda-1"));
    }
}
