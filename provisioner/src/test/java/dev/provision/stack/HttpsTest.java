package dev.provision.stack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.provision.config.Environment;
import dev.provision.graph.ProvisionException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.acm.AcmClient;
import software.amazon.awssdk.services.route53.Route53Client;
import software.amazon.awssdk.services.route53.model.ChangeAction;
import software.amazon.awssdk.services.route53.model.RRType;
import software.amazon.awssdk.services.route53.model.ResourceRecordSet;

/** A domain with its certificate and its records, in a local cloud. */
@SuppressWarnings("unchecked") // the SDK has varargs of generic consumers
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(120)
final class HttpsTest {
    private Cloudlet cloudlet;
    private Route53Client route53;
    private AcmClient acm;
    private String zone;

    @BeforeAll
    void start(@TempDir Path folder) {
        cloudlet = Cloudlet.start(folder);
        route53 = cloudlet.client(Route53Client.builder());
        acm = cloudlet.client(AcmClient.builder());
        zone = route53.createHostedZone(r -> r.name("example.com").callerReference("one"))
                .hostedZone()
                .id();
    }

    @AfterAll
    void stop() {
        route53.close();
        acm.close();
        cloudlet.close();
    }

    private Environment environment(String domain) {
        String routing = "pathHealthCheck: /lambda/health";
        return cloudlet.environment(
                "web",
                "network: { natGateways: none }\ndeployment: { awsAlb: { idleTimeout: 75 } }",
                Cloudlet.LAMBDA.replace(routing, routing + domain));
    }

    private List<String> records() {
        return recordSets().stream()
                .map(record -> record.typeAsString() + " " + record.name())
                .toList();
    }

    private List<ResourceRecordSet> recordSets() {
        return route53.listResourceRecordSets(r -> r.hostedZoneId(zone)).resourceRecordSets().stream()
                .filter(record -> record.type() != RRType.NS && record.type() != RRType.SOA)
                .toList();
    }

    /** Somebody changes what can be changed of the records: how long they hold, and whether health counts. */
    private void changeRecords() {
        recordSets()
                .forEach(record -> route53.changeResourceRecordSets(r -> r.hostedZoneId(zone)
                        .changeBatch(b ->
                                b.changes(c -> c.action(ChangeAction.UPSERT).resourceRecordSet(changed(record))))));
    }

    private static ResourceRecordSet changed(ResourceRecordSet record) {
        return record.aliasTarget() == null
                ? record.toBuilder().ttl(77L).build()
                : record.toBuilder()
                        .aliasTarget(record.aliasTarget().toBuilder()
                                .evaluateTargetHealth(true)
                                .build())
                        .build();
    }

    private HttpResponse<String> get(URI uri) throws IOException, InterruptedException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
        }
    }

    private void record(ChangeAction action, String target) {
        route53.changeResourceRecordSets(r -> r.hostedZoneId(zone)
                .changeBatch(b -> b.changes(c -> c.action(action).resourceRecordSet(s -> s.name("api.example.com")
                        .type(RRType.A)
                        .ttl(60L)
                        .resourceRecords(v -> v.value(target))))));
    }

    @Test
    void aDomainIsServedByHttpsAndLeavesNothing() throws IOException, InterruptedException {
        Environment plain = environment("");
        cloudlet.up(plain).orThrow();
        URI http = URI.create("http://localhost:" + (cloudlet.portOffset() + 80) + "/lambda/health?a=b");
        assertThat(get(http).statusCode()).isEqualTo(200);

        record(ChangeAction.CREATE, "192.0.2.1");
        Environment secured = environment(", domain: api.example.com");
        assertThat(failure(secured)).contains("api.example.com. exists").contains("does not belong to demo-web");
        record(ChangeAction.DELETE, "192.0.2.1");

        // The check of the route, part of the run, has asked by HTTPS, and trusts nothing but ACM's certificate.
        cloudlet.up(secured).orThrow();
        assertThat(cloudlet.stack(secured).endpoints().getFirst().url())
                .isEqualTo("https://localhost:" + (cloudlet.portOffset() + 443) + "/lambda/health");
        HttpResponse<String> redirect = get(http);
        assertThat(redirect.statusCode()).isEqualTo(301);
        assertThat(redirect.headers().firstValue("location").orElse(""))
                .startsWith("https://")
                .endsWith("/lambda/health?a=b");
        assertThat(records())
                .contains("A api.example.com.", "TXT _provision.api.example.com.")
                .anyMatch(name -> name.startsWith("CNAME _"))
                .hasSize(4);
        assertThat(cloudlet.up(secured).orThrow().changed()).isFalse();

        List<ResourceRecordSet> wanted = recordSets();
        changeRecords();
        assertThat(recordSets()).isNotEqualTo(wanted);
        assertThat(cloudlet.up(secured).orThrow().changed()).isTrue();
        assertThat(recordSets()).isEqualTo(wanted);

        changeRecords();
        cloudlet.teardown(secured).orThrow();
        assertThat(records()).isEmpty();
        assertThat(acm.listCertificates().certificateSummaryList()).isEmpty();
        assertThat(cloudlet.stack(secured).sweep()).isEmpty();
    }

    @Test
    void aDomainWithoutAZoneIsRefused() {
        Environment nowhere = cloudlet.environment(
                "nowhere",
                "network: { natGateways: none }",
                Cloudlet.LAMBDA.replace("/lambda/health", "/lambda/health, domain: api.example.org"));
        assertThat(failure(nowhere)).contains("there is no public hosted zone in Route 53 for api.example.org");
        cloudlet.teardown(nowhere).orThrow();
    }

    private String failure(Environment environment) {
        try {
            cloudlet.up(environment).orThrow();
            return "";
        } catch (ProvisionException failed) {
            return String.valueOf(failed.getMessage());
        }
    }
}
