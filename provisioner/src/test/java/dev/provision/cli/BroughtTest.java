package dev.provision.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.provision.FreePorts;
import dev.provision.aws.AwsConnection;
import dev.provision.aws.doctor.Finding;
import dev.provision.config.Environment;
import dev.provision.localcloud.LocalCloud;
import dev.provision.localcloud.Options;
import dev.provision.localcloud.wire.RequestLog.Entry;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.services.acm.AcmClient;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.wafv2.Wafv2Client;
import software.amazon.awssdk.services.wafv2.model.Scope;

/** What others have made and the configuration names: looked at before anything is made, used, and left alone. */
@SuppressWarnings("unchecked") // the SDK has varargs of generic consumers
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class BroughtTest {
    private static final String BALANCER = """
            deployment:
              awsAlb:
                certificateArn: "%s"
                wafAclArn: "%s"
                idleTimeout: 75
                accessLogs: { bucket: %s, prefix: dev }
            """;
    private static final String LAMBDA = """
              lambda:
                image: 127.0.0.1:1/nobody/there:1
                routing: { pathPattern: /lambda/*, pathHealthCheck: /lambda/health%s }
                compute:
                  type: awsLambda
                  awsIam: { roleArn: "%s" }
            """;
    private static final String FARGATE = """
              fargate:
                image: 127.0.0.1:1/nobody/there:1
                routing: { pathPattern: /fargate/*, pathHealthCheck: /fargate/health }
                compute:
                  type: awsFargateEcs
                  awsIam: { roleArn: "%s" }
            """;
    private static final String ROLES = BroughtThings.ROLES;
    private static final String GONE = "/webacl/gone/00000000-0000-0000-0000-000000000000";
    private static final String ALMOST_EVERYTHING = """
            {"Version":"2012-10-17","Statement":[
              {"Effect":"Allow","Action":"*","Resource":"*"},
              {"Effect":"Deny","Action":"iam:PassRole","Resource":"%skept"}]}""".formatted(ROLES);
    private final WatchedPolicy policy = new WatchedPolicy(ALMOST_EVERYTHING);
    private Account account;
    private BroughtThings things;

    @BeforeAll
    void start(@TempDir Path folder) {
        int offset = FreePorts.offset();
        account = new Account(
                folder,
                LocalCloud.start(Options.forTests()
                        .withListenerPorts(Options.offset(offset))
                        .withCallerPolicy(policy)),
                offset);
        things = new BroughtThings(account.cloud());
        things.role("functions", "lambda.amazonaws.com", "\"ec2:*\"");
        things.role("tasks", "ecs-tasks.amazonaws.com", "\"logs:*\"");
        things.role("kept", "lambda.amazonaws.com", "\"ec2:*\"");
    }

    @AfterAll
    void stop() {
        account.close();
    }

    private <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> C client(B builder) {
        return AwsConnection.at(account.cloud().endpoint(), "eu-west-2", duration -> {})
                .client(builder);
    }

    @Test
    void isLookedAtBeforeAnythingIsMade() {
        String pending = things.certificate("*.example.org");
        account.environment(
                "dev",
                BALANCER.formatted(pending, "arn:aws:wafv2:eu-west-2:000000000000:regional" + GONE, "demo-none"),
                List.of(LAMBDA.formatted("", ROLES + "nobody"), FARGATE.formatted(ROLES + "functions")));
        long before = account.cloud().requests().last();
        assertThat(account.run("up", "--env", "dev", "--yes")).isEqualTo(1);
        assertThat(account.told())
                .contains("nothing was made")
                .contains("certificate " + pending + " is PENDING_VALIDATION")
                .contains("[config/dev.yaml:4 deployment.awsAlb.certificateArn]")
                .contains("there is no regional web ACL arn:aws:wafv2:eu-west-2:000000000000:regional" + GONE)
                .contains("[config/dev.yaml:5 deployment.awsAlb.wafAclArn]")
                .contains("bucket demo-none: there is none")
                .contains("[config/dev.yaml:7 deployment.awsAlb.accessLogs.bucket]")
                .contains("there is no role " + ROLES + "nobody in this account")
                .contains("[config/dev.yaml:15 containers.lambda.compute.awsIam.roleArn]")
                .contains("role " + ROLES + "functions cannot be assumed by ecs-tasks.amazonaws.com")
                .contains("[config/dev.yaml:21 containers.fargate.compute.awsIam.roleArn]");
        account.environment(
                "dev",
                "",
                List.of(
                        LAMBDA.formatted("", ROLES + "kept"),
                        FARGATE.formatted(ROLES.replace("000000000000", "111122223333") + "tasks")));
        assertThat(account.run("up", "--env", "dev", "--yes")).isEqualTo(1);
        assertThat(account.told())
                .contains(
                        "role " + ROLES + "kept: may not be passed to lambda.amazonaws.com: iam:PassRole is not allowed"
                                + " to arn:aws:iam::000000000000:user/deployer")
                .contains("it is in another account than 000000000000");
        assertThat(account.cloud().requests().since(before))
                .filteredOn(call -> call.mutating() && call.errorCode().isEmpty())
                .extracting(Entry::operation)
                .as("but for the lock")
                .containsOnly("PutParameter", "DeleteParameter");
    }

    /** Under the policy that {@code provision policy} prints for an environment, and nothing else. */
    private void asPrinted(Environment environment, Runnable work) {
        policy.become(account.stack(environment).operatorPolicy().json());
        try {
            work.run();
        } finally {
            policy.become(ALMOST_EVERYTHING);
        }
    }

    @Test
    void isUsedAndLeftAlone() {
        assumeTrue(TinyImage.possible(), "there is no " + TinyImage.PERL);
        String certificate = things.certificate("*.example.com");
        things.prove(certificate);
        things.bucket();
        String acl = things.webAcl();
        String settings = BALANCER.formatted(certificate, acl, "demo-logs") + "  "
                + things.network().yaml();
        List<String> containers = List.of(
                LAMBDA.formatted(", domain: api.example.com", ROLES + "functions"), FARGATE.formatted(ROLES + "tasks"));
        Environment live = account.environment("live", settings, containers);
        asPrinted(live, () -> {
            account.up(live);
            assertThat(account.plan(live).changed()).isFalse();
            assertThat(account.stack(live).doctor(Instant.now()).beforeChange())
                    .hasSizeGreaterThan(4)
                    .allMatch(finding -> finding.grade() == Finding.Grade.GOOD);
        });
        assertThat(client(LambdaClient.builder())
                        .getFunctionConfiguration(r -> r.functionName("demo-live-lambda"))
                        .role())
                .isEqualTo(ROLES + "functions");
        EcsClient ecs = client(EcsClient.builder());
        String definition = ecs.listTaskDefinitions().taskDefinitionArns().getFirst();
        assertThat(ecs.describeTaskDefinition(r -> r.taskDefinition(definition))
                        .taskDefinition()
                        .taskRoleArn())
                .isEqualTo(ROLES + "tasks");
        ElasticLoadBalancingV2Client elb = client(ElasticLoadBalancingV2Client.builder());
        String balancer = elb.describeLoadBalancers().loadBalancers().getFirst().loadBalancerArn();
        assertThat(client(Wafv2Client.builder())
                        .getWebACLForResource(r -> r.resourceArn(balancer))
                        .webACL()
                        .arn())
                .isEqualTo(acl);
        assertThat(elb.describeLoadBalancerAttributes(r -> r.loadBalancerArn(balancer))
                        .attributes())
                .extracting(attribute -> attribute.key() + "=" + attribute.value())
                .contains(
                        "idle_timeout.timeout_seconds=75",
                        "access_logs.s3.bucket=demo-logs",
                        "access_logs.s3.prefix=dev");

        // Of what is there already, too, before an up changes anything.
        account.environment(
                "live", settings.replace(acl, "arn:aws:wafv2:eu-west-2:000000000000:regional" + GONE), containers);
        assertThat(account.run("plan", "--env", "live")).isEqualTo(1);
        assertThat(account.told()).contains("[config/live.yaml:5 deployment.awsAlb.wafAclArn]");
        account.environment(
                "live",
                settings,
                List.of(containers.getFirst().replace("api.example.com", "a.b.example.com"), containers.getLast()));
        assertThat(account.run("up", "--env", "live", "--yes")).isEqualTo(1);
        assertThat(account.told())
                .contains("certificate " + certificate + " is for *.example.com, and not for a.b.example.com");

        asPrinted(live, () -> {
            account.teardown(live);
            assertThat(account.inventory(live)).isEmpty();
        });
        assertThat(client(IamClient.builder()).listRoles().roles()).hasSizeGreaterThanOrEqualTo(3);
        assertThat(client(AcmClient.builder()).listCertificates().certificateSummaryList())
                .isNotEmpty();
        assertThat(client(Wafv2Client.builder())
                        .listWebACLs(r -> r.scope(Scope.REGIONAL))
                        .webACLs())
                .hasSize(1);
    }
}
