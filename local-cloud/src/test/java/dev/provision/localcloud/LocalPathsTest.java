package dev.provision.localcloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.RuleAction;

/** The local cloud's own paths: what is explained, what goes wrong on purpose, and whom it does not serve. */
@SuppressWarnings("unchecked") // the SDK has varargs of generic consumers
class LocalPathsTest {
    private static LocalCloud cloud;
    private static HttpClient http;

    @BeforeAll
    static void start() {
        cloud = LocalCloud.start(Options.forTests());
        http = HttpClient.newHttpClient();
    }

    @AfterAll
    static void stop() {
        http.close();
        cloud.close();
    }

    private static HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(cloud.endpoint().resolve(path));
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return http.send(request.build(), BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static HttpResponse<String> post(String path, String body) {
        return send(request(path).header("X-Local-Cloud", "yes").POST(BodyPublishers.ofString(body)));
    }

    @Test
    void an_explanation_names_the_hop_that_stops_a_packet_and_what_let_it_get_there() {
        try (Ec2Client ec2 = Clients.of(Ec2Client.builder(), cloud.endpoint())) {
            String vpc = ec2.createVpc(v -> v.cidrBlock("10.9.0.0/16")).vpc().vpcId();
            String subnet = ec2.createSubnet(s -> s.vpcId(vpc).cidrBlock("10.9.1.0/24"))
                    .subnet()
                    .subnetId();
            String face = ec2.createNetworkInterface(n -> n.subnetId(subnet).description("a task"))
                    .networkInterface()
                    .networkInterfaceId();
            String answer = send(request("/_local/network/explain?from=" + face + "&to=internet&port=443"))
                    .body();
            assertThat(answer)
                    .contains("\"arrives\":false", "allows tcp 443 to the internet.", "has no route to the internet.");
            assertThat(send(request("/_local/network/explain?from=internet&to=a+task&port=80"))
                            .body())
                    .contains("has no public address");
        }
        assertThat(send(request("/_local/network/explain?from=internet&to=eni-0&port=80"))
                        .statusCode())
                .isEqualTo(404);
        assertThat(send(request("/_local/network/explain?from=internet&to=internet&port=80"))
                        .statusCode())
                .isEqualTo(400);
        assertThat(send(request("/_local/network/explain")).body()).contains("port are needed");
    }

    @Test
    void an_explanation_names_the_network_acl_and_the_rule_that_stops_a_packet() {
        try (Ec2Client ec2 = Clients.of(Ec2Client.builder(), cloud.endpoint())) {
            PublicNetwork network = PublicNetwork.in(ec2, "10.7");
            String[] faces = network.subnets().stream()
                    .map(subnet -> ec2.createNetworkInterface(
                                    n -> n.subnetId(subnet).groups(network.group()))
                            .networkInterface()
                            .networkInterfaceId())
                    .toArray(String[]::new);
            String explain = "/_local/network/explain?from=" + faces[0] + "&to=" + faces[1] + "&port=8080";
            assertThat(send(request(explain)).body()).contains("\"arrives\":true", "lets tcp 8080 out to 10.7.2.");
            String acl = ec2.describeNetworkAcls(
                            a -> a.filters(f -> f.name("association.subnet-id").values(network.subnets())))
                    .networkAcls()
                    .getFirst()
                    .networkAclId();
            ec2.createNetworkAclEntry(rule -> rule.networkAclId(acl)
                    .ruleNumber(7)
                    .egress(true)
                    .protocol("6")
                    .portRange(ports -> ports.from(50_000).to(50_001))
                    .ruleAction(RuleAction.DENY)
                    .cidrBlock("10.7.1.0/24"));
            assertThat(send(request(explain)).body())
                    .contains(
                            "\"arrives\":false",
                            "Rule 7 of network ACL " + acl + " of subnet "
                                    + network.subnets().getLast()
                                    + " denies answers to tcp 1024-65535, 50000 among them, out to 10.7.1.");
        }
    }

    @Test
    void what_was_just_made_is_not_found_until_it_has_arrived() {
        try (Ec2Client ec2 = Clients.of(Ec2Client.builder(), cloud.endpoint())) {
            assertThat(post("/_local/propagation", "{\"resources\": 3600000}").statusCode())
                    .isEqualTo(204);
            String vpc = ec2.createVpc(v -> v.cidrBlock("10.8.0.0/16")).vpc().vpcId();
            assertThatThrownBy(() -> ec2.createSubnet(s -> s.vpcId(vpc).cidrBlock("10.8.1.0/24")))
                    .hasMessageContaining("The vpc ID '" + vpc + "' does not exist");
            assertThatThrownBy(() -> ec2.describeVpcs(v -> v.vpcIds(vpc))).hasMessageContaining("does not exist");
            assertThat(post("/_local/propagation", "{}").statusCode()).isEqualTo(204);
            assertThat(ec2.describeVpcs(v -> v.vpcIds(vpc)).vpcs()).hasSize(1);
        }
        assertThat(post("/_local/propagation", "{\"roles\": -1}").statusCode()).isEqualTo(400);
        assertThat(post("/_local/propagation", "[").statusCode()).isEqualTo(400);
    }

    @Test
    void a_task_that_is_not_there_cannot_be_killed() {
        assertThat(post("/_local/faults", "{\"kind\": \"kill-task\", \"target\": \"none\"}")
                        .statusCode())
                .isEqualTo(404);
        assertThat(post("/_local/faults", "{\"kind\": \"kill-task\"}").body()).contains("target is missing");
    }

    @ParameterizedTest
    @CsvSource({"Origin, https://example.com", "Origin, null", "Sec-Fetch-Site, cross-site", "Sec-Fetch-Site, same-site"
    })
    void the_pages_of_other_sites_are_not_served(String header, String value) {
        assertThat(send(request("/_local/health").header(header, value)).statusCode())
                .isEqualTo(403);
        assertThat(send(request("/?Action=CreateVpc&X-Amz-Credential=a/20250101/eu-west-2/ec2/aws4_request")
                                .header(header, value))
                        .statusCode())
                .isEqualTo(403);
    }
}
