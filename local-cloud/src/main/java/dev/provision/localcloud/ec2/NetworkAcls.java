package dev.provision.localcloud.ec2;

import dev.provision.localcloud.state.Ids;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ec2.model.CreateNetworkAclRequest;
import software.amazon.awssdk.services.ec2.model.CreateNetworkAclResponse;
import software.amazon.awssdk.services.ec2.model.DeleteNetworkAclRequest;
import software.amazon.awssdk.services.ec2.model.DeleteNetworkAclResponse;
import software.amazon.awssdk.services.ec2.model.DescribeNetworkAclsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeNetworkAclsResponse;
import software.amazon.awssdk.services.ec2.model.NetworkAcl;
import software.amazon.awssdk.services.ec2.model.NetworkAclAssociation;
import software.amazon.awssdk.services.ec2.model.NetworkAclEntry;
import software.amazon.awssdk.services.ec2.model.ReplaceNetworkAclAssociationRequest;
import software.amazon.awssdk.services.ec2.model.ReplaceNetworkAclAssociationResponse;
import software.amazon.awssdk.services.ec2.model.Subnet;
import software.amazon.awssdk.services.ec2.model.Tag;

/**
 * Network ACLs and the subnets that are under them. A VPC is born with one that lets everything pass; one that is made lets
 * nothing pass. Every subnet is under exactly one, so there is no way to dissociate it, only to put it under another.
 */
public final class NetworkAcls implements Operations {
    private final Model model;
    private final Ec2Quotas quotas;
    private final Filters<NetworkAcl> filters = new Filters<>(NetworkAcl::tags)
            .on("network-acl-id", NetworkAcl::networkAclId)
            .on("vpc-id", NetworkAcl::vpcId)
            .on("default", NetworkAcl::isDefault)
            .on("owner-id", NetworkAcl::ownerId)
            .any("association.association-id", associations(NetworkAclAssociation::networkAclAssociationId))
            .any("association.network-acl-id", associations(NetworkAclAssociation::networkAclId))
            .any("association.subnet-id", associations(NetworkAclAssociation::subnetId))
            .any("entry.cidr", entries(NetworkAclEntry::cidrBlock))
            .any("entry.ipv6-cidr", entries(NetworkAclEntry::ipv6CidrBlock))
            .any("entry.egress", entries(NetworkAclEntry::egress))
            .any("entry.rule-action", entries(NetworkAclEntry::ruleActionAsString))
            .any("entry.rule-number", entries(NetworkAclEntry::ruleNumber))
            .any("entry.port-range.from", entries(entry -> part(entry.portRange(), range -> range.from())))
            .any("entry.port-range.to", entries(entry -> part(entry.portRange(), range -> range.to())))
            .any("entry.icmp.code", entries(entry -> part(entry.icmpTypeCode(), icmp -> icmp.code())))
            .any("entry.icmp.type", entries(entry -> part(entry.icmpTypeCode(), icmp -> icmp.type())))
            .any("entry.protocol", acl -> acl.entries().stream()
                    .flatMap(entry -> AclEntries.protocolNames(entry.protocol())));

    NetworkAcls(Model model, Ec2Quotas quotas) {
        this.model = model;
        this.quotas = quotas;
    }

    private static Function<NetworkAcl, Stream<String>> associations(Function<NetworkAclAssociation, String> value) {
        return acl -> acl.associations().stream().map(value);
    }

    private static Function<NetworkAcl, Stream<String>> entries(Function<NetworkAclEntry, ?> value) {
        return acl -> acl.entries().stream()
                .flatMap(entry -> Stream.ofNullable(value.apply(entry)))
                .map(Object::toString);
    }

    /** A part of what a rule may lack ({@code null}, as the SDK has it). */
    private static <W, P> P part(W whole, Function<W, P> part) {
        return whole == null ? null : part.apply(whole);
    }

    /** The ACL that every VPC is born with. */
    void createDefault(String vpcId) {
        model.networkAcls().put(blank(vpcId, true, AclEntries.ofDefault()));
    }

    private NetworkAcl blank(String vpcId, boolean isDefault, List<NetworkAclEntry> entries) {
        return NetworkAcl.builder()
                .networkAclId(Kind.NETWORK_ACL.newId())
                .vpcId(vpcId)
                .isDefault(isDefault)
                .ownerId(model.account().id())
                .associations(List.of())
                .entries(entries)
                .build();
    }

    public CreateNetworkAclResponse createNetworkAcl(CreateNetworkAclRequest request) {
        Refusal.dryRun(request);
        NetworkAcl acl = model.tokens()
                .earlier(request)
                .flatMap(model.networkAcls()::find)
                .orElseGet(() -> create(request));
        return CreateNetworkAclResponse.builder()
                .clientToken(request.clientToken())
                .networkAcl(shown(acl))
                .build();
    }

    private NetworkAcl create(CreateNetworkAclRequest request) {
        List<Tag> tags = Tags.requested(request.tagSpecifications(), Kind.NETWORK_ACL);
        String vpc = model.vpcs().get(request.vpcId()).id();
        Refusal.quota(
                model.networkAcls().count(each -> each.vpcId().equals(vpc)),
                quotas.networkAclsPerVpc(),
                "NetworkAclLimitExceeded",
                "network ACLs");
        NetworkAcl acl = blank(vpc, false, AclEntries.ofNew());
        model.networkAcls().put(acl);
        model.tags().add(acl.networkAclId(), tags);
        model.tokens().remember(request, acl.networkAclId());
        return acl;
    }

    public DeleteNetworkAclResponse deleteNetworkAcl(DeleteNetworkAclRequest request) {
        Refusal.dryRun(request);
        NetworkAcl acl = model.networkAcls().get(request.networkAclId());
        if (acl.isDefault()) {
            throw Refusal.invalid("cannot delete default network ACL " + acl.networkAclId());
        }
        if (!acl.associations().isEmpty()) {
            throw Refusal.dependency(
                    "The networkAcl '" + acl.networkAclId() + "' has dependencies and cannot be deleted.");
        }
        model.networkAcls().remove(acl.networkAclId());
        return DeleteNetworkAclResponse.builder().build();
    }

    public DescribeNetworkAclsResponse describeNetworkAcls(DescribeNetworkAclsRequest request) {
        Refusal.dryRun(request);
        Page<NetworkAcl> page = Page.of(
                model.networkAcls()
                        .named(request.networkAclIds())
                        .map(this::shown)
                        .filter(filters.matching(request.filters()))
                        .toList(),
                request,
                acl -> model.networkAcls().rank(acl.networkAclId()));
        return DescribeNetworkAclsResponse.builder()
                .networkAcls(page.items())
                .nextToken(page.nextToken())
                .build();
    }

    /** Puts a subnet under another ACL of its VPC. */
    public ReplaceNetworkAclAssociationResponse replaceNetworkAclAssociation(
            ReplaceNetworkAclAssociationRequest request) {
        Refusal.dryRun(request);
        String id = Refusal.required(request.associationId(), "associationId");
        NetworkAclAssociation old = model.networkAcls().stream()
                .flatMap(acl -> acl.associations().stream())
                .filter(each -> each.networkAclAssociationId().equals(id))
                .findFirst()
                .orElseThrow(() ->
                        Refusal.of("InvalidAssociationID.NotFound", "The association ID '" + id + "' does not exist"));
        NetworkAcl to = model.networkAcls().get(request.networkAclId());
        Subnet subnet = model.subnets().get(old.subnetId());
        if (!to.vpcId().equals(subnet.vpcId())) {
            throw Refusal.invalid("Network ACL " + to.networkAclId() + " and subnet " + subnet.subnetId()
                    + " belong to different networks");
        }
        dissociate(subnet.subnetId());
        return ReplaceNetworkAclAssociationResponse.builder()
                .newAssociationId(link(to.networkAclId(), subnet.subnetId()))
                .build();
    }

    /** A new subnet comes under its VPC's default ACL. */
    void associate(Subnet subnet) {
        model.networkAcls()
                .where(acl -> acl.vpcId().equals(subnet.vpcId()) && acl.isDefault())
                .forEach(acl -> link(acl.networkAclId(), subnet.subnetId()));
    }

    private String link(String aclId, String subnetId) {
        NetworkAcl acl = model.networkAcls().get(aclId);
        NetworkAclAssociation association = NetworkAclAssociation.builder()
                .networkAclAssociationId(Ids.ec2("aclassoc"))
                .networkAclId(aclId)
                .subnetId(subnetId)
                .build();
        model.networkAcls()
                .put(acl.toBuilder()
                        .associations(Stream.concat(acl.associations().stream(), Stream.of(association))
                                .toList())
                        .build());
        return association.networkAclAssociationId();
    }

    /** The subnet is being deleted, or comes under another ACL. */
    void dissociate(String subnetId) {
        of(subnetId).ifPresent(acl -> model.networkAcls()
                .put(acl.toBuilder()
                        .associations(acl.associations().stream()
                                .filter(each -> !each.subnetId().equals(subnetId))
                                .toList())
                        .build()));
    }

    /** The ACL that a subnet is under; empty if there is no such subnet. */
    Optional<NetworkAcl> of(String subnetId) {
        return model.networkAcls()
                .where(acl -> acl.associations().stream()
                        .anyMatch(each -> each.subnetId().equals(subnetId)))
                .findFirst();
    }

    private NetworkAcl shown(NetworkAcl acl) {
        return acl.toBuilder().tags(model.tags().of(acl.networkAclId())).build();
    }
}
