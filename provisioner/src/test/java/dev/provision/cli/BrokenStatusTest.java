package dev.provision.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpServer;
import dev.provision.aws.AwsConnection;
import dev.provision.aws.Owner;
import dev.provision.aws.elb.RouteAnswersStep;
import dev.provision.config.Environment;
import dev.provision.graph.Outcome;
import dev.provision.graph.ProvisionException.StepFailed;
import dev.provision.graph.Readiness;
import dev.provision.graph.StepKey;
import dev.provision.report.PlanView;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.InputLogEvent;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.ec2.model.TagSpecification;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.ssm.SsmClient;

/** What {@code status} says of environments that are half made, or that somebody has broken: what is missing, by name. */
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class BrokenStatusTest {
    private Account account;
    private Environment environment;

    @BeforeAll
    void start(@TempDir Path folder) {
        assumeTrue(TinyImage.possible(), "there is no " + TinyImage.PERL);
        account = Account.open(folder);
        environment = account.environment("dev", Account.LAMBDA, Account.FARGATE);
    }

    @AfterAll
    void close() {
        if (account != null) {
            account.close();
        }
    }

    private <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> C client(B builder) {
        return AwsConnection.at(account.cloud().endpoint(), "eu-west-2", duration -> {})
                .client(builder);
    }

    /** What is told in the end, with this exit code. */
    private String status(int code) {
        int before = account.told().length();
        assertThat(account.run("status", "--env", "dev")).as(account.told()).isEqualTo(code);
        return account.told().substring(before);
    }

    @Test
    @Order(1)
    void a_vpc_and_nothing_else() {
        assertThat(status(1)).contains("environment dev does not exist: nothing of it exists");
        List<Tag> tags = new Owner("demo", "dev", Map.of())
                .namedTags(new StepKey("vpc", "main")).entrySet().stream()
                        .map(tag -> Tag.builder()
                                .key(tag.getKey())
                                .value(tag.getValue())
                                .build())
                        .toList();
        client(Ec2Client.builder()).createVpc(r -> r.cidrBlock("10.0.0.0/16")
                .tagSpecifications(TagSpecification.builder()
                        .resourceType("vpc")
                        .tags(tags)
                        .build()));
        assertThat(status(1))
                .contains("NOT healthy", "lambda: not deployed", "fargate: not deployed")
                .containsPattern("load-balancer/main.* is missing")
                .doesNotContainPattern("vpc/main.* is missing");

        account.image(TinyImage.BROKEN);
        assertThatThrownBy(() -> account.up(environment))
                .isInstanceOfSatisfying(StepFailed.class, failed -> assertThat(failed.evidence())
                        .as("the last log lines of a task of a first up")
                        .contains("stopped: Essential container in task exited (exit code 1)")
                        .endsWith(TinyImage.LAST_WORDS));
        account.image("good");
        account.up(environment);
        assertThat(status(0)).doesNotContain("missing", "locked");
    }

    @Test
    @Order(2)
    void a_lock_that_is_held_hides_nothing() {
        SsmClient ssm = client(SsmClient.builder());
        ssm.putParameter(r -> r.name("/provision/demo/dev/lock")
                .type("String")
                .value("user: ada\nhost: build-7\ncommand: up --env dev\nsince: 2025-12-11T10:30:45Z"));
        assertThat(status(0)).contains("locked by ada@build-7").contains("healthy");
        ssm.deleteParameter(r -> r.name("/provision/demo/dev/lock"));
    }

    @Test
    @Order(3)
    void a_function_that_was_deleted_by_hand() {
        client(LambdaClient.builder()).deleteFunction(r -> r.functionName("demo-dev-lambda"));
        assertThat(status(1))
                .contains("lambda: there is nothing behind it, no function demo-dev-lambda with an alias blue")
                .doesNotContain("✗ fargate");
        PlanView plan = account.up(environment);
        assertThat(plan.destructive())
                .as("what is made again under the same names is the target that is registered")
                .isFalse();
        assertThat(plan.planned()
                        .get(StepKey.parse("target-registration/lambda-blue").orElseThrow())
                        .action())
                .isEqualTo(Outcome.Action.NONE);
        assertThat(status(0)).doesNotContain("missing");
    }

    @Test
    @Order(4)
    void a_load_balancer_without_listener_and_a_service_without_target_group() {
        ElasticLoadBalancingV2Client elb = client(ElasticLoadBalancingV2Client.builder());
        String balancer = elb.describeLoadBalancers().loadBalancers().getFirst().loadBalancerArn();
        elb.describeListeners(r -> r.loadBalancerArn(balancer))
                .listeners()
                .forEach(listener -> elb.deleteListener(r -> r.listenerArn(listener.listenerArn())));
        assertThat(status(1))
                .containsPattern("listener/http.* is missing")
                .containsPattern("listener-rule/fargate.* is missing");

        elb.describeTargetGroups(r -> r.names("demo-dev-fargate-blue"))
                .targetGroups()
                .forEach(group -> elb.deleteTargetGroup(r -> r.targetGroupArn(group.targetGroupArn())));
        assertThat(status(1)).containsPattern("target-group/fargate-blue.* is missing");
        account.up(environment);
        assertThat(status(0)).doesNotContain("missing");
    }

    /** Where a route answers with an error, up says it while it waits. */
    @Test
    @Order(5)
    void a_function_whose_log_says_why() throws IOException {
        CloudWatchLogsClient logs = client(CloudWatchLogsClient.builder());
        String group = "/aws/lambda/demo-dev-lambda";
        logs.createLogStream(r -> r.logGroupName(group).logStreamName("2026/11/27/[1]a"));
        logs.putLogEvents(r -> r.logGroupName(group)
                .logStreamName("2026/11/27/[1]a")
                .logEvents(Stream.of("START RequestId: 1", "not enough heap", "END RequestId: 1", "REPORT RequestId: 1")
                        .map(line -> InputLogEvent.builder()
                                .timestamp(System.currentTimeMillis())
                                .message(line)
                                .build())
                        .toList()));
        HttpServer broken = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        broken.createContext("/", exchange -> {
            exchange.sendResponseHeaders(502, -1);
            exchange.close();
        });
        broken.start();
        try {
            URI url = URI.create("http://localhost:" + broken.getAddress().getPort() + "/lambda/health");
            RouteAnswersStep step =
                    account.stack(environment).current(Instant.now()).graph().steps(RouteAnswersStep.class).stream()
                            .filter(one -> one.key().name().equals("lambda"))
                            .findFirst()
                            .orElseThrow();
            assertThat(step.probe(url))
                    .isEqualTo(Readiness.pending("GET " + url + " answers 502; the log says: not enough heap"));
        } finally {
            broken.stop(0);
        }
    }

    @Test
    @Order(6)
    void a_local_cloud_that_is_gone() {
        account.cloud().close();
        assertThat(status(1)).contains("environment dev does not exist: ").contains("local cloud");
    }
}
