package dev.provision.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files read over each other, what holds in the end, and what is said of it. */
final class LayersTest {
    private static final String STAGING = """
            containers:
              api:
                routing: { pathPattern: /api/*, pathHealthCheck: /api/health }
                compute: { type: awsLambda, awsLambda: { memory: 512, timeout: 20 } }
              web:
                routing: { pathPattern: /web/*, pathHealthCheck: /web/health }
                compute: { type: awsFargateEcs }
            """;

    @TempDir
    private Path folder;

    private ConfigFolder config;

    @BeforeEach
    void shared() {
        config = new ConfigFolder(folder).write("application", "name: demo\nregion: eu-west-2\ntags: { team: one }\n");
    }

    private Environments environments(Map<String, String> variables) {
        return new Environments(folder, variables);
    }

    @Test
    void aFileIsReadOverTheOneItExtends() {
        config.write("_base", STAGING + "tags: { tier: base }\n");
        config.write("staging", "extends: _base\ntags: { tier: staging }\n");
        config.write("production", """
                extends: staging
                containers:
                  api: { compute: { awsLambda: { memory: 1024 } } }
                  web: ~
                """);
        Environment production = config.load("production");
        assertThat(production.containers()).hasSize(1);
        assertThat(production.containers().getFirst().compute())
                .isEqualTo(new AwsLambda(1024, 20, OptionalInt.empty(), 0));
        assertThat(production.tags()).containsOnly(Map.entry("team", "one"), Map.entry("tier", "staging"));
        assertThat(environments(Map.of()).names()).containsExactly("production", "staging");
    }

    @Test
    void whatCannotBeExtendedIsSaid() {
        config.write("staging", "extends: produktion\n" + STAGING);
        config.write("production", "extends: staging\n");
        assertThat(config.problems("staging"))
                .containsExactly("staging.yaml:1: extends: no file produktion.yaml; did you mean production?");
        config.write("staging", "extends: production\n" + STAGING);
        assertThat(config.problems("production"))
                .containsExactly(
                        "staging.yaml:1: extends: goes round in a circle: production extends staging extends production");
        config.write("application", "name: demo\nregion: eu-west-2\nextends: staging\n");
        config.write("staging", STAGING);
        assertThat(config.problems("staging"))
                .containsExactly(
                        "application.yaml:3: extends: not here: this file is below all others; write it in staging.yaml");
    }

    @Test
    void problemsOfAllFilesAreReportedTogether() {
        config.write("staging", STAGING.replace("timeout: 20", "timeout: 9999"));
        config.write("production", "extends: staging\nmemory: 5\nnetwrk: {}\n");
        assertThat(config.problems("production"))
                .anyMatch(
                        problem -> problem.startsWith("production.yaml:2: memory: unknown key; expected one of name,"))
                .contains(
                        "production.yaml:3: netwrk: unknown key; did you mean network?",
                        "staging.yaml:4: containers.api.compute.awsLambda.timeout: expected a whole number from 1 to 900,"
                                + " found '9999'");
        config.write("production", "extends: staging\nnatGateways: none\n");
        assertThat(config.problems("production"))
                .contains("production.yaml:2: natGateways: unknown key; it belongs at network.natGateways");
    }

    @Test
    void whatHoldsIsShownWithWhereItIsFromAndSecretsMasked() {
        config.write("staging", STAGING + """
                tags: { owner: "${OWNER}" }
                """.replace("\n", "") + "\n");
        config.write("production", """
                extends: staging
                network: { cidr: 10.7.0.0/16, availabilityZones: 3 }
                containers:
                  api:
                    environment:
                      GREETING: "hello: you"
                      PLAIN: "${name}"
                      DB_PASSWORD: hunter2
                      DATABASE: postgres://me:hunter2@db.example.com/orders
                      STRIPE_KEY: hunter2
                      DB_PASS: hunter2
                      HOME_PAGE: https://example.com/a@b
                      FROM_OUTSIDE: "x${HUNTER}"
                      VIA_KEY: "${containers.api.environment.FROM_OUTSIDE}"
                  web: ~
                """);
        EffectiveConfig effective =
                environments(Map.of("OWNER", "me", "HUNTER", "hunter2")).effective("production", Optional.empty());
        String text = String.join("\n", effective.lines()).replace(folder.getFileName() + "/", "");
        assertThat(text)
                .contains("name: demo  # application.yaml:1")
                .contains("  publicSubnets: [10.7.1.0/24, 10.7.2.0/24, 10.7.3.0/24]  # derived")
                .contains("  natGateways: perAz  # standard")
                .contains("        memory: 512  # staging.yaml:4")
                .contains("        provisionedConcurrency: 0  # standard")
                .contains("      GREETING: \"hello: you\"  # production.yaml:6")
                .contains("      PLAIN: demo  # production.yaml:7")
                .contains("      DB_PASSWORD: \"******\"  # production.yaml:8")
                .contains("      DATABASE: \"******\"", "      STRIPE_KEY: \"******\"", "      DB_PASS: \"******\"")
                .contains("      HOME_PAGE: \"https://example.com/a@b\"")
                .contains("      FROM_OUTSIDE: \"******\"")
                .contains("      VIA_KEY: \"******\"")
                .doesNotContain("hunter2")
                .doesNotContain("web:")
                .doesNotContain("awsFargateEcs")
                .doesNotContain("awsVpc");
        assertThat(effective.document().toString()).doesNotContain("hunter2").contains("******");
        // What is shown is a configuration again, with the same meaning.
        config.write("again", text.replaceAll("(?m)^extends: .*", "").replace("\"******\"", "masked"));
        assertThat(config.load("again").network())
                .isEqualTo(environments(Map.of("OWNER", "me", "HUNTER", "x"))
                        .load("production", Optional.empty())
                        .network());
    }

    @Test
    void networksAreDividedWhereNoRangesAreGiven() {
        config.write("staging", STAGING + "network: { cidr: 10.3.0.0/20 }\n");
        assertThat(config.load("staging").network().publicSubnets()).containsExactly("10.3.0.0/24", "10.3.1.0/24");
        assertThat(config.load("staging").network().privateSubnets()).containsExactly("10.3.8.0/24", "10.3.9.0/24");
        config.write("staging", STAGING + "network: { cidr: 10.3.0.0/24 }\n");
        assertThat(config.problems("staging"))
                .contains(
                        "staging.yaml:8: network.publicSubnets: is missing, and 10.3.0.0/24 is too small to be divided;"
                                + " give the ranges, or take /23 at least");
        config.write(
                "staging", STAGING + "network: { availabilityZones: 3, publicSubnets: [10.0.1.0/24, 10.0.2.0/24] }\n");
        assertThat(config.problems("staging"))
                .containsExactly(
                        "staging.yaml:8: network.availabilityZones: expected as many as publicSubnets (2), found 3",
                        "staging.yaml:8: network.privateSubnets: expected as many as publicSubnets (2), found 3");
    }

    @Test
    void secretsStandAloneAsVariablesOfContainers() {
        config.write("staging", STAGING + """
                    environment:
                      ONE: before ${ssm:/demo/one}
                      TWO: ${secret:}
                      THREE: ${ssm:/demo/three}
                      FOUR: ${secret:demo#password}
                tags: { owner: "${secret:owner}" }
                """);
        assertThat(config.problems("staging"))
                .containsExactly(
                        "staging.yaml:9: containers.web.environment.ONE: expected nothing but ${ssm:/parameter},"
                                + " ${secret:name} or ${secret:name#field}, found 'before ${ssm:/demo/one}'",
                        "staging.yaml:10: containers.web.environment.TWO: expected nothing but ${ssm:/parameter},"
                                + " ${secret:name} or ${secret:name#field}, found '${secret:}'",
                        "staging.yaml:13: tags.owner: expected letters, digits, spaces and _ . : / = + @ -, 256 characters at most, found"
                                + " '${secret:owner}'",
                        "staging.yaml:13: tags.owner: only environment variables of a container can be secrets");
    }

    @Test
    void secretsOfFunctionsNeedAWayOut() {
        String reading = STAGING.replace(
                "timeout: 20 } }", "timeout: 20 } }\n    environment: { ONE: \"${ssm:/one}\", TWO: a }");
        config.write("staging", reading + "network: { natGateways: none }\n");
        assertThat(config.problems("staging"))
                .containsExactly(
                        "staging.yaml:5: containers.api.environment.ONE: without a NAT gateway the function cannot reach"
                                + " Secrets Manager or Systems Manager, from which it reads ${ssm:/one} when it starts");
    }

    @Test
    void existingNetworksAreDescribedByTheirIds() {
        config.write("staging", STAGING + """
                deployment:
                  awsVpc: { id: vpc-0123456789abcdef0, publicSubnets: [subnet-0123456789abcdef0], privateSubnets: [] }
                  awsAlb:
                    certificateArn: arn:aws:acm:us-east-1:000000000000:certificate/1
                    accessLogs: { bucket: logs-of-mine }
                """);
        assertThat(config.problems("staging"))
                .containsExactly(
                        "staging.yaml:9: deployment.awsVpc.privateSubnets: expected at least one",
                        "staging.yaml:9: deployment.awsVpc.publicSubnets: expected at least two, in two availability zones: a"
                                + " load balancer needs them",
                        "staging.yaml:11: deployment.awsAlb.certificateArn: expected one of region eu-west-2, found"
                                + " 'arn:aws:acm:us-east-1:000000000000:certificate/1'");
    }
}
