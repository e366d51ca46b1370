package dev.provision.localcloud.ec2;

import static dev.provision.localcloud.ec2.Architecture.EVERYWHERE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.provision.localcloud.network.NetworkInterfaces.Attached;
import dev.provision.localcloud.network.Verdict;
import dev.provision.localcloud.network.Verdict.Blocked;
import dev.provision.localcloud.time.Latency;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.ec2.model.CreateNetworkAclEntryRequest;
import software.amazon.awssdk.services.ec2.model.CreateNetworkAclRequest;
import software.amazon.awssdk.services.ec2.model.DeleteNetworkAclEntryRequest;
import software.amazon.awssdk.services.ec2.model.ReplaceNetworkAclAssociationRequest;
import software.amazon.awssdk.services.ec2.model.RuleAction;

/** The paths of the architecture under ACLs of their own: each leg can be blocked, there and back. */
class AclPathsTest {
    private Architecture built;
    private String publicAcl;
    private String privateAcl;

    @BeforeEach
    void build() {
        built = new Architecture(Latency.INSTANT);
        publicAcl = open(built.alb());
        privateAcl = open(built.task());
    }

    @AfterEach
    void close() {
        built.close();
    }

    /** Puts the subnet of an interface under a new ACL that lets everything pass. */
    private String open(Attached face) {
        String acl = closed(face);
        allow(acl, true);
        allow(acl, false);
        return acl;
    }

    private String closed(Attached face) {
        NetworkAcls acls = built.part(NetworkAcls.class);
        String acl = acls.createNetworkAcl(
                        CreateNetworkAclRequest.builder().vpcId(built.vpc()).build())
                .networkAcl()
                .networkAclId();
        acls.replaceNetworkAclAssociation(ReplaceNetworkAclAssociationRequest.builder()
                .associationId(acls.of(face.subnetId()).orElseThrow().associations().stream()
                        .filter(each -> each.subnetId().equals(face.subnetId()))
                        .findFirst()
                        .orElseThrow()
                        .networkAclAssociationId())
                .networkAclId(acl)
                .build());
        return acl;
    }

    private void allow(String acl, boolean egress) {
        rules().createNetworkAclEntry(CreateNetworkAclEntryRequest.builder()
                .networkAclId(acl)
                .ruleNumber(100)
                .egress(egress)
                .protocol("-1")
                .ruleAction(RuleAction.ALLOW)
                .cidrBlock(EVERYWHERE)
                .build());
    }

    private void deny(String acl, int number, boolean egress, int port, String block) {
        rules().createNetworkAclEntry(CreateNetworkAclEntryRequest.builder()
                .networkAclId(acl)
                .ruleNumber(number)
                .egress(egress)
                .protocol("6")
                .portRange(range -> range.from(port).to(port))
                .ruleAction(RuleAction.DENY)
                .cidrBlock(block)
                .build());
    }

    private NetworkAclRules rules() {
        return built.part(NetworkAclRules.class);
    }

    private Verdict path(String name) {
        Function<Architecture, Verdict> path =
                switch (name) {
                    case "client" -> all -> all.paths().fromInternet(all.alb().id(), 80);
                    case "forward" ->
                        all -> all.paths().between(all.alb().id(), all.task().id(), 8080);
                    case "registry" -> all -> all.paths().toInternet(all.task().id(), 443);
                    default -> throw new IllegalArgumentException(name);
                };
        return path.apply(built);
    }

    @ParameterizedTest
    @CsvSource({
        // What comes in to the load balancer, and its answers to a port of a client.
        "client,   public,  false, 80,    0.0.0.0/0",
        "client,   public,  true,  1024,  0.0.0.0/0",
        "client,   public,  true,  33000, 52.0.0.0/8",
        "client,   public,  true,  65535, 0.0.0.0/0",
        // To the task, and its answers.
        "forward,  public,  true,  8080,  10.0.10.0/24",
        "forward,  private, false, 8080,  10.0.1.0/24",
        "forward,  private, true,  1024,  10.0.1.0/24",
        "forward,  public,  false, 65535, 10.0.10.0/24",
        // Out of the private subnet, into and out of the NAT gateway's, and all the way back.
        "registry, private, true,  443,   0.0.0.0/0",
        "registry, public,  false, 443,   10.0.10.0/24",
        "registry, public,  true,  443,   0.0.0.0/0",
        "registry, public,  false, 1024,  0.0.0.0/0",
        "registry, public,  true,  50000, 10.0.10.0/24",
        "registry, private, false, 32768, 0.0.0.0/0",
        "registry, private, false, 60999, 0.0.0.0/0"
    })
    void eachLegIsBlockedByADenialBeforeTheRuleThatAllows(
            String path, String subnet, boolean egress, int port, String block) {
        String acl = subnet.equals("public") ? publicAcl : privateAcl;
        assertThat(path(path).allowed()).isTrue();
        deny(acl, 101, egress, port, block);
        assertThat(path(path).allowed()).as("behind the rule that allows").isTrue();
        deny(acl, 99, egress, port, block);
        assertThat(path(path)).isInstanceOfSatisfying(Blocked.class, blocked -> {
            assertThat(blocked.hop()).isEqualTo(acl);
            assertThat(blocked.reason())
                    .startsWith("Rule 99 of network ACL " + acl + " of subnet ")
                    .contains(String.valueOf(port))
                    .endsWith(".");
        });
    }

    @ParameterizedTest
    @CsvSource({
        "client,   public,  false, 81,    0.0.0.0/0",
        "client,   public,  true,  1023,  0.0.0.0/0",
        "client,   public,  false, 80,    10.0.0.0/8",
        "forward,  public,  true,  8080,  10.0.11.0/24",
        "forward,  private, false, 8081,  10.0.1.0/24",
        "registry, public,  false, 443,   10.0.11.0/24",
        "registry, public,  false, 443,   52.0.0.0/8",
        "registry, private, true,  80,    0.0.0.0/0",
        // What no task chooses.
        "registry, public,  true,  32767, 10.0.10.0/24",
        "registry, private, false, 32767, 0.0.0.0/0",
        "registry, private, false, 61000, 0.0.0.0/0"
    })
    void othersPassABlockedPortOrAddress(String path, String subnet, boolean egress, int port, String block) {
        deny(subnet.equals("public") ? publicAcl : privateAcl, 99, egress, port, block);
        assertThat(path(path).allowed()).isTrue();
    }

    @Test
    void anAclWithoutRulesLetsNothingPassButWithinItsSubnets() {
        String acl = closed(built.task());
        assertThat(path("forward")).isInstanceOfSatisfying(Blocked.class, blocked -> assertThat(blocked.reason())
                .isEqualTo("Network ACL " + acl + " of subnet " + built.task().subnetId()
                        + " has no rule that lets tcp 8080 in from "
                        + built.alb().privateIp() + "."));
        built.ingress(
                built.taskGroup(),
                Architecture.tcp(443).ipRanges(Architecture.range()).build());
        Attached neighbour = built.attach(built.task().subnetId(), built.taskGroup(), "ecs", false);
        assertThat(built.paths().between(built.task().id(), neighbour.id(), 443).allowed())
                .isTrue();
    }

    @Test
    void whatAnAclDeniesNoMorePassesAgain() {
        deny(privateAcl, 99, false, 8080, EVERYWHERE);
        assertThat(path("forward").allowed()).isFalse();
        rules().deleteNetworkAclEntry(DeleteNetworkAclEntryRequest.builder()
                .networkAclId(privateAcl)
                .ruleNumber(99)
                .egress(false)
                .build());
        assertThat(path("forward").allowed()).isTrue();
    }
}
