package dev.provision.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.NetworkAclAssociation;
import software.amazon.awssdk.services.ec2.model.RuleAction;
import software.amazon.awssdk.services.ec2.model.Subnet;

/** The network ACLs that somebody else has put the subnets of environment {@code dev} under; at first all passes. */
@SuppressWarnings("unchecked") // the SDK has varargs of generic consumers
final class TheirAcls {
    static final String EVERYWHERE = "0.0.0.0/0";
    private final Ec2Client ec2;
    private final Map<String, String> byKind;

    TheirAcls(Ec2Client ec2) {
        this.ec2 = ec2;
        this.byKind = Map.of("public", open("public"), "private", open("private"));
    }

    private String open(String kind) {
        List<Subnet> subnets = ec2.describeSubnets(
                        r -> r.filters(f -> f.name("tag:Name").values("demo-dev-" + kind + "-*")))
                .subnets();
        assertThat(subnets).hasSize(2);
        String acl = ec2.createNetworkAcl(r -> r.vpcId(subnets.getFirst().vpcId()))
                .networkAcl()
                .networkAclId();
        allowAll(acl, true);
        allowAll(acl, false);
        subnets.forEach(subnet -> ec2.replaceNetworkAclAssociation(
                r -> r.networkAclId(acl).associationId(association(subnet.subnetId()))));
        return acl;
    }

    private String association(String subnet) {
        return ec2.describeNetworkAcls().networkAcls().stream()
                .flatMap(acl -> acl.associations().stream())
                .filter(each -> each.subnetId().equals(subnet))
                .map(NetworkAclAssociation::networkAclAssociationId)
                .findFirst()
                .orElseThrow();
    }

    /** @param kind of the subnets: {@code public} or {@code private} */
    String of(String kind) {
        return byKind.get(kind);
    }

    /** Rule 100. */
    void allowAll(String acl, boolean egress) {
        ec2.createNetworkAclEntry(r -> r.networkAclId(acl)
                .ruleNumber(100)
                .egress(egress)
                .protocol("-1")
                .ruleAction(RuleAction.ALLOW)
                .cidrBlock(EVERYWHERE));
    }

    /** A rule about TCP. */
    void deny(String acl, int number, boolean egress, int from, int to, String block) {
        ec2.createNetworkAclEntry(r -> r.networkAclId(acl)
                .ruleNumber(number)
                .egress(egress)
                .protocol("6")
                .portRange(ports -> ports.from(from).to(to))
                .ruleAction(RuleAction.DENY)
                .cidrBlock(block));
    }

    void delete(String acl, int number, boolean egress) {
        ec2.deleteNetworkAclEntry(r -> r.networkAclId(acl).ruleNumber(number).egress(egress));
    }
}
