package dev.provision.localcloud.ec2;

import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ec2.model.CreateNetworkAclEntryRequest;
import software.amazon.awssdk.services.ec2.model.CreateNetworkAclEntryResponse;
import software.amazon.awssdk.services.ec2.model.DeleteNetworkAclEntryRequest;
import software.amazon.awssdk.services.ec2.model.DeleteNetworkAclEntryResponse;
import software.amazon.awssdk.services.ec2.model.NetworkAcl;
import software.amazon.awssdk.services.ec2.model.NetworkAclEntry;
import software.amazon.awssdk.services.ec2.model.ReplaceNetworkAclEntryRequest;
import software.amazon.awssdk.services.ec2.model.ReplaceNetworkAclEntryResponse;

/** Adds, replaces and removes the numbered rules of network ACLs, those of a VPC's default one too. */
public final class NetworkAclRules implements Operations {
    private final Model model;
    private final Ec2Quotas quotas;

    NetworkAclRules(Model model, Ec2Quotas quotas) {
        this.model = model;
        this.quotas = quotas;
    }

    public CreateNetworkAclEntryResponse createNetworkAclEntry(CreateNetworkAclEntryRequest request) {
        Refusal.dryRun(request);
        NetworkAcl acl = model.networkAcls().get(request.networkAclId());
        NetworkAclEntry wanted = AclEntries.checked(NetworkAclEntry.builder()
                .cidrBlock(request.cidrBlock())
                .ipv6CidrBlock(request.ipv6CidrBlock())
                .egress(request.egress())
                .icmpTypeCode(request.icmpTypeCode())
                .portRange(request.portRange())
                .protocol(request.protocol())
                .ruleAction(request.ruleActionAsString())
                .ruleNumber(request.ruleNumber())
                .build());
        Optional<NetworkAclEntry> present = find(acl, wanted.egress(), wanted.ruleNumber());
        if (present.filter(entry -> !entry.equals(wanted)).isPresent()) {
            throw Refusal.of(
                    "NetworkAclEntryAlreadyExists",
                    "The network acl entry identified by " + wanted.ruleNumber() + " already exists.");
        }
        // The same rule again is no error: aws_network_acl_rule of Terraform's provider looks before, for that reason.
        if (present.isEmpty()) {
            room(acl, wanted);
            change(acl, entries -> Stream.concat(entries, Stream.of(wanted)).sorted(AclEntries.ORDER));
        }
        return CreateNetworkAclEntryResponse.builder().build();
    }

    /** Of IPv4 and IPv6 each, the rule that denies the rest included: "Amazon VPC quotas" in the VPC guide. */
    private void room(NetworkAcl acl, NetworkAclEntry wanted) {
        long used = acl.entries().stream()
                .filter(entry -> entry.egress().equals(wanted.egress())
                        && (entry.ipv6CidrBlock() == null) == (wanted.ipv6CidrBlock() == null))
                .count();
        Refusal.quota(used, quotas.rulesPerNetworkAcl(), "NetworkAclEntryLimitExceeded", "network acl entries");
    }

    public ReplaceNetworkAclEntryResponse replaceNetworkAclEntry(ReplaceNetworkAclEntryRequest request) {
        Refusal.dryRun(request);
        NetworkAcl acl = model.networkAcls().get(request.networkAclId());
        NetworkAclEntry wanted = AclEntries.checked(NetworkAclEntry.builder()
                .cidrBlock(request.cidrBlock())
                .ipv6CidrBlock(request.ipv6CidrBlock())
                .egress(request.egress())
                .icmpTypeCode(request.icmpTypeCode())
                .portRange(request.portRange())
                .protocol(request.protocol())
                .ruleAction(request.ruleActionAsString())
                .ruleNumber(request.ruleNumber())
                .build());
        NetworkAclEntry old = existing(acl, wanted.egress(), wanted.ruleNumber());
        change(acl, entries -> entries.map(each -> each.equals(old) ? wanted : each));
        return ReplaceNetworkAclEntryResponse.builder().build();
    }

    public DeleteNetworkAclEntryResponse deleteNetworkAclEntry(DeleteNetworkAclEntryRequest request) {
        Refusal.dryRun(request);
        NetworkAcl acl = model.networkAcls().get(request.networkAclId());
        NetworkAclEntry old =
                existing(acl, Refusal.required(request.egress(), "egress"), AclEntries.number(request.ruleNumber()));
        change(acl, entries -> entries.filter(each -> !each.equals(old)));
        return DeleteNetworkAclEntryResponse.builder().build();
    }

    private static Optional<NetworkAclEntry> find(NetworkAcl acl, boolean egress, int number) {
        return acl.entries().stream()
                .filter(entry -> entry.egress() == egress && entry.ruleNumber() == number)
                .findFirst();
    }

    private static NetworkAclEntry existing(NetworkAcl acl, boolean egress, int number) {
        return find(acl, egress, number)
                .orElseThrow(() -> Refusal.of(
                        "InvalidNetworkAclEntry.NotFound",
                        "The network acl entry identified by " + number + " does not exist."));
    }

    private void change(NetworkAcl acl, UnaryOperator<Stream<NetworkAclEntry>> change) {
        model.networkAcls()
                .put(acl.toBuilder()
                        .entries(change.apply(acl.entries().stream()).toList())
                        .build());
    }
}
