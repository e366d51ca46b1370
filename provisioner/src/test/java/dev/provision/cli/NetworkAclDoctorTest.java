package dev.provision.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.provision.graph.Poller;
import dev.provision.graph.Readiness;
import dev.provision.graph.Sleeper;
import dev.provision.graph.StepKey;
import dev.provision.localcloud.fault.Injection;
import dev.provision.localcloud.wire.AwsError;
import dev.provision.localcloud.wire.Fault;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.RuleAction;

/** Somebody else edits the network ACLs of an environment: doctor names what the load balancer and its clients get to feel. */
@SuppressWarnings("unchecked") // the SDK has varargs of generic consumers
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class NetworkAclDoctorTest {
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private Account account;
    private Ec2Client ec2;
    private TheirAcls acls;

    @BeforeAll
    void up(@TempDir Path folder) {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/perl")), "there is no perl");
        account = Account.open(folder);
        account.up(account.environment("dev", Account.FARGATE));
        ec2 = account.client(Ec2Client.builder());
        acls = new TheirAcls(ec2);
    }

    @AfterAll
    void close() {
        http.close();
        if (account != null) {
            ec2.close();
            account.close();
        }
    }

    private String doctor() {
        int before = account.told().length();
        account.run("doctor", "--env", "dev");
        return account.told().substring(before);
    }

    /** What is bad, but for the folder of the service, which there is none of here. */
    private static List<String> standingInTheWay(String told) {
        return told.lines()
                .filter(line -> line.startsWith("BAD") && !line.contains("is not a folder"))
                .toList();
    }

    /** The status of an answer, or that there is none. */
    private String requested() {
        try {
            HttpRequest request = HttpRequest.newBuilder(
                            URI.create("http://localhost:" + account.httpPort() + "/fargate/health"))
                    .timeout(Duration.ofSeconds(30))
                    .build();
            return String.valueOf(
                    http.send(request, HttpResponse.BodyHandlers.ofString()).statusCode());
        } catch (IOException nothing) {
            return "none";
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    /** The load balancer remembers for a moment what it may. */
    private void expect(String status) {
        Poller.brisk(Clock.systemUTC(), Sleeper.system())
                .await(
                        new StepKey("answer", status),
                        Duration.ofMinutes(1),
                        () -> requested().equals(status) ? Readiness.ready() : Readiness.pending("not yet"),
                        reason -> {});
    }

    @Test
    void whatPassesIsSaid() {
        expect("200");
        String told = doctor();
        assertThat(standingInTheWay(told)).isEmpty();
        assertThat(told)
                .contains(acls.of("public") + " lets tcp 80 in from anywhere, and answers out")
                .contains("they let tcp 8080 pass, and the answers")
                .contains("they let tcp 443 out to anywhere, and the answers in")
                .doesNotContain("denies");
    }

    @Test
    void whoMayNotAskIsToldSoAndTheOtherHopsAllTheSame() {
        account.faults()
                .inject(new Injection(
                        "ec2",
                        "DescribeNetworkAcls",
                        1,
                        new Fault.Refusal(AwsError.badRequest("UnauthorizedOperation", "not you"))));
        String told = doctor();
        assertThat(told)
                .contains("note network ACLs: not looked at, not allowed: ec2:DescribeNetworkAcls")
                .contains("target group demo-dev-fargate-blue: ");
        assertThat(standingInTheWay(told)).isEmpty();
    }

    /** One question for all subnets and both directions. */
    @Test
    void itAsksOnce() {
        long before = account.cloud().requests().last();
        String _ = doctor();
        assertThat(account.cloud().requests().since(before))
                .filteredOn(call -> call.operation().equals("DescribeNetworkAcls"))
                .hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "public,  false, 80,    80,    0.0.0.0/0,    none, tcp 80 in from 0.0.0.0/0: requests do not get in",
        "public,  false, 0,     500,   0.0.0.0/1,    none, tcp 80 in from 0.0.0.0/1: requests do not get in",
        "public,  true,  1024,  2000,  0.0.0.0/0,    none, tcp 1024-2000 out to 0.0.0.0/0: clients at these ports",
        "public,  true,  60000, 65535, 0.0.0.0/0,    none, tcp 60000-65535 out to 0.0.0.0/0: clients at these ports",
        "public,  true,  8080,  8080,  10.0.0.0/16,  504,  tcp 8080 out to 10.0.0.0/16: requests for the tasks get 504",
        "private, false, 8000,  9000,  10.0.0.0/16,  504,  tcp 8080 in from 10.0.0.0/16: requests for the tasks",
        "private, true,  0,     3000,  10.0.0.0/16,  504,  tcp 1024-3000 out to 10.0.0.0/16: requests for the tasks",
        "public,  false, 5000,  5000,  10.0.0.0/16,  504,  tcp 5000 in from 10.0.0.0/16: requests for the tasks get 504"
    })
    void whatIsDeniedIsNamedWithSubnetAclRuleAndRemedy(
            String kind, boolean egress, int from, int to, String block, String status, String words) {
        String acl = acls.of(kind);
        acls.deny(acl, 90, egress, from, to, block);
        try {
            assertThat(doctor())
                    .containsPattern("BAD  network ACL of subnet-[0-9a-f]+: rule 90 of " + acl + " denies " + words)
                    .contains("aws ec2 delete-network-acl-entry --network-acl-id " + acl + " --rule-number 90 --"
                            + (egress ? "egress" : "ingress"));
            expect(status);
        } finally {
            acls.delete(acl, 90, egress);
        }
        expect("200");
        assertThat(doctor()).doesNotContain(" denies ");
    }

    @Test
    void whatNoRuleAllowsIsNamedWithTheRuleThatIsMissing() {
        String acl = acls.of("private");
        acls.delete(acl, 100, false);
        ec2.createNetworkAclEntry(r -> r.networkAclId(acl)
                .ruleNumber(100)
                .egress(false)
                .protocol("6")
                .portRange(ports -> ports.from(8080).to(8080))
                .ruleAction(RuleAction.ALLOW)
                .cidrBlock("10.0.1.0/24"));
        // Its number is taken, although it is about another protocol.
        ec2.createNetworkAclEntry(r -> r.networkAclId(acl)
                .ruleNumber(110)
                .egress(false)
                .protocol("17")
                .portRange(ports -> ports.from(53).to(53))
                .ruleAction(RuleAction.ALLOW)
                .cidrBlock("10.0.1.0/24"));
        String subnet = "10.0.2.0/24";
        assertThat(doctor())
                .contains(acl + " has no rule, but the last (*), about tcp 8080 in from " + subnet)
                .contains("aws ec2 create-network-acl-entry --network-acl-id " + acl
                        + " --rule-number 120 --ingress --protocol tcp --port-range From=8080,To=8080 --cidr-block "
                        + subnet + " --rule-action allow")
                .contains(acl
                        + " has no rule, but the last (*), about tcp 32768-60999 in from 0.0.0.0/0: tasks get neither")
                .contains("--rule-number 130 --ingress --protocol tcp --port-range From=32768,To=60999 --cidr-block"
                        + " 0.0.0.0/0 --rule-action allow")
                .doesNotContain("about tcp 8080 in from 10.0.1.0/24");
        acls.delete(acl, 100, false);
        acls.delete(acl, 110, false);
        acls.allowAll(acl, false);
        expect("200");
    }

    @Test
    void whomSomebodyKeepsOutIsNoMoreThanANote() {
        String acl = acls.of("public");
        acls.deny(acl, 10, false, 0, 65_535, "198.51.100.0/24");
        // Behind the rule that allows everything, and about what nobody needs: nothing to be said.
        acls.deny(acl, 200, false, 0, 65_535, TheirAcls.EVERYWHERE);
        acls.deny(acl, 20, true, 0, 442, TheirAcls.EVERYWHERE);
        acls.deny(acls.of("private"), 20, false, 22, 22, TheirAcls.EVERYWHERE);
        String told = doctor();
        assertThat(told)
                .contains("rule 10 of " + acl + " denies tcp 80 in from 198.51.100.0/24, and so keeps these out")
                .doesNotContain("rule 20", "rule 200");
        assertThat(standingInTheWay(told)).isEmpty();
        acls.delete(acl, 10, false);
        acls.delete(acl, 200, false);
        acls.delete(acl, 20, true);
        acls.delete(acls.of("private"), 20, false);
    }
}
