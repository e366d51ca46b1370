package dev.provision.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.provision.aws.doctor.Finding;
import dev.provision.config.Environment;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ec2.Ec2Client;

/** The local cloud follows packets, doctor reads what is described: of the ACLs on the way out of tasks they say the same. */
@SuppressWarnings("unchecked") // the SDK has varargs of generic consumers
@Timeout(120)
final class WayOutAclsTest {
    private static final int TRIES = 80;
    private static final List<Integer> PORTS =
            List.of(0, 80, 442, 443, 444, 1023, 1024, 32_767, 32_768, 50_000, 60_999, 61_000, 65_535);

    /** Either everywhere or not on the internet, of which the local cloud has one address only. */
    private static final List<String> BLOCKS =
            List.of(TheirAcls.EVERYWHERE, "10.0.0.0/16", "10.0.10.0/24", "10.0.11.0/24");

    @TempDir
    private Path folder;

    @Test
    void doctorSaysOfAnyRulesWhatPacketsMeet() {
        assumeTrue(TinyImage.possible(), "there is no " + TinyImage.PERL);
        try (Account account = Account.open(folder);
                HttpClient http = HttpClient.newHttpClient();
                Ec2Client ec2 = Ec2Client.builder()
                        .region(Region.of("eu-west-2"))
                        .endpointOverride(account.cloud().endpoint())
                        .credentialsProvider(
                                StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")))
                        .build()) {
            Environment environment = account.environment("dev", Account.FARGATE);
            account.up(environment);
            TheirAcls acls = new TheirAcls(ec2);
            List<String> faces = List.of(face(ec2, "a"), face(ec2, "b"));
            Random random = new Random(7);
            int blocked = 0;
            for (int i = 0; i < TRIES; i++) {
                List<Rule> rules = Rule.some(random);
                rules.forEach(rule -> rule.add(ec2, acls));
                boolean arrives = faces.stream().allMatch(face -> arrives(http, account, face));
                List<String> told = account.stack(environment).doctor(Instant.now()).wayIn().stream()
                        .filter(hop -> hop.grade() == Finding.Grade.BAD)
                        .map(Finding::detail)
                        .filter(detail -> detail.contains("none starts"))
                        .toList();
                assertThat(told.isEmpty()).as("%s: %s", rules, told).isEqualTo(arrives);
                blocked += arrives ? 0 : 1;
                rules.forEach(rule -> acls.delete(acls.of(rule.kind), rule.number, rule.egress));
            }
            assertThat(blocked).as("of " + TRIES).isBetween(TRIES / 6, TRIES * 5 / 6);
        }
    }

    /** One as a task would have it. */
    private static String face(Ec2Client ec2, String zone) {
        String subnet = ec2.describeSubnets(
                        r -> r.filters(f -> f.name("tag:Name").values("demo-dev-private-" + zone)))
                .subnets()
                .getFirst()
                .subnetId();
        String group = ec2.describeSecurityGroups(
                        r -> r.filters(f -> f.name("group-name").values("demo-dev-fargate")))
                .securityGroups()
                .getFirst()
                .groupId();
        return ec2.createNetworkInterface(r -> r.subnetId(subnet).groups(group))
                .networkInterface()
                .networkInterfaceId();
    }

    private static boolean arrives(HttpClient http, Account account, String face) {
        HttpRequest request = HttpRequest.newBuilder(account.cloud()
                        .endpoint()
                        .resolve("/_local/network/explain?from=" + face + "&to=internet&port=443"))
                .build();
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofString())
                    .body()
                    .contains("\"arrives\":true");
        } catch (IOException | InterruptedException failed) {
            throw new AssertionError(failed);
        }
    }

    /** A rule in one of the two ACLs, before or behind number 100, which allows everything. */
    private record Rule(String kind, int number, boolean egress, boolean allows, int from, int to, String block) {
        static List<Rule> some(Random random) {
            return random.ints(2 + random.nextInt(4), 1, 110)
                    .distinct()
                    .filter(number -> number != 100)
                    .mapToObj(number -> any(number, random))
                    .toList();
        }

        private static Rule any(int number, Random random) {
            int first = random.nextInt(PORTS.size());
            int last = Math.min(first + random.nextInt(3), PORTS.size() - 1);
            return new Rule(
                    random.nextBoolean() ? "public" : "private",
                    number,
                    random.nextBoolean(),
                    random.nextInt(3) == 0,
                    PORTS.get(first),
                    PORTS.get(last),
                    BLOCKS.get(random.nextInt(BLOCKS.size())));
        }

        void add(Ec2Client ec2, TheirAcls acls) {
            ec2.createNetworkAclEntry(r -> r.networkAclId(acls.of(kind))
                    .ruleNumber(number)
                    .egress(egress)
                    .protocol("6")
                    .portRange(ports -> ports.from(from).to(to))
                    .ruleAction(allows ? "allow" : "deny")
                    .cidrBlock(block));
        }
    }
}
