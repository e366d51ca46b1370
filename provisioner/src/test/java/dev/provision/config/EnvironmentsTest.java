package dev.provision.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.provision.graph.ProvisionException.ConfigInvalid;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EnvironmentsTest {
    private static final String SHARED = """
            name: demo
            region: eu-west-2
            """;
    private static final String LAMBDA = """
            containers:
              api:
                routing: { pathPattern: /api/*, pathHealthCheck: /api/health }
                compute: { type: awsLambda }
            """;

    @TempDir
    private Path folder;

    private ConfigFolder written(String shared, String dev) {
        return new ConfigFolder(folder).write("application", shared).write("dev", dev);
    }

    private Environment load(String shared, String dev) {
        return written(shared, dev).load("dev");
    }

    private List<String> problems(String shared, String dev) {
        return written(shared, dev).problems("dev");
    }

    @Test
    void standardsHoldWhereNothingIsWritten() {
        Environment dev = load(SHARED, LAMBDA);
        assertThat(dev.prefix()).isEqualTo("demo-dev");
        assertThat(dev.cloud()).isEqualTo(new Cloud.Aws());
        assertThat(dev.network())
                .isEqualTo(new Network(
                        "10.0.0.0/16",
                        List.of("10.0.1.0/24", "10.0.2.0/24"),
                        List.of("10.0.10.0/24", "10.0.11.0/24"),
                        Network.NatGateways.PER_AZ));
        assertThat(dev.logRetentionDays()).isEqualTo(14);
        assertThat(dev.image().base()).hasValue("gcr.io/distroless/base-debian12");
        assertThat(dev.containers())
                .containsExactly(new Container(
                        "api",
                        new Source.Module("service"),
                        new Routing("/api/*", "/api/health"),
                        new AwsLambda(1024, 30, OptionalInt.empty(), 0),
                        new AwsIam(Optional.empty(), List.of()),
                        Map.of(),
                        Map.of()));
    }

    @Test
    void environmentIsReadOverWhatIsShared() {
        Environment dev = load(
                SHARED + "network: { natGateways: single, cidr: 10.0.0.0/16 }\ntags: { team: one, cost: a }\n",
                LAMBDA + "network: { natGateways: none }\ntags: { team: two }\nregion: us-east-1\n");
        assertThat(dev.network().natGateways()).isEqualTo(Network.NatGateways.NONE);
        assertThat(dev.tags()).containsOnly(Map.entry("team", "two"), Map.entry("cost", "a"));
        assertThat(dev.region()).isEqualTo("us-east-1");
    }

    @Test
    void everyProblemIsReportedInOneGoWithFileLineKeyAndFix() {
        assertThat(problems("""
                        name: Demo
                        region: europe
                        logRetention: 8
                        """, """
                        cluod: local
                        containers:
                          api:
                            routing: { pathPattern: api/*, pathHealthCheck: /h }
                            compute:
                              type: awsLamda
                              awsLambda:
                                memroy: 512
                                timeout: 901
                                memory: 127
                          web:
                            routing:
                            compute: { type: awsFargateEcs, awsFargateEcs: { cpu: 300 } }
                        """))
                .containsExactly(
                        "application.yaml:1: name: expected lower-case letters, digits and dashes, starting with a letter,"
                                + " 40 characters at most, found 'Demo'",
                        "application.yaml:2: region: expected an AWS region such as eu-west-2, found 'europe'",
                        "application.yaml:3: logRetention: expected one of 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400,"
                                + " 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653, found '8'",
                        "dev.yaml:1: cluod: unknown key; did you mean cloud?",
                        "dev.yaml:4: containers.api.routing.pathPattern: expected a path pattern such as /api/*, 128 characters"
                                + " at most, with the wildcards * and ?, found 'api/*'",
                        "dev.yaml:6: containers.api.compute.type: expected one of awsLambda, awsFargateEcs, found 'awsLamda';"
                                + " did you mean awsLambda?",
                        "dev.yaml:8: containers.api.compute.awsLambda.memroy: unknown key; did you mean memory?",
                        "dev.yaml:9: containers.api.compute.awsLambda.timeout: expected a whole number from 1 to 900, found"
                                + " '901'",
                        "dev.yaml:10: containers.api.compute.awsLambda.memory: expected a whole number from 128 to 10240, found"
                                + " '127'",
                        "dev.yaml:12: containers.web.routing: expected a section with pathPattern, pathHealthCheck,"
                                + " pathSmokeTest, domain, found nothing",
                        "dev.yaml:13: containers.web.compute.awsFargateEcs.cpu: expected one of 256, 512, 1024, 2048, 4096,"
                                + " 8192, 16384, found '300'");
    }

    /** What is told of values that do not fit together does not wait until everything else is mended. */
    @Test
    void aMistakeHidesNoOther() {
        assertThat(problems("name: Demo\nregion: europe\n", """
                        containers:
                          api:
                            src: service
                            image: example.com/api:1
                            routing: { pathPattern: /api/*, pathHealthCheck: health }
                            compute:
                              type: awsLamda
                              awsLambda: { reservedConcurrency: 5, provisionedConcurrency: 3 }
                          web:
                            routing: { pathPattern: /api/*, pathHealthCheck: /web/health }
                            compute:
                              type: awsFargateEcs
                              awsFargateEcs: { cpu: 300, memory: 512, minInstances: 5, maxInstances: 4 }
                          odd:
                            routing: { pathPattern: /odd/*, pathHealthCheck: /odd/health }
                            compute:
                              type: awsFargateEcs
                              awsFargateEcs: { cpu: 1024, memroy: 2048, minInstances: 12, maxInstnaces: 20 }
                        deployment:
                          awsVpc: { id: vpc-0123456789abcdef0, publicSubnets: [], privateSubnets: [] }
                        """))
                .extracting(problem -> problem.replaceAll(": expected .*|: is .*|: container .*", ""))
                .containsExactly(
                        "application.yaml:1: name",
                        "application.yaml:2: region",
                        "dev.yaml:4: containers.api.image",
                        "dev.yaml:5: containers.api.routing.pathHealthCheck",
                        "dev.yaml:7: containers.api.compute.type",
                        "dev.yaml:8: containers.api.compute.awsLambda.provisionedConcurrency",
                        "dev.yaml:10: containers.web.routing.pathPattern",
                        "dev.yaml:13: containers.web.compute.awsFargateEcs.cpu",
                        "dev.yaml:13: containers.web.compute.awsFargateEcs.minInstances",
                        "dev.yaml:18: containers.odd.compute.awsFargateEcs.maxInstnaces: unknown key; did you mean"
                                + " maxInstances?",
                        "dev.yaml:18: containers.odd.compute.awsFargateEcs.memroy: unknown key; did you mean memory?",
                        "dev.yaml:20: deployment.awsVpc.privateSubnets",
                        "dev.yaml:20: deployment.awsVpc.publicSubnets");
    }

    @Test
    void missingKeysAreReported() {
        assertThat(problems("", "region: eu-west-2"))
                .containsExactly(
                        "dev.yaml:1: containers: is missing; expected at least one container",
                        "dev.yaml:1: name: is missing; expected lower-case letters, digits and dashes, starting with a letter,"
                                + " 40 characters at most");
    }

    @Test
    void brokenYamlIsReportedWithItsLine() {
        assertThat(problems(SHARED, "containers:\n  lambda: [1, 2\nname: x\n"))
                .singleElement()
                .asString()
                .startsWith("dev.yaml:3:")
                .contains("not YAML: expected ',' or ']'")
                .contains("begins in line 2");
        assertThat(problems(SHARED, "- a\n"))
                .containsExactly("dev.yaml:1: expected keys at the top level, found a list");
    }

    @Test
    void keyWrittenTwiceIsReported() {
        assertThat(problems(SHARED, LAMBDA + "cloud: aws\ncloud: local\n"))
                .containsExactly("dev.yaml:6: cloud: is there twice, first in line 5");
    }

    @Test
    void rangesMustFitIntoEachOther() {
        assertThat(problems(SHARED, LAMBDA + """
                                network:
                                  cidr: 10.0.0.0/16
                                  publicSubnets:
                                    - 10.0.1.0/24
                                    - 10.1.2.0/24
                                  privateSubnets:
                                    - 10.0.1.128/25
                                    - 10.0.11.7/24
                                    - 10.0.300.0/24
                                """))
                .containsExactly(
                        "dev.yaml:9: network.publicSubnets[1]: 10.1.2.0/24 is not inside the network's 10.0.0.0/16",
                        "dev.yaml:11: network.privateSubnets: expected as many as publicSubnets (2), found 3",
                        "dev.yaml:11: network.privateSubnets[0]: 10.0.1.128/25 overlaps network.publicSubnets[0], 10.0.1.0/24",
                        "dev.yaml:12: network.privateSubnets[1]: 10.0.11.7/24 does not start at the first address; did you mean"
                                + " 10.0.11.0/24?",
                        "dev.yaml:13: network.privateSubnets[2]: expected a range such as 10.0.1.0/24, found '10.0.300.0/24'");
    }

    @Test
    void valuesOfAContainerMustFitTogether() {
        assertThat(problems(SHARED, """
                        containers:
                          api:
                            routing: { pathPattern: /api/*, pathHealthCheck: /api/health }
                            compute:
                              type: awsLambda
                              awsLambda: { reservedConcurrency: 5, provisionedConcurrency: 3 }
                          web:
                            routing: { pathPattern: /api/*, pathHealthCheck: /web/health }
                            compute:
                              type: awsFargateEcs
                              awsFargateEcs:
                                cpu: 512
                                memory: 512
                                minInstances: 5
                                maxInstances: 4
                        """))
                .containsExactly(
                        "dev.yaml:6: containers.api.compute.awsLambda.provisionedConcurrency: expected at most"
                                + " half of reservedConcurrency (5), found 3: during a release the old and the new version are"
                                + " kept warm, each with as many",
                        "dev.yaml:8: containers.web.routing.pathPattern: container api has the same pattern; expected one of"
                                + " its own",
                        "dev.yaml:13: containers.web.compute.awsFargateEcs.memory: expected 1024 to 4096 in steps of 1024 with"
                                + " cpu 512, found 512",
                        "dev.yaml:14: containers.web.compute.awsFargateEcs.minInstances: expected at most maxInstances (4),"
                                + " found 5");
    }

    @Test
    void referencesAreResolved() {
        Environment dev = written(
                        SHARED, LAMBDA + "    environment: { GREETING: \"${name} of ${OWNER}\", OTHER: plain }\n")
                .load("dev", Map.of("OWNER", "me${x}", "name", "not this", "BASH_FUNC_x%%", "() {"));
        assertThat(dev.containers().getFirst().environment())
                .containsOnly(Map.entry("GREETING", "demo of me${x}"), Map.entry("OTHER", "plain"));
        assertThat(problems(SHARED, LAMBDA + "tags: { owner: \"${NOBODY}\" }\n"))
                .contains(
                        "dev.yaml:5: tags.owner: '${NOBODY}' refers to something that is neither a key nor an environment"
                                + " variable");
    }

    @Test
    void rehearsalPutsAnyEnvironmentOnTheLocalCloud() {
        written(SHARED, LAMBDA + "local: { port: 4600 }\n");
        Environment rehearsal = new Environments(folder, Map.of()).load("dev", Optional.of("local"));
        assertThat(rehearsal.cloud()).isEqualTo(new Cloud.Local(URI.create("http://127.0.0.1:4600"), 8000));
        assertThat(rehearsal.image().base()).isEmpty();
    }

    @Test
    void oneSmokeTestIsForOneContainer() {
        String smoke = "release: { smoke: { path: /api/ready } }\n";
        String web = """
                  web:
                    routing: { pathPattern: /web/*, pathHealthCheck: /web/health }
                    compute: { type: awsLambda }
                """;
        assertThat(problems(SHARED, LAMBDA + web + smoke))
                .containsExactly("dev.yaml:8: release.smoke.path: one path cannot ask api and web; write"
                        + " routing.pathSmokeTest for each of them instead");
        String own = web.replace("/web/health", "/web/health, pathSmokeTest: /web/ready");
        Environment both = load(SHARED, LAMBDA + own + smoke);
        assertThat(both.containers())
                .extracting(container -> container.routing().pathSmokeTest())
                .containsExactly(Optional.empty(), Optional.of("/web/ready"));
        assertThat(both.release().smoke().path()).contains("/api/ready");
    }

    @Test
    void unknownEnvironmentNamesThoseThatExist() {
        written(SHARED, LAMBDA).write("staging", LAMBDA);
        ConfigInvalid invalid = catchThrowableOfType(
                ConfigInvalid.class, () -> new Environments(folder, Map.of()).load("stagign", Optional.empty()));
        assertThat(invalid)
                .hasMessageContaining("no environment 'stagign'")
                .hasMessageContaining("did you mean staging?");
        assertThat(invalid.remedy()).startsWith("use one of dev, staging");
    }

    @Test
    void longNamesAreRefused() {
        assertThat(problems(
                        "name: a234567890a234567890a234567890a234567890\nregion: eu-west-2\n",
                        LAMBDA.replace("api:", "a234567890a:")))
                .singleElement()
                .asString()
                .startsWith("dev.yaml:3: containers.a234567890a: the names made of it start with");
    }
}
