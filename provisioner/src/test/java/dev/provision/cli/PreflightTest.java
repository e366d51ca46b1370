package dev.provision.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.provision.FreePorts;
import dev.provision.aws.AwsConnection;
import dev.provision.config.Environment;
import dev.provision.localcloud.LocalCloud;
import dev.provision.localcloud.Options;
import dev.provision.localcloud.state.Quotas;
import dev.provision.localcloud.wire.RequestLog.Entry;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.ec2.Ec2Client;

/** What stands in the way of a first {@code up} is told in one run, before anything is made. */
@Timeout(120)
final class PreflightTest {
    private static final List<String> NOT_GRANTED = List.of("ec2:AllocateAddress", "ec2:CreateNatGateway");

    private static Account account(Path folder) {
        WatchedPolicy policy = new WatchedPolicy("""
                {"Version":"2012-10-17","Statement":[
                  {"Effect":"Allow","Action":"*","Resource":"*"},
                  {"Effect":"Deny","Action":["%s"],"Resource":"*"}]}""".formatted(String.join("\",\"", NOT_GRANTED)));
        int offset = FreePorts.offset();
        return new Account(
                folder,
                LocalCloud.start(Options.forTests()
                        .withListenerPorts(Options.offset(offset))
                        .withCallerPolicy(policy)),
                offset);
    }

    /** A new account is allowed 10 instances: none of them can be reserved, and more requests at once than that fail. */
    @Test
    void theFewInstancesOfANewAccountAreTold(@TempDir Path folder) {
        String function = """
                  api:
                    image: 127.0.0.1:1/nobody/there:1
                    routing: { pathPattern: /api/*, pathHealthCheck: /api/health }
                    compute: { type: awsLambda, awsLambda: { %s } }
                """;
        try (Account account = new Account(
                folder, LocalCloud.start(Options.forTests().withQuotas(Quotas.ofNewAccount())), FreePorts.offset())) {
            account.environment("dev", function.formatted("memory: 512"));
            assertThat(account.run("doctor", "--env", "dev")).isEqualTo(1);
            assertThat(account.told())
                    .contains("note Lambda concurrency: the account allows 10 instances of all its functions at once")
                    .contains("--service-code lambda --quota-code L-B99A9384 --desired-value NUMBER");
            account.environment("dev", function.formatted("reservedConcurrency: 1"));
            assertThat(account.run("doctor", "--env", "dev")).isEqualTo(1);
            assertThat(account.told())
                    .contains(
                            "BAD  Lambda concurrency: 1 are to be reserved or kept warm, and only 0 can be of the account's"
                                    + " 10: lower reservedConcurrency")
                    .contains("[config/dev.yaml:7 containers.api.compute.awsLambda]");
        }
    }

    /** Only a first up looks at the quotas beforehand. */
    @Test
    void reservingMoreThanThereIsNamesTheQuota(@TempDir Path folder) {
        assumeTrue(TinyImage.possible(), "there is no " + TinyImage.PERL);
        try (Account account = Account.open(folder)) {
            account.up(account.environment("dev", Account.LAMBDA));
            Environment greedy = account.environment(
                    "dev", Account.LAMBDA.replace("reservedConcurrency: 20", "reservedConcurrency: 5000"));
            assertThatThrownBy(() -> account.up(greedy))
                    .hasStackTraceContaining("quota 'Concurrent executions' (L-B99A9384) is reached: Specified"
                            + " ReservedConcurrentExecutions for function decreases account's UnreservedConcurrentExecution"
                            + " below its minimum value of [100]");
            account.up(account.environment("dev", Account.LAMBDA));
        }
    }

    @Test
    void everythingThatStandsInTheWayIsToldAtOnce(@TempDir Path folder) {
        try (Account account = account(folder)) {
            account.environment(
                    "dev",
                    "network: { cidr: 10.7.0.0/16 }\nalarms: { topicArn: "
                            + "\"arn:aws:sns:eu-west-2:000000000000:gone\" }\n"
                            + "deployment: { awsAlb: { accessLogs: { bucket: demo-logs } } }",
                    List.of("""
                      api:
                        image: 127.0.0.1:1/nobody/there:1
                        routing: { pathPattern: /api/*, pathHealthCheck: /api/health }
                        compute:
                          type: awsLambda
                          awsLambda: { reservedConcurrency: 5000 }
                        environment: { TOKEN: "${ssm:/demo/token}" }
                    """));
            String vpc = AwsConnection.at(account.cloud().endpoint(), "eu-west-2", duration -> {})
                    .client(Ec2Client.builder())
                    .createVpc(r -> r.cidrBlock("10.7.8.0/24"))
                    .vpc()
                    .vpcId();
            long before = account.cloud().requests().last();
            assertThat(account.run("up", "--env", "dev", "--yes")).isEqualTo(1);
            assertThat(account.told())
                    .contains("nothing was made")
                    .contains("there is no topic arn:aws:sns:eu-west-2:000000000000:gone")
                    .contains("[config/dev.yaml:3 alarms.topicArn]")
                    .contains("bucket demo-logs: there is none")
                    .contains("[config/dev.yaml:4 deployment.awsAlb.accessLogs.bucket]")
                    .contains("there is no parameter /demo/token")
                    .contains("containers.api.environment.TOKEN]")
                    .contains("5000 are to be reserved")
                    .contains("[config/dev.yaml:11 containers.api.compute.awsLambda]")
                    .contains("the registry of image 127.0.0.1:1/nobody/there:1 cannot be reached")
                    .contains("[config/dev.yaml:7 containers.api.image]")
                    .contains("not allowed: ec2:AllocateAddress; see what provision policy prints");
            assertThat(account.cloud().requests().since(before))
                    .filteredOn(call -> call.mutating() && call.errorCode().isEmpty())
                    .extracting(Entry::operation)
                    .as("but for the lock")
                    .containsOnly("PutParameter", "DeleteParameter");
            assertThat(account.cloud().requests().since(before))
                    .filteredOn(call -> call.operation().equals("CreateVpc"))
                    .extracting(Entry::errorCode)
                    .containsExactly(Optional.of("DryRunOperation"));

            assertThat(account.run("doctor", "--env", "dev")).isEqualTo(1);
            assertThat(account.told())
                    .contains("note range of the network: 10.7.0.0/16 overlaps that of " + vpc)
                    .contains("[config/dev.yaml:2 network.cidr]")
                    .contains("note rights: not allowed, or only for some resources: ec2:CreateNatGateway");
        }
    }
}
