package dev.provision.aws.network;

import dev.provision.aws.Api;
import dev.provision.aws.AwsStep;
import dev.provision.aws.Inventory;
import dev.provision.aws.Owner;
import dev.provision.aws.Tagged;
import dev.provision.aws.network.WantedRule.Direction;
import dev.provision.graph.Change;
import dev.provision.graph.Ref;
import dev.provision.graph.StepKey;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.IpPermission;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.SecurityGroup;
import software.amazon.awssdk.services.ec2.model.TagSpecification;

/**
 * The rules of a security group: exactly the wanted ones. Others are revoked.
 */
public final class SecurityGroupRulesStep extends AwsStep<SecurityGroupRulesStep.Live> {
    private static final String RULE = "rule ";
    private static final String ALLOWED = "allowed";
    private static final String DUPLICATE = "InvalidPermission.Duplicate";
    private final Ref<SecurityGroupStep.Live> group;
    private final List<WantedRule> wanted;
    private final Owner owner;
    private final Api<Ec2Client> ec2;
    private final Inventory<Tagged<SecurityGroup>> groups;

    public SecurityGroupRulesStep(
            StepKey key,
            Ref<SecurityGroupStep.Live> group,
            List<WantedRule> wanted,
            Owner owner,
            Api<Ec2Client> ec2,
            Inventory<Tagged<SecurityGroup>> groups) {
        super(
                key,
                "ec2",
                needs(
                        needs(group),
                        wanted.stream()
                                .flatMap(rule -> rule.peer().key().stream())
                                .collect(Collectors.toUnmodifiableSet())));
        this.group = group;
        this.wanted = List.copyOf(wanted);
        this.owner = owner;
        this.ec2 = ec2;
        this.groups = groups;
    }

    /** The rules that a group has. */
    public record Live(GroupId group, List<LiveRule> rules) {
        public Live {
            rules = List.copyOf(rules);
        }
    }

    @Override
    public Optional<Live> find() {
        return group.live()
                .flatMap(live ->
                        groups.first(g -> g.model().groupId().equals(live.id().value())))
                .map(found -> new Live(new GroupId(found.model().groupId()), LiveRule.of(found.model())))
                .filter(live -> !live.rules().isEmpty());
    }

    @Override
    public List<Change> changes(Live live) {
        Stream<Change> revoked = surplus(live).stream().map(rule -> Change.inPlace(RULE + rule, ALLOWED, ""));
        Stream<Change> added = wanted.stream()
                .filter(rule -> rule.known().filter(live.rules()::contains).isEmpty())
                .map(rule -> Change.inPlace(RULE + rule.text(), "", ALLOWED));
        return Stream.concat(revoked, added).toList();
    }

    @Override
    public Map<String, String> wanted(Live live) {
        return known().stream()
                .collect(Collectors.toUnmodifiableMap(rule -> RULE + rule, rule -> ALLOWED, (a, b) -> a));
    }

    private List<LiveRule> known() {
        return wanted.stream().flatMap(rule -> rule.known().stream()).toList();
    }

    private List<LiveRule> surplus(Live live) {
        List<LiveRule> known = known();
        return live.rules().stream().filter(rule -> !known.contains(rule)).toList();
    }

    @Override
    public Live create() {
        groups.stale();
        GroupId id = group.require().id();
        Live live = find().orElse(new Live(id, List.of()));
        return converge(live, changes(live));
    }

    @Override
    public Live converge(Live live, List<Change> changes) {
        List<LiveRule> missing =
                known().stream().filter(rule -> !live.rules().contains(rule)).toList();
        authorize(live.group(), missing);
        revoke(live.group(), surplus(live));
        groups.stale();
        return new Live(live.group(), known());
    }

    private void authorize(GroupId id, List<LiveRule> rules) {
        TagSpecification tags = Ec2Tags.onCreate(ResourceType.SECURITY_GROUP_RULE, owner, key());
        List<IpPermission> in = LiveRule.permissions(rules, Direction.INGRESS);
        if (!in.isEmpty()) {
            ec2.ensure(
                    DUPLICATE,
                    c -> c.authorizeSecurityGroupIngress(
                            r -> r.groupId(id.value()).ipPermissions(in).tagSpecifications(tags)));
        }
        List<IpPermission> out = LiveRule.permissions(rules, Direction.EGRESS);
        if (!out.isEmpty()) {
            ec2.ensure(
                    DUPLICATE,
                    c -> c.authorizeSecurityGroupEgress(
                            r -> r.groupId(id.value()).ipPermissions(out).tagSpecifications(tags)));
        }
    }

    private void revoke(GroupId id, List<LiveRule> rules) {
        List<IpPermission> in = LiveRule.permissions(rules, Direction.INGRESS);
        if (!in.isEmpty()) {
            ec2.delete(
                    c -> c.revokeSecurityGroupIngress(r -> r.groupId(id.value()).ipPermissions(in)));
        }
        List<IpPermission> out = LiveRule.permissions(rules, Direction.EGRESS);
        if (!out.isEmpty()) {
            ec2.delete(
                    c -> c.revokeSecurityGroupEgress(r -> r.groupId(id.value()).ipPermissions(out)));
        }
    }

    @Override
    public void delete(Live live) {
        revoke(live.group(), live.rules());
        groups.stale();
    }

    @Override
    public Set<String> actions() {
        return Set.of(
                "ec2:AuthorizeSecurityGroupEgress",
                "ec2:AuthorizeSecurityGroupIngress",
                "ec2:CreateTags",
                "ec2:DescribeSecurityGroups",
                "ec2:RevokeSecurityGroupEgress",
                "ec2:RevokeSecurityGroupIngress");
    }
}
