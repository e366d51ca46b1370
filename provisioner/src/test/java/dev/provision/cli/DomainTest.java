package dev.provision.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.provision.aws.AwsConnection;
import dev.provision.config.Environment;
import dev.provision.graph.Outcome;
import dev.provision.graph.StepKey;
import dev.provision.localcloud.wire.RequestLog;
import dev.provision.report.PlanView;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.acm.AcmClient;
import software.amazon.awssdk.services.acm.model.CertificateSummary;
import software.amazon.awssdk.services.route53.Route53Client;
import software.amazon.awssdk.services.route53.model.ResourceRecordSet;

/** An environment gets a domain, another one, several, and none: what it had for a former one goes. */
@Timeout(120)
final class DomainTest {
    private Environment environment(Account account, String first, String second) {
        return account.environment(
                "dev", "network: { natGateways: none }", List.of(container("one", first), container("two", second)));
    }

    private static String container(String name, String domain) {
        return Account.LAMBDA
                .replace("lambda/health", "lambda/health" + (domain.isEmpty() ? "" : ", domain: " + domain))
                .replace("lambda", name)
                .replace(", reservedConcurrency: 20", "");
    }

    private static List<String> certificates(Account account) {
        return AwsConnection.at(account.cloud().endpoint(), "eu-west-2", duration -> {})
                .client(AcmClient.builder())
                .listCertificates()
                .certificateSummaryList()
                .stream()
                .map(CertificateSummary::domainName)
                .toList();
    }

    /** The names of the addresses. */
    private static List<String> addresses(Account account, String zone) {
        return records(account, zone, record -> record.typeAsString().equals("A"));
    }

    private static List<String> records(Account account, String zone, Predicate<ResourceRecordSet> which) {
        return AwsConnection.at(account.cloud().endpoint(), "eu-west-2", duration -> {})
                .client(Route53Client.builder())
                .listResourceRecordSets(r -> r.hostedZoneId(zone))
                .resourceRecordSets()
                .stream()
                .filter(record -> !List.of("NS", "SOA").contains(record.typeAsString()))
                .filter(which)
                .map(ResourceRecordSet::name)
                .toList();
    }

    private static List<String> operations(Account account, long since) {
        return account.cloud().requests().since(since).stream()
                .map(RequestLog.Entry::operation)
                .toList();
    }

    private static void deleted(PlanView plan, String... steps) {
        assertThat(plan.destructive()).isTrue();
        for (String step : steps) {
            assertThat(plan.planned())
                    .containsEntry(
                            StepKey.parse(step).orElseThrow(), new Outcome.Planned(Outcome.Action.DELETE, List.of()));
        }
    }

    @Test
    void whatItHadForAFormerDomainGoes(@TempDir Path folder) {
        assumeTrue(TinyImage.possible(), "there is no " + TinyImage.PERL);
        try (Account account = Account.open(folder)) {
            BroughtThings things = new BroughtThings(account.cloud());
            String zone = things.zone();
            account.up(environment(account, "", ""));
            long before = account.cloud().requests().last();
            account.up(environment(account, "api.example.com", ""));
            List<String> calls = operations(account, before);
            assertThat(calls.lastIndexOf("ModifyListener"))
                    .as("until it redirects, it forwards")
                    .isBetween(0, calls.indexOf("DeleteRule"));
            assertThat(certificates(account)).containsExactly("api.example.com");

            Environment other = environment(account, "www.example.com", "");
            deleted(
                    account.plan(other),
                    "certificate/api.example.com",
                    "dns-record/api.example.com",
                    "dns-record/proof-api.example.com");
            account.up(other);
            assertThat(account.plan(other).changed()).isFalse();
            assertThat(certificates(account)).containsExactly("www.example.com");
            assertThat(addresses(account, zone)).containsExactly("www.example.com.");

            Environment both = environment(account, "www.example.com", "api.example.com");
            deleted(account.plan(both), "certificate/www.example.com");
            account.up(both);
            assertThat(account.plan(both).changed()).isFalse();
            assertThat(certificates(account)).hasSize(1);
            assertThat(addresses(account, zone)).containsExactlyInAnyOrder("api.example.com.", "www.example.com.");

            things.deleteAddress(zone, "api.example.com");
            account.up(both);
            assertThat(addresses(account, zone)).containsExactlyInAnyOrder("api.example.com.", "www.example.com.");

            // With what is left of it, somebody else's record of the name would be taken for ours.
            things.deleteAddress(zone, "www.example.com");
            Environment none = environment(account, "", "");
            PlanView plan = account.plan(none);
            before = account.cloud().requests().last();
            Deeds deeds = new Deeds();
            account.up(none, deeds.report());
            calls = operations(account, before);
            assertThat(calls.lastIndexOf("ModifyListener"))
                    .as("until it forwards, it redirects to what is there")
                    .isBetween(calls.lastIndexOf("CreateRule"), calls.indexOf("DeleteListener"));
            assertThat(deeds.otherThan(plan)).isEmpty();
            assertThat(account.plan(none).changed()).isFalse();
            assertThat(certificates(account)).isEmpty();
            assertThat(records(account, zone, record -> true)).isEmpty();
            account.teardown(none);
            assertThat(account.stack(none).sweep()).isEmpty();
        }
    }

    @Test
    void theRecordsOfACertificateThatSomebodyElseDeletedGo(@TempDir Path folder) {
        assumeTrue(TinyImage.possible(), "there is no " + TinyImage.PERL);
        try (Account account = Account.open(folder)) {
            String zone = new BroughtThings(account.cloud()).zone();
            Environment environment = environment(account, "api.example.com", "");
            account.up(environment);
            deleteCertificate(account, environment);
            account.teardown(environment);
            assertThat(records(account, zone, record -> true)).isEmpty();

            // The domain is taken out of the configuration, too.
            account.up(environment);
            deleteCertificate(account, environment);
            Environment none = environment(account, "", "");
            deleted(account.plan(none), "dns-record/api.example.com", "dns-record/proof-api.example.com");
            account.up(none);
            assertThat(records(account, zone, record -> true)).isEmpty();
            assertThat(account.plan(none).changed()).isFalse();
        }
    }

    /** As somebody else can, who deletes first what uses it. */
    private static void deleteCertificate(Account account, Environment environment) {
        new CertificateMeddlings(account, Steps.of(account, environment))
                .all().stream()
                        .filter(meddling -> meddling.what().equals("certificate deleted with its listener"))
                        .forEach(meddling -> meddling.work().run());
        assertThat(certificates(account)).isEmpty();
    }

    @Test
    void aRecordThatIsAnothersByNowStays(@TempDir Path folder) {
        assumeTrue(TinyImage.possible(), "there is no " + TinyImage.PERL);
        try (Account account = Account.open(folder)) {
            BroughtThings things = new BroughtThings(account.cloud());
            String zone = things.zone();
            account.up(environment(account, "api.example.com", ""));
            things.takeOver(zone, "api.example.com");
            Environment none = environment(account, "", "");
            account.up(none);
            assertThat(addresses(account, zone)).containsExactly("api.example.com.");
            assertThat(certificates(account)).isEmpty();
        }
    }
}
