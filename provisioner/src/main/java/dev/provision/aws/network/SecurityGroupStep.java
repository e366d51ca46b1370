package dev.provision.aws.network;

import dev.provision.aws.Api;
import dev.provision.aws.Changes;
import dev.provision.aws.Inventory;
import dev.provision.aws.Owner;
import dev.provision.aws.Tagged;
import dev.provision.aws.network.WantedRule.Direction;
import dev.provision.graph.Change;
import dev.provision.graph.Ref;
import dev.provision.graph.StepKey;
import dev.provision.graph.StillInUse;
import java.util.List;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.NetworkInterface;
import software.amazon.awssdk.services.ec2.model.NetworkInterfaceStatus;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.SecurityGroup;

/** A security group, made without any rule. Its rules are a step of their own, so that groups can name each other. */
public final class SecurityGroupStep extends Ec2Step<SecurityGroup, SecurityGroupStep.Live> {
    private static final String LAMBDA_INTERFACES = "AWS Lambda VPC ENI-*";
    private final Spec spec;
    private final Ref<VpcStep.Live> vpc;

    /**
     * What is wanted; neither can be changed later.
     *
     * @param name unique within the VPC
     */
    public record Spec(String name, String description) {}

    /**
     * @param order what must outlive the group, without being part of it: the role with which Lambda removes its network
     *     interfaces, for as long as one uses the group
     */
    public SecurityGroupStep(
            StepKey key,
            Spec spec,
            Ref<VpcStep.Live> vpc,
            Set<StepKey> order,
            Owner owner,
            Api<Ec2Client> ec2,
            Inventory<Tagged<SecurityGroup>> securityGroups) {
        super(key, needs(needs(vpc), order), owner, ec2, securityGroups);
        this.spec = spec;
        this.vpc = vpc;
    }

    /** A security group that exists. */
    public record Live(GroupId id, VpcId vpc, String name, String description, Map<String, String> tags) {}

    @Override
    Live live(Tagged<SecurityGroup> described) {
        SecurityGroup group = described.model();
        return new Live(
                new GroupId(group.groupId()),
                new VpcId(group.vpcId()),
                group.groupName(),
                group.description(),
                described.tags());
    }

    @Override
    ResourceType type() {
        return ResourceType.SECURITY_GROUP;
    }

    @Override
    protected Changes comparison(Live live) {
        return changedTags(live.tags())
                .fixedKnown("vpc_id", live.vpc(), vpc.live().map(VpcStep.Live::id))
                .fixed("group_name", live.name(), spec.name())
                .fixed("description", live.description(), spec.description());
    }

    @Override
    public Live create() {
        VpcId vpcId = vpc.require().id();
        Live made = ec2().createOnce(this::look, c -> {
            String id = c.createSecurityGroup(r -> r.groupName(spec.name())
                            .description(spec.description())
                            .vpcId(vpcId.value())
                            .tagSpecifications(onCreate()))
                    .groupId();
            return new Live(new GroupId(id), vpcId, spec.name(), spec.description(), wantedTags());
        });
        revokeDefaultEgress(made.id());
        stale();
        return made;
    }

    /** AWS gives every new group a rule that lets everything out: API_CreateSecurityGroup. */
    private void revokeDefaultEgress(GroupId id) {
        LiveRule everything = new LiveRule(Direction.EGRESS, "-1", -1, -1, "0.0.0.0/0");
        ec2().delete(c ->
                c.revokeSecurityGroupEgress(r -> r.groupId(id.value()).ipPermissions(everything.permission())));
    }

    @Override
    public Live converge(Live live, List<Change> changes) {
        putTags(live.id().value());
        stale();
        return new Live(live.id(), live.vpc(), live.name(), live.description(), wantedTags());
    }

    @Override
    public void delete(Live live) {
        try {
            ec2().delete(c -> c.deleteSecurityGroup(r -> r.groupId(live.id().value())));
        } catch (StillInUse used) {
            deleteLambdaInterfaces(live.id());
            throw used;
        } finally {
            stale();
        }
    }

    /**
     * Lambda leaves its network interfaces behind for 20 minutes and more, but the ones it has let go of can be deleted:
     * foundation-networking in the Lambda guide; hashicorp/terraform-provider-aws#37046.
     */
    private void deleteLambdaInterfaces(GroupId group) {
        List<NetworkInterface> left = ec2().call(c -> c
                .describeNetworkInterfacesPaginator(r -> r.filters(
                        Ec2Tags.filter("group-id", group.value()), Ec2Tags.filter("description", LAMBDA_INTERFACES)))
                .networkInterfaces()
                .stream()
                .toList());
        left.stream()
                .filter(eni -> eni.status() == NetworkInterfaceStatus.AVAILABLE)
                .forEach(eni -> ec2().delete(
                                c -> c.deleteNetworkInterface(r -> r.networkInterfaceId(eni.networkInterfaceId()))));
    }

    @Override
    public Set<String> actions() {
        return ec2Actions(
                "CreateSecurityGroup",
                "DeleteNetworkInterface",
                "DeleteSecurityGroup",
                "DescribeNetworkInterfaces",
                "DescribeSecurityGroups",
                "RevokeSecurityGroupEgress");
    }
}
