package dev.provision.localcloud.ec2;

import dev.provision.localcloud.state.Ids;
import java.util.List;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ec2.model.AttributeValue;
import software.amazon.awssdk.services.ec2.model.DescribeDhcpOptionsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeDhcpOptionsResponse;
import software.amazon.awssdk.services.ec2.model.DescribeNetworkAclsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeNetworkAclsResponse;
import software.amazon.awssdk.services.ec2.model.DhcpConfiguration;
import software.amazon.awssdk.services.ec2.model.DhcpOptions;
import software.amazon.awssdk.services.ec2.model.NetworkAcl;
import software.amazon.awssdk.services.ec2.model.NetworkAclAssociation;
import software.amazon.awssdk.services.ec2.model.NetworkAclEntry;
import software.amazon.awssdk.services.ec2.model.Subnet;

/** What a VPC has by default and nobody here changes: the region's DHCP options and an ACL that lets everything pass. */
public final class DhcpAndAcls implements Operations {
    private static final int LAST_RULE = 32767;
    private final Model model;
    private final Filters<NetworkAcl> aclFilters = new Filters<>(NetworkAcl::tags)
            .on("network-acl-id", NetworkAcl::networkAclId)
            .on("vpc-id", NetworkAcl::vpcId)
            .on("default", NetworkAcl::isDefault)
            .on("owner-id", NetworkAcl::ownerId)
            .any("association.subnet-id", acl -> acl.associations().stream().map(NetworkAclAssociation::subnetId))
            .any("association.network-acl-id", acl -> acl.associations().stream()
                    .map(NetworkAclAssociation::networkAclId))
            .any("association.association-id", acl -> acl.associations().stream()
                    .map(NetworkAclAssociation::networkAclAssociationId));
    private final Filters<DhcpOptions> optionFilters = new Filters<>(DhcpOptions::tags)
            .on("dhcp-options-id", DhcpOptions::dhcpOptionsId)
            .on("owner-id", DhcpOptions::ownerId)
            .any("key", options -> options.dhcpConfigurations().stream().map(DhcpConfiguration::key))
            .any("value", options -> options.dhcpConfigurations().stream()
                    .flatMap(each -> each.values().stream())
                    .map(AttributeValue::value));

    DhcpAndAcls(Model model) {
        this.model = model;
        model.dhcpOptions()
                .put(DhcpOptions.builder()
                        .dhcpOptionsId(Kind.DHCP_OPTIONS.newId())
                        .ownerId(model.account().id())
                        .dhcpConfigurations(
                                option("domain-name", model.account().region() + ".compute.internal"),
                                option("domain-name-servers", "AmazonProvidedDNS"))
                        .build());
    }

    private static DhcpConfiguration option(String key, String value) {
        return DhcpConfiguration.builder()
                .key(key)
                .values(AttributeValue.builder().value(value).build())
                .build();
    }

    String defaultOptionsId() {
        return model.dhcpOptions().stream().findFirst().orElseThrow().dhcpOptionsId();
    }

    void createDefaultAcl(String vpcId) {
        List<NetworkAclEntry> entries = Stream.of(true, false)
                .flatMap(egress -> Stream.of(entry(egress, 100, "allow"), entry(egress, LAST_RULE, "deny")))
                .toList();
        model.networkAcls()
                .put(NetworkAcl.builder()
                        .networkAclId(Kind.NETWORK_ACL.newId())
                        .vpcId(vpcId)
                        .isDefault(true)
                        .ownerId(model.account().id())
                        .entries(entries)
                        .build());
    }

    private static NetworkAclEntry entry(boolean egress, int number, String action) {
        return NetworkAclEntry.builder()
                .cidrBlock("0.0.0.0/0")
                .egress(egress)
                .protocol("-1")
                .ruleAction(action)
                .ruleNumber(number)
                .build();
    }

    /** A new subnet comes under its VPC's default ACL. */
    void associate(Subnet subnet) {
        model.networkAcls().where(acl -> acl.vpcId().equals(subnet.vpcId())).forEach(acl -> model.networkAcls()
                .put(acl.toBuilder()
                        .associations(Stream.concat(
                                        acl.associations().stream(),
                                        Stream.of(NetworkAclAssociation.builder()
                                                .networkAclAssociationId(Ids.ec2("aclassoc"))
                                                .networkAclId(acl.networkAclId())
                                                .subnetId(subnet.subnetId())
                                                .build()))
                                .toList())
                        .build()));
    }

    void dissociate(String subnetId) {
        model.networkAcls().stream().forEach(acl -> model.networkAcls()
                .put(acl.toBuilder()
                        .associations(acl.associations().stream()
                                .filter(each -> !each.subnetId().equals(subnetId))
                                .toList())
                        .build()));
    }

    public DescribeNetworkAclsResponse describeNetworkAcls(DescribeNetworkAclsRequest request) {
        Refusal.dryRun(request);
        Page<NetworkAcl> page = Page.of(
                model.networkAcls()
                        .named(request.networkAclIds())
                        .map(acl -> acl.toBuilder()
                                .tags(model.tags().of(acl.networkAclId()))
                                .build())
                        .filter(aclFilters.matching(request.filters()))
                        .toList(),
                request,
                acl -> model.networkAcls().rank(acl.networkAclId()));
        return DescribeNetworkAclsResponse.builder()
                .networkAcls(page.items())
                .nextToken(page.nextToken())
                .build();
    }

    public DescribeDhcpOptionsResponse describeDhcpOptions(DescribeDhcpOptionsRequest request) {
        Refusal.dryRun(request);
        Page<DhcpOptions> page = Page.of(
                model.dhcpOptions()
                        .named(request.dhcpOptionsIds())
                        .map(options -> options.toBuilder()
                                .tags(model.tags().of(options.dhcpOptionsId()))
                                .build())
                        .filter(optionFilters.matching(request.filters()))
                        .toList(),
                request,
                options -> model.dhcpOptions().rank(options.dhcpOptionsId()));
        return DescribeDhcpOptionsResponse.builder()
                .dhcpOptions(page.items())
                .nextToken(page.nextToken())
                .build();
    }
}
