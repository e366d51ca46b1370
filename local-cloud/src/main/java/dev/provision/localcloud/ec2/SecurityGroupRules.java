package dev.provision.localcloud.ec2;

import dev.provision.localcloud.ec2.RuleBook.Change;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ec2.model.AuthorizeSecurityGroupEgressRequest;
import software.amazon.awssdk.services.ec2.model.AuthorizeSecurityGroupEgressResponse;
import software.amazon.awssdk.services.ec2.model.AuthorizeSecurityGroupIngressRequest;
import software.amazon.awssdk.services.ec2.model.AuthorizeSecurityGroupIngressResponse;
import software.amazon.awssdk.services.ec2.model.DescribeSecurityGroupRulesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeSecurityGroupRulesResponse;
import software.amazon.awssdk.services.ec2.model.IpPermission;
import software.amazon.awssdk.services.ec2.model.IpRange;
import software.amazon.awssdk.services.ec2.model.ModifySecurityGroupRulesRequest;
import software.amazon.awssdk.services.ec2.model.ModifySecurityGroupRulesResponse;
import software.amazon.awssdk.services.ec2.model.RevokeSecurityGroupEgressRequest;
import software.amazon.awssdk.services.ec2.model.RevokeSecurityGroupEgressResponse;
import software.amazon.awssdk.services.ec2.model.RevokeSecurityGroupIngressRequest;
import software.amazon.awssdk.services.ec2.model.RevokeSecurityGroupIngressResponse;
import software.amazon.awssdk.services.ec2.model.RevokedSecurityGroupRule;
import software.amazon.awssdk.services.ec2.model.SecurityGroupRule;
import software.amazon.awssdk.services.ec2.model.UpdateSecurityGroupRuleDescriptionsEgressRequest;
import software.amazon.awssdk.services.ec2.model.UpdateSecurityGroupRuleDescriptionsEgressResponse;
import software.amazon.awssdk.services.ec2.model.UpdateSecurityGroupRuleDescriptionsIngressRequest;
import software.amazon.awssdk.services.ec2.model.UpdateSecurityGroupRuleDescriptionsIngressResponse;
import software.amazon.awssdk.services.ec2.model.UserIdGroupPair;

/** The rules of security groups, as permissions and by their ids. */
public final class SecurityGroupRules implements Operations {
    private final Model model;
    private final RuleBook book;
    private final Filters<SecurityGroupRule> filters = new Filters<>(SecurityGroupRule::tags)
            .on("group-id", SecurityGroupRule::groupId)
            .on("security-group-rule-id", SecurityGroupRule::securityGroupRuleId);

    SecurityGroupRules(Model model, RuleBook book) {
        this.model = model;
        this.book = book;
    }

    public AuthorizeSecurityGroupIngressResponse authorizeSecurityGroupIngress(
            AuthorizeSecurityGroupIngressRequest request) {
        Refusal.dryRun(request);
        List<IpPermission> permissions = request.hasIpPermissions()
                ? request.ipPermissions()
                : flat(request).toList();
        Change change = new Change(book.group(request.groupId(), Optional.ofNullable(request.groupName())), false);
        return AuthorizeSecurityGroupIngressResponse.builder()
                .returnValue(true)
                .securityGroupRules(book.authorize(change, permissions, request.tagSpecifications()))
                .build();
    }

    /** The older way of one rule in the request's own fields. */
    private static Stream<IpPermission> flat(AuthorizeSecurityGroupIngressRequest request) {
        return flat(
                IpPermission.builder()
                        .ipProtocol(request.ipProtocol())
                        .fromPort(request.fromPort())
                        .toPort(request.toPort())
                        .build(),
                Optional.ofNullable(request.cidrIp()),
                Optional.ofNullable(request.sourceSecurityGroupName()));
    }

    private static Stream<IpPermission> flat(IpPermission ports, Optional<String> cidr, Optional<String> groupName) {
        if (ports.ipProtocol() == null) {
            return Stream.empty();
        }
        return Stream.of(ports.toBuilder()
                .ipRanges(cidr.map(block -> IpRange.builder().cidrIp(block).build()).stream()
                        .toList())
                .userIdGroupPairs(groupName
                        .map(name -> UserIdGroupPair.builder().groupName(name).build())
                        .stream()
                        .toList())
                .build());
    }

    public AuthorizeSecurityGroupEgressResponse authorizeSecurityGroupEgress(
            AuthorizeSecurityGroupEgressRequest request) {
        Refusal.dryRun(request);
        Change change = new Change(book.group(request.groupId(), Optional.empty()), true);
        return AuthorizeSecurityGroupEgressResponse.builder()
                .returnValue(true)
                .securityGroupRules(book.authorize(change, request.ipPermissions(), request.tagSpecifications()))
                .build();
    }

    public RevokeSecurityGroupIngressResponse revokeSecurityGroupIngress(RevokeSecurityGroupIngressRequest request) {
        Refusal.dryRun(request);
        List<IpPermission> permissions = request.hasIpPermissions()
                ? request.ipPermissions()
                : flat(
                                IpPermission.builder()
                                        .ipProtocol(request.ipProtocol())
                                        .fromPort(request.fromPort())
                                        .toPort(request.toPort())
                                        .build(),
                                Optional.ofNullable(request.cidrIp()),
                                Optional.ofNullable(request.sourceSecurityGroupName()))
                        .toList();
        Change change = new Change(book.group(request.groupId(), Optional.ofNullable(request.groupName())), false);
        return RevokeSecurityGroupIngressResponse.builder()
                .returnValue(true)
                .revokedSecurityGroupRules(revoked(book.revoke(change, permissions, request.securityGroupRuleIds())))
                .build();
    }

    public RevokeSecurityGroupEgressResponse revokeSecurityGroupEgress(RevokeSecurityGroupEgressRequest request) {
        Refusal.dryRun(request);
        Change change = new Change(book.group(request.groupId(), Optional.empty()), true);
        return RevokeSecurityGroupEgressResponse.builder()
                .returnValue(true)
                .revokedSecurityGroupRules(
                        revoked(book.revoke(change, request.ipPermissions(), request.securityGroupRuleIds())))
                .build();
    }

    private static List<RevokedSecurityGroupRule> revoked(List<SecurityGroupRule> rules) {
        return rules.stream()
                .map(rule -> RevokedSecurityGroupRule.builder()
                        .securityGroupRuleId(rule.securityGroupRuleId())
                        .groupId(rule.groupId())
                        .isEgress(rule.isEgress())
                        .ipProtocol(rule.ipProtocol())
                        .fromPort(rule.fromPort())
                        .toPort(rule.toPort())
                        .cidrIpv4(rule.cidrIpv4())
                        .cidrIpv6(rule.cidrIpv6())
                        .referencedGroupId(
                                rule.referencedGroupInfo() == null
                                        ? null
                                        : rule.referencedGroupInfo().groupId())
                        .description(rule.description())
                        .build())
                .toList();
    }

    public DescribeSecurityGroupRulesResponse describeSecurityGroupRules(DescribeSecurityGroupRulesRequest request) {
        Refusal.dryRun(request);
        Page<SecurityGroupRule> page = Page.of(
                model.rules()
                        .named(request.securityGroupRuleIds())
                        .map(book::shown)
                        .filter(filters.matching(request.filters()))
                        .toList(),
                request,
                rule -> model.rules().rank(rule.securityGroupRuleId()));
        return DescribeSecurityGroupRulesResponse.builder()
                .securityGroupRules(page.items())
                .nextToken(page.nextToken())
                .build();
    }

    public ModifySecurityGroupRulesResponse modifySecurityGroupRules(ModifySecurityGroupRulesRequest request) {
        Refusal.dryRun(request);
        book.modify(book.group(request.groupId(), Optional.empty()), request.securityGroupRules());
        return ModifySecurityGroupRulesResponse.builder().returnValue(true).build();
    }

    public UpdateSecurityGroupRuleDescriptionsIngressResponse updateSecurityGroupRuleDescriptionsIngress(
            UpdateSecurityGroupRuleDescriptionsIngressRequest request) {
        Refusal.dryRun(request);
        Change change = new Change(book.group(request.groupId(), Optional.ofNullable(request.groupName())), false);
        book.describe(change, request.ipPermissions(), request.securityGroupRuleDescriptions());
        return UpdateSecurityGroupRuleDescriptionsIngressResponse.builder()
                .returnValue(true)
                .build();
    }

    public UpdateSecurityGroupRuleDescriptionsEgressResponse updateSecurityGroupRuleDescriptionsEgress(
            UpdateSecurityGroupRuleDescriptionsEgressRequest request) {
        Refusal.dryRun(request);
        Change change = new Change(book.group(request.groupId(), Optional.ofNullable(request.groupName())), true);
        book.describe(change, request.ipPermissions(), request.securityGroupRuleDescriptions());
        return UpdateSecurityGroupRuleDescriptionsEgressResponse.builder()
                .returnValue(true)
                .build();
    }
}
