package dev.provision.localcloud.ec2;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ec2.model.IpPermission;
import software.amazon.awssdk.services.ec2.model.SecurityGroup;
import software.amazon.awssdk.services.ec2.model.SecurityGroupRule;
import software.amazon.awssdk.services.ec2.model.SecurityGroupRuleDescription;
import software.amazon.awssdk.services.ec2.model.SecurityGroupRuleRequest;
import software.amazon.awssdk.services.ec2.model.SecurityGroupRuleUpdate;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.ec2.model.TagSpecification;
import software.amazon.awssdk.services.ec2.model.UserIdGroupPair;

/** Adds, changes and removes the rules of security groups; every change is done as a whole or not at all. */
final class RuleBook {
    private final Model model;
    private final Ec2Quotas quotas;

    RuleBook(Model model, Ec2Quotas quotas) {
        this.model = model;
        this.quotas = quotas;
    }

    /** Which rules a request is about: those of one group in one direction. */
    record Change(SecurityGroup group, boolean egress) {
        boolean concerns(SecurityGroupRule rule) {
            return rule.groupId().equals(group.groupId()) && rule.isEgress() == egress;
        }
    }

    /** The group by its id or, where the request has none, by its name. */
    SecurityGroup group(String id, Optional<String> name) {
        if (id == null && name.isPresent()) {
            return model.groups()
                    .where(group -> group.groupName().equals(name.get()))
                    .findFirst()
                    .orElseThrow(() -> Refusal.of(
                            "InvalidGroup.NotFound", "The security group '" + name.get() + "' does not exist"));
        }
        return model.groups().get(id);
    }

    List<SecurityGroupRule> authorize(
            Change change, List<IpPermission> permissions, List<TagSpecification> specifications) {
        List<Tag> tags = Tags.requested(specifications, Kind.SECURITY_GROUP_RULE);
        List<SecurityGroupRule> wanted = contents(change, permissions);
        Set<Object> present = new HashSet<>(keys(change));
        wanted.forEach(rule -> {
            if (!present.add(Permissions.key(rule))) {
                throw duplicate(rule);
            }
        });
        if (present.size() > quotas.rulesPerGroup()) {
            throw Refusal.of(
                    "RulesPerSecurityGroupLimitExceeded",
                    "The maximum number of rules per security group has been reached.");
        }
        List<SecurityGroupRule> made =
                wanted.stream().map(content -> filed(change, content)).toList();
        made.forEach(rule -> {
            model.rules().put(rule);
            model.tags().add(rule.securityGroupRuleId(), tags);
        });
        return made.stream().map(this::shown).toList();
    }

    private static RuntimeException duplicate(SecurityGroupRule rule) {
        return Refusal.of(
                "InvalidPermission.Duplicate", "the specified rule \"" + Permissions.words(rule) + "\" already exists");
    }

    private SecurityGroupRule filed(Change change, SecurityGroupRule content) {
        return Permissions.rule(model.account(), change.group().groupId(), change.egress())
                .ipProtocol(content.ipProtocol())
                .fromPort(content.fromPort())
                .toPort(content.toPort())
                .cidrIpv4(content.cidrIpv4())
                .cidrIpv6(content.cidrIpv6())
                .referencedGroupInfo(content.referencedGroupInfo())
                .description(content.description())
                .build();
    }

    private List<Object> keys(Change change) {
        return model.rules().where(change::concerns).map(Permissions::key).toList();
    }

    private List<SecurityGroupRule> contents(Change change, List<IpPermission> permissions) {
        if (permissions.isEmpty()) {
            throw Refusal.missing("ipPermissions");
        }
        Permissions.Peers peers = new Permissions.Peers() {
            @Override
            public String group(UserIdGroupPair pair) {
                return referenced(change.group(), pair);
            }

            @Override
            public String owner() {
                return model.account().id();
            }
        };
        return permissions.stream()
                .flatMap(permission -> Permissions.contents(permission, peers).stream())
                .map(Permissions::ordered)
                .toList();
    }

    private String referenced(SecurityGroup group, UserIdGroupPair pair) {
        Optional<SecurityGroup> named = pair.groupId() != null
                ? model.groups().find(pair.groupId())
                : model.groups()
                        .where(each -> each.vpcId().equals(group.vpcId())
                                && each.groupName().equals(pair.groupName()))
                        .findFirst();
        String asked = pair.groupId() != null ? pair.groupId() : pair.groupName();
        SecurityGroup found = named.orElseThrow(
                () -> Refusal.of("InvalidGroup.NotFound", "The security group '" + asked + "' does not exist"));
        if (!found.vpcId().equals(group.vpcId())) {
            throw Refusal.of(
                    "InvalidGroup.NotFound", "You have specified two resources that belong to different networks.");
        }
        return found.groupId();
    }

    /** By their ids or by their contents; all must exist. */
    List<SecurityGroupRule> revoke(Change change, List<IpPermission> permissions, List<String> ruleIds) {
        if (!ruleIds.isEmpty() && !permissions.isEmpty()) {
            throw Refusal.of(
                    "InvalidParameterCombination",
                    "The parameter securityGroupRuleIds may not be used in combination with ipPermissions");
        }
        List<SecurityGroupRule> found = ruleIds.isEmpty()
                ? contents(change, permissions).stream()
                        .map(content -> existing(change, content))
                        .toList()
                : ruleIds.stream().map(id -> existing(change, id)).toList();
        found.forEach(rule -> model.rules().remove(rule.securityGroupRuleId()));
        return found;
    }

    private SecurityGroupRule existing(Change change, String ruleId) {
        return model.rules()
                .find(ruleId)
                .filter(change::concerns)
                .orElseThrow(() -> Kind.SECURITY_GROUP_RULE.absent(ruleId));
    }

    private SecurityGroupRule existing(Change change, SecurityGroupRule content) {
        return model.rules()
                .where(change::concerns)
                .filter(rule -> Permissions.key(rule).equals(Permissions.key(content)))
                .findFirst()
                .orElseThrow(() -> Refusal.of(
                        "InvalidPermission.NotFound", "The specified rule does not exist in this security group."));
    }

    void modify(SecurityGroup group, List<SecurityGroupRuleUpdate> updates) {
        if (updates.isEmpty()) {
            throw Refusal.missing("securityGroupRules");
        }
        Map<String, SecurityGroupRule> changed = new LinkedHashMap<>();
        for (SecurityGroupRuleUpdate update : updates) {
            SecurityGroupRule old = model.rules().get(update.securityGroupRuleId());
            if (!old.groupId().equals(group.groupId())) {
                throw Kind.SECURITY_GROUP_RULE.absent(old.securityGroupRuleId());
            }
            changed.put(old.securityGroupRuleId(), rewritten(group, old, update.securityGroupRule()));
        }
        changed.values().forEach(rule -> unique(rule, changed));
        changed.values().forEach(model.rules()::put);
    }

    private void unique(SecurityGroupRule rule, Map<String, SecurityGroupRule> changed) {
        boolean twice = model.rules()
                .where(each ->
                        each.groupId().equals(rule.groupId()) && each.isEgress().equals(rule.isEgress()))
                .map(each -> changed.getOrDefault(each.securityGroupRuleId(), each))
                .anyMatch(each -> !each.securityGroupRuleId().equals(rule.securityGroupRuleId())
                        && Permissions.key(each).equals(Permissions.key(rule)));
        if (twice) {
            throw duplicate(rule);
        }
    }

    private SecurityGroupRule rewritten(SecurityGroup group, SecurityGroupRule old, SecurityGroupRuleRequest wish) {
        Refusal.required(wish, "securityGroupRule");
        long peers = Stream.of(
                        Optional.ofNullable(wish.cidrIpv4()),
                        Optional.ofNullable(wish.cidrIpv6()),
                        Optional.ofNullable(wish.referencedGroupId()))
                .filter(Optional::isPresent)
                .count();
        if (peers != 1) {
            throw Refusal.invalid(
                    "Exactly one of cidrIpv4, cidrIpv6, prefixListId or referencedGroupId must be specified.");
        }
        SecurityGroupRule.Builder rule =
                Permissions.ports(wish.ipProtocol(), wish.fromPort(), wish.toPort()).toBuilder()
                        .securityGroupRuleId(old.securityGroupRuleId())
                        .securityGroupRuleArn(old.securityGroupRuleArn())
                        .groupId(old.groupId())
                        .groupOwnerId(old.groupOwnerId())
                        .isEgress(old.isEgress())
                        .description(wish.description());
        Optional.ofNullable(wish.cidrIpv4()).map(Permissions::ipv4).ifPresent(rule::cidrIpv4);
        Optional.ofNullable(wish.cidrIpv6()).map(Permissions::ipv6).ifPresent(rule::cidrIpv6);
        Optional.ofNullable(wish.referencedGroupId())
                .map(id ->
                        referenced(group, UserIdGroupPair.builder().groupId(id).build()))
                .ifPresent(id -> rule.referencedGroupInfo(
                        info -> info.groupId(id).userId(model.account().id())));
        return Permissions.ordered(rule.build());
    }

    void describe(Change change, List<IpPermission> permissions, List<SecurityGroupRuleDescription> descriptions) {
        List<SecurityGroupRule> changed = descriptions.isEmpty()
                ? contents(change, permissions).stream()
                        .map(content -> existing(change, content).toBuilder()
                                .description(content.description())
                                .build())
                        .toList()
                : descriptions.stream()
                        .map(each -> existing(change, each.securityGroupRuleId()).toBuilder()
                                .description(each.description())
                                .build())
                        .toList();
        changed.forEach(model.rules()::put);
    }

    SecurityGroupRule shown(SecurityGroupRule rule) {
        return rule.toBuilder()
                .tags(model.tags().of(rule.securityGroupRuleId()))
                .build();
    }
}
