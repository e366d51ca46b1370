package dev.provision.localcloud.ec2;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ec2.model.CreateSecurityGroupRequest;
import software.amazon.awssdk.services.ec2.model.CreateSecurityGroupResponse;
import software.amazon.awssdk.services.ec2.model.DeleteSecurityGroupRequest;
import software.amazon.awssdk.services.ec2.model.DeleteSecurityGroupResponse;
import software.amazon.awssdk.services.ec2.model.DescribeSecurityGroupsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeSecurityGroupsResponse;
import software.amazon.awssdk.services.ec2.model.IpPermission;
import software.amazon.awssdk.services.ec2.model.IpRange;
import software.amazon.awssdk.services.ec2.model.Ipv6Range;
import software.amazon.awssdk.services.ec2.model.SecurityGroup;
import software.amazon.awssdk.services.ec2.model.SecurityGroupRule;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.ec2.model.UserIdGroupPair;

/** Security groups. */
public final class SecurityGroups implements Operations {
    static final String DEFAULT = "default";
    private static final Pattern TEXT = Pattern.compile("[a-zA-Z0-9. _\\-:/()#,@\\[\\]+=&;{}!$*]{1,255}");
    private final Model model;
    private final Ec2Quotas quotas;
    private final Filters<SecurityGroup> filters;

    SecurityGroups(Model model, Ec2Quotas quotas) {
        this.model = model;
        this.quotas = quotas;
        filters = new Filters<>(SecurityGroup::tags)
                .on("group-id", SecurityGroup::groupId)
                .on("group-name", SecurityGroup::groupName)
                .on("vpc-id", SecurityGroup::vpcId)
                .on("description", SecurityGroup::description)
                .on("owner-id", SecurityGroup::ownerId);
        permissionFilters("ip-permission.", SecurityGroup::ipPermissions);
        permissionFilters("egress.ip-permission.", SecurityGroup::ipPermissionsEgress);
    }

    private void permissionFilters(String prefix, Function<SecurityGroup, List<IpPermission>> permissions) {
        filters.any(prefix + "protocol", group -> permissions.apply(group).stream()
                        .map(IpPermission::ipProtocol))
                .any(prefix + "from-port", group -> permissions.apply(group).stream()
                        .map(IpPermission::fromPort)
                        .filter(Objects::nonNull)
                        .map(Object::toString))
                .any(prefix + "to-port", group -> permissions.apply(group).stream()
                        .map(IpPermission::toPort)
                        .filter(Objects::nonNull)
                        .map(Object::toString))
                .any(prefix + "cidr", group -> permissions.apply(group).stream()
                        .flatMap(each -> each.ipRanges().stream())
                        .map(IpRange::cidrIp))
                .any(prefix + "ipv6-cidr", group -> permissions.apply(group).stream()
                        .flatMap(each -> each.ipv6Ranges().stream())
                        .map(Ipv6Range::cidrIpv6))
                .any(prefix + "group-id", group -> permissions.apply(group).stream()
                        .flatMap(each -> each.userIdGroupPairs().stream())
                        .map(UserIdGroupPair::groupId));
    }

    /** The group that every VPC is born with: its members may reach each other, and everyone outside. */
    void createDefault(String vpcId) {
        SecurityGroup group = add(vpcId, DEFAULT, "default VPC security group");
        model.rules()
                .put(Permissions.rule(model.account(), group.groupId(), false)
                        .ipProtocol("-1")
                        .fromPort(-1)
                        .toPort(-1)
                        .referencedGroupInfo(info -> info.groupId(group.groupId())
                                .userId(model.account().id()))
                        .build());
    }

    private SecurityGroup add(String vpcId, String name, String description) {
        String id = Kind.SECURITY_GROUP.newId();
        SecurityGroup group = SecurityGroup.builder()
                .groupId(id)
                .groupName(name)
                .description(description)
                .vpcId(vpcId)
                .ownerId(model.account().id())
                .securityGroupArn(model.account().arn("ec2", "security-group/" + id))
                .build();
        model.groups().put(group);
        model.rules()
                .put(Permissions.rule(model.account(), id, true)
                        .ipProtocol("-1")
                        .fromPort(-1)
                        .toPort(-1)
                        .cidrIpv4("0.0.0.0/0")
                        .build());
        return group;
    }

    public CreateSecurityGroupResponse createSecurityGroup(CreateSecurityGroupRequest request) {
        Refusal.dryRun(request);
        List<Tag> tags = Tags.requested(request.tagSpecifications(), Kind.SECURITY_GROUP);
        String name = name(Refusal.required(request.groupName(), "groupName"));
        String description = Refusal.required(request.description(), "groupDescription");
        checked("groupDescription", description);
        if (request.vpcId() == null) {
            throw Refusal.of("VPCIdNotSpecified", "No default VPC for this user");
        }
        String vpcId = model.vpcs().get(request.vpcId()).id();
        if (named(vpcId, name).isPresent()) {
            throw Refusal.of(
                    "InvalidGroup.Duplicate",
                    "The security group '" + name + "' already exists for VPC '" + vpcId + "'");
        }
        Refusal.quota(
                model.groups().count(each -> each.vpcId().equals(vpcId)),
                quotas.groupsPerVpc(),
                "SecurityGroupLimitExceeded",
                "security groups");
        SecurityGroup group = add(vpcId, name, description);
        model.tags().add(group.groupId(), tags);
        return CreateSecurityGroupResponse.builder()
                .groupId(group.groupId())
                .securityGroupArn(group.securityGroupArn())
                .tags(model.tags().of(group.groupId()))
                .build();
    }

    private static String name(String name) {
        if (name.equals(DEFAULT)) {
            throw Refusal.of("InvalidParameterValue", "Cannot use reserved security group name: default");
        }
        if (name.startsWith("sg-")) {
            throw Refusal.invalid("Group names may not be in the format sg-*.");
        }
        checked("groupName", name);
        return name;
    }

    private static void checked(String parameter, String text) {
        if (!TEXT.matcher(text).matches()) {
            throw Refusal.invalid(
                    parameter,
                    text,
                    "Character sets beyond ASCII are not supported, and it must have 1 to 255 characters.");
        }
    }

    private Optional<SecurityGroup> named(String vpcId, String name) {
        return model.groups()
                .where(group -> group.vpcId().equals(vpcId) && group.groupName().equals(name))
                .findFirst();
    }

    public DeleteSecurityGroupResponse deleteSecurityGroup(DeleteSecurityGroupRequest request) {
        Refusal.dryRun(request);
        SecurityGroup group = model.groups().get(request.groupId());
        String id = group.groupId();
        if (group.groupName().equals(DEFAULT)) {
            throw Refusal.of(
                    "CannotDelete",
                    "the specified group: \"" + id + "\" name: \"default\" cannot be deleted by a user");
        }
        if (inUse(id)) {
            throw Refusal.dependency("resource " + id + " has a dependent object");
        }
        remove(group);
        return DeleteSecurityGroupResponse.builder()
                .returnValue(true)
                .groupId(id)
                .build();
    }

    private boolean inUse(String id) {
        boolean worn = model.interfaces().count(each -> each.groups().stream()
                        .anyMatch(group -> group.groupId().equals(id)))
                > 0;
        return worn
                || model.rules()
                                .count(rule -> !rule.groupId().equals(id)
                                        && rule.referencedGroupInfo() != null
                                        && rule.referencedGroupInfo().groupId().equals(id))
                        > 0;
    }

    /** Removes a group and its rules, whatever depends on it. */
    void remove(SecurityGroup group) {
        model.rules().where(rule -> rule.groupId().equals(group.groupId())).forEach(rule -> model.rules()
                .remove(rule.securityGroupRuleId()));
        model.groups().remove(group.groupId());
    }

    public DescribeSecurityGroupsResponse describeSecurityGroups(DescribeSecurityGroupsRequest request) {
        Refusal.dryRun(request);
        request.groupNames().forEach(name -> {
            if (model.groups().count(group -> group.groupName().equals(name)) == 0) {
                throw Refusal.of("InvalidGroup.NotFound", "The security group '" + name + "' does not exist");
            }
        });
        Page<SecurityGroup> page = Page.of(
                model.groups()
                        .named(request.groupIds())
                        .filter(group -> request.groupNames().isEmpty()
                                || request.groupNames().contains(group.groupName()))
                        .map(this::shown)
                        .filter(filters.matching(request.filters()))
                        .toList(),
                request,
                group -> model.groups().rank(group.groupId()));
        return DescribeSecurityGroupsResponse.builder()
                .securityGroups(page.items())
                .nextToken(page.nextToken())
                .build();
    }

    private SecurityGroup shown(SecurityGroup group) {
        return group.toBuilder()
                .ipPermissions(Permissions.grouped(rules(group.groupId(), false)))
                .ipPermissionsEgress(Permissions.grouped(rules(group.groupId(), true)))
                .tags(model.tags().of(group.groupId()))
                .build();
    }

    /** The rules of one group in one direction. */
    Stream<SecurityGroupRule> rules(String groupId, boolean egress) {
        return model.rules().where(rule -> rule.groupId().equals(groupId) && rule.isEgress() == egress);
    }
}
