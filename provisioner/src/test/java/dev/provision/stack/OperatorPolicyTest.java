package dev.provision.stack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.provision.aws.doctor.Finding;
import dev.provision.aws.iam.PolicyDocument;
import dev.provision.config.Environment;
import dev.provision.config.Environments;
import dev.provision.graph.ProvisionException;
import dev.provision.localcloud.iam.IdentityPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The policy that the operator needs is enough, and what is taken from it is missed. */
@Timeout(180)
final class OperatorPolicyTest {
    private static final String SETTINGS = "network: { natGateways: single }\nalarms: { email: ops@example.com }";
    private static final String FILE = SETTINGS + "\ncontainers:\n" + (Cloudlet.LAMBDA + Cloudlet.FARGATE).indent(2);

    @TempDir
    private Path folder;

    private String policy() throws IOException {
        Path files = Files.createDirectories(folder.resolve("policy"));
        Files.writeString(files.resolve("application.yaml"), "name: demo\nregion: eu-west-2\n");
        Files.writeString(files.resolve("limited.yaml"), FILE);
        Environment environment = new Environments(files, Map.of()).load("limited", Optional.empty());
        return Stack.of(environment, folder).operatorPolicy().json();
    }

    private Cloudlet cloudlet(String policy) {
        return Cloudlet.start(folder, options -> options.withCallerPolicy(IdentityPolicy.read(policy)));
    }

    private static Environment environment(Cloudlet cloudlet) {
        return cloudlet.environment("limited", SETTINGS);
    }

    @Test
    void itIsEnoughForTheWholeLifeOfAnEnvironment() throws IOException {
        String policy = policy();
        assertThat(policy)
                .contains("arn:aws:iam::*:role/provision/demo-limited/*")
                .contains("arn:aws:sns:eu-west-2:*:demo-limited-alarms")
                .contains("arn:aws:ssm:eu-west-2:*:parameter/provision/demo/limited/*");
        try (Cloudlet cloudlet = cloudlet(policy)) {
            Environment environment = environment(cloudlet);
            cloudlet.up(environment).orThrow();
            Stack current = cloudlet.stack(environment).current(Instant.now());
            assertThat(cloudlet.runner(current).plan().orThrow()).isNotNull();
            Stack stack = cloudlet.stack(environment);
            assertThat(stack.status(Instant.now(), stack::besideRoutes).routes())
                    .hasSize(2);
            assertThat(stack.doctor(Instant.now()).wayIn())
                    .extracting(Finding::grade)
                    .containsOnly(Finding.Grade.GOOD);
            cloudlet.runner(cloudlet.stack(environment).whole()).teardown().orThrow();
            assertThat(cloudlet.stack(environment).sweep()).isEmpty();
        }
    }

    /** A managed policy has at most 6,144 characters, what a role has itself 10,240: "IAM and AWS STS quotas". */
    @Test
    void itFitsWhereItIsPut() {
        Path config = Path.of("").toAbsolutePath().resolveSibling("config");
        Environments environments = new Environments(config, Map.of());
        for (String env : environments.names()) {
            PolicyDocument policy =
                    Stack.of(environments.load(env, Optional.empty()), folder).operatorPolicy();
            assertThat(policy.json().length()).as(env).isLessThanOrEqualTo(10_240);
            List<PolicyDocument> parts = policy.managed();
            assertThat(parts).as(env).allMatch(part -> part.json().length() <= 6_144);
            assertThat(parts.stream().flatMap(part -> part.statements().stream()))
                    .as(env)
                    .containsExactlyElementsOf(policy.statements());
        }
    }

    @Test
    void whatIsTakenFromItIsMissed() throws IOException {
        String without = policy().replace("\"ec2:CreateNatGateway\"", "\"ec2:DescribeImages\"");
        try (Cloudlet cloudlet = cloudlet(without)) {
            Environment environment = environment(cloudlet);
            assertThat(failure(cloudlet, environment)).contains("not allowed: ec2:CreateNatGateway");
        }
    }

    private static String failure(Cloudlet cloudlet, Environment environment) {
        try {
            cloudlet.up(environment).orThrow();
            return "";
        } catch (ProvisionException failed) {
            return String.valueOf(failed.getMessage());
        }
    }
}
