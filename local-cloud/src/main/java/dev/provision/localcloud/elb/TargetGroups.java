package dev.provision.localcloud.elb;

import dev.provision.localcloud.elb.ElbState.Grouping;
import dev.provision.localcloud.state.Account;
import dev.provision.localcloud.state.Ids;
import dev.provision.localcloud.state.Quota;
import dev.provision.localcloud.wire.AwsError;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.CreateTargetGroupRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.CreateTargetGroupResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DeleteTargetGroupRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DeleteTargetGroupResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTargetGroupsRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTargetGroupsResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyTargetGroupRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyTargetGroupResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ProtocolEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroup;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroupIpAddressTypeEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetTypeEnum;

/** Target groups: made, described, changed, deleted. */
public final class TargetGroups implements ElbApi {
    private final Account account;
    private final ElbState state;
    private final Tags tags;
    private final Publication publication;

    TargetGroups(Account account, ElbState state, Tags tags, Publication publication) {
        this.account = account;
        this.state = state;
        this.tags = tags;
        this.publication = publication;
    }

    public CreateTargetGroupResponse createTargetGroup(CreateTargetGroupRequest request) {
        Names.check("Target group", request.name());
        Tags.check(request.tags());
        TargetGroup wanted = HealthSettings.complete(requested(request));
        check(wanted);
        HealthSettings.check(wanted);
        Optional<Grouping> existing = named(request.name());
        if (existing.isPresent()) {
            return answer(sameOrRefused(existing.get().shape(), wanted));
        }
        state.checkRoom(
                state.groups.size(),
                Quota.TARGET_GROUPS,
                "TooManyTargetGroups",
                "You have reached the maximum of '%s' target groups");
        String arn = account.arn("elasticloadbalancing", "targetgroup/" + request.name() + "/" + Ids.hex(16));
        TargetGroup made = wanted.toBuilder().targetGroupArn(arn).build();
        Attributes kinds = made.targetType() == TargetTypeEnum.LAMBDA ? Attributes.LAMBDA_GROUP : Attributes.IP_GROUP;
        state.groups.put(arn, new Grouping(made, kinds.defaults()));
        tags.put(arn, request.tags());
        return answer(made);
    }

    private static TargetGroup requested(CreateTargetGroupRequest request) {
        TargetTypeEnum type = request.targetType() == null ? TargetTypeEnum.INSTANCE : request.targetType();
        TargetGroup.Builder group = TargetGroup.builder()
                .targetGroupName(request.name())
                .targetType(type)
                .healthCheckEnabled(request.healthCheckEnabled())
                .healthCheckPath(request.healthCheckPath())
                .healthCheckPort(request.healthCheckPort())
                .healthCheckProtocol(request.healthCheckProtocol())
                .healthCheckIntervalSeconds(request.healthCheckIntervalSeconds())
                .healthCheckTimeoutSeconds(request.healthCheckTimeoutSeconds())
                .healthyThresholdCount(request.healthyThresholdCount())
                .unhealthyThresholdCount(request.unhealthyThresholdCount())
                .matcher(request.matcher())
                .ipAddressType(
                        request.ipAddressType() == null ? TargetGroupIpAddressTypeEnum.IPV4 : request.ipAddressType());
        if (type == TargetTypeEnum.LAMBDA) {
            return group.build();
        }
        return group.protocol(request.protocol())
                .protocolVersion(version(request))
                .port(request.port())
                .vpcId(request.vpcId())
                .build();
    }

    /** Terraform names an empty version where it means none. */
    private static String version(CreateTargetGroupRequest request) {
        return request.protocolVersion() == null || request.protocolVersion().isEmpty()
                ? "HTTP1"
                : request.protocolVersion();
    }

    private static void check(TargetGroup group) {
        switch (group.targetType()) {
            case LAMBDA -> {}
            case IP, INSTANCE -> {
                if (group.protocol() != ProtocolEnum.HTTP && group.protocol() != ProtocolEnum.HTTPS) {
                    throw Errors.validation(
                            group.protocol() == null
                                    ? "A protocol must be specified"
                                    : "Protocol '" + group.protocolAsString()
                                            + "' is not available in the local cloud, which has HTTP and HTTPS");
                }
                if (group.port() == null || group.port() < 1 || group.port() > 65_535) {
                    throw Errors.validation("A port in the range 1-65535 must be specified");
                }
                if (group.vpcId() == null) {
                    throw Errors.validation("A VPC ID must be specified");
                }
                if (!group.protocolVersion().equals("HTTP1")) {
                    throw Errors.validation("Protocol version '" + group.protocolVersion()
                            + "' is not available in the local cloud, which has HTTP1");
                }
            }
            default ->
                throw Errors.validation("Target type '" + group.targetTypeAsString()
                        + "' is not available in the local cloud, which has ip and lambda");
        }
    }

    private static TargetGroup sameOrRefused(TargetGroup existing, TargetGroup wanted) {
        TargetGroup comparable = existing.toBuilder().targetGroupArn(null).build();
        if (!comparable.equals(wanted)) {
            throw AwsError.badRequest(
                    "DuplicateTargetGroupName",
                    "A target group with the same name '" + wanted.targetGroupName()
                            + "' exists, but with different settings");
        }
        return existing;
    }

    private CreateTargetGroupResponse answer(TargetGroup group) {
        return CreateTargetGroupResponse.builder().targetGroups(shown(group)).build();
    }

    private TargetGroup shown(TargetGroup group) {
        return group.toBuilder()
                .loadBalancerArns(state.usersOf(group.targetGroupArn()))
                .build();
    }

    private Optional<Grouping> named(String name) {
        return state.groups.values().stream()
                .filter(one -> one.shape().targetGroupName().equals(name))
                .findFirst();
    }

    public DescribeTargetGroupsResponse describeTargetGroups(DescribeTargetGroupsRequest request) {
        Stream<Grouping> chosen;
        if (!request.targetGroupArns().isEmpty()) {
            chosen = request.targetGroupArns().stream()
                    .map(arn -> Optional.ofNullable(state.groups.get(arn)).orElseThrow(TargetGroups::notFound));
        } else if (!request.names().isEmpty()) {
            chosen = request.names().stream().map(name -> named(name).orElseThrow(TargetGroups::notFound));
        } else if (request.loadBalancerArn() != null) {
            state.balancer(request.loadBalancerArn());
            chosen = state.groups.values().stream()
                    .filter(group ->
                            state.usersOf(group.shape().targetGroupArn()).contains(request.loadBalancerArn()));
        } else {
            chosen = state.groups.values().stream();
        }
        List<TargetGroup> all = chosen.map(Grouping::shape).toList();
        Page<TargetGroup> page = Page.of(all, request.marker(), request.pageSize());
        return DescribeTargetGroupsResponse.builder()
                .targetGroups(page.items().stream().map(this::shown).toList())
                .nextMarker(page.nextMarker())
                .build();
    }

    private static AwsError notFound() {
        return AwsError.badRequest("TargetGroupNotFound", "One or more target groups not found");
    }

    public ModifyTargetGroupResponse modifyTargetGroup(ModifyTargetGroupRequest request) {
        Grouping before = state.group(request.targetGroupArn());
        TargetGroup old = before.shape();
        TargetGroup changed = old.toBuilder()
                .healthCheckEnabled(or(request.healthCheckEnabled(), old.healthCheckEnabled()))
                .healthCheckPath(or(request.healthCheckPath(), old.healthCheckPath()))
                .healthCheckPort(or(request.healthCheckPort(), old.healthCheckPort()))
                .healthCheckProtocol(or(request.healthCheckProtocol(), old.healthCheckProtocol()))
                .healthCheckIntervalSeconds(or(request.healthCheckIntervalSeconds(), old.healthCheckIntervalSeconds()))
                .healthCheckTimeoutSeconds(or(request.healthCheckTimeoutSeconds(), old.healthCheckTimeoutSeconds()))
                .healthyThresholdCount(or(request.healthyThresholdCount(), old.healthyThresholdCount()))
                .unhealthyThresholdCount(or(request.unhealthyThresholdCount(), old.unhealthyThresholdCount()))
                .matcher(or(request.matcher(), old.matcher()))
                .build();
        if (!before.lambda() && !changed.healthCheckEnabled()) {
            throw Errors.configuration("Health checks cannot be disabled for target groups with target type "
                    + changed.targetTypeAsString());
        }
        HealthSettings.check(changed);
        state.groups.put(request.targetGroupArn(), new Grouping(changed, before.attributes()));
        publication.publish();
        return ModifyTargetGroupResponse.builder().targetGroups(shown(changed)).build();
    }

    private static <T> T or(T value, T otherwise) {
        return value == null ? otherwise : value;
    }

    public DeleteTargetGroupResponse deleteTargetGroup(DeleteTargetGroupRequest request) {
        if (!state.usersOf(request.targetGroupArn()).isEmpty()) {
            throw Errors.inUse(
                    "Target group '" + request.targetGroupArn() + "' is currently in use by a listener or a rule");
        }
        state.groups.remove(request.targetGroupArn());
        state.tags.remove(request.targetGroupArn());
        state.targets.remove(request.targetGroupArn());
        publication.publish();
        return DeleteTargetGroupResponse.builder().build();
    }
}
