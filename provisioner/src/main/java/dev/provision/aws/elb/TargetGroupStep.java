package dev.provision.aws.elb;

import dev.provision.aws.Api;
import dev.provision.aws.Changes;
import dev.provision.aws.Inventory;
import dev.provision.aws.Owner;
import dev.provision.aws.Tagged;
import dev.provision.aws.network.VpcId;
import dev.provision.graph.Change;
import dev.provision.graph.StepKey;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.CreateTargetGroupRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ProtocolEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroup;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroupAttribute;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetTypeEnum;

/** The targets of one slot. */
public final class TargetGroupStep extends ElbStep<TargetGroupStep.Live> {
    private static final String HEALTH = "health_check";
    private static final String ATTRIBUTES = "attributes";
    private final String name;
    private final TargetKind kind;
    private final Inventory<Tagged<TargetGroup>> targetGroups;

    /** @param name at most 32 characters */
    public TargetGroupStep(
            StepKey key,
            String name,
            TargetKind kind,
            Owner owner,
            Api<ElasticLoadBalancingV2Client> elb,
            Inventory<Tagged<TargetGroup>> targetGroups) {
        super(
                key,
                switch (kind) {
                    case TargetKind.Addresses addresses -> needs(addresses.vpc());
                    case TargetKind.Function() -> Set.of();
                },
                owner,
                elb);
        this.name = name;
        this.kind = kind;
        this.targetGroups = targetGroups;
    }

    /**
     * A target group that exists.
     *
     * @param port 0 where targets have none
     * @param vpc empty where targets are in none
     * @param health the fields of the health check; empty for functions, which are not checked
     * @param attributes all that AWS tells
     */
    public record Live(
            TargetGroupArn arn,
            TargetTypeEnum type,
            int port,
            Optional<VpcId> vpc,
            Map<String, String> health,
            Map<String, String> attributes,
            Map<String, String> tags) {}

    /** Functions and tasks are targets of other kinds of groups. */
    @Override
    public String identity() {
        return kind instanceof TargetKind.Function ? "function" : "addresses";
    }

    @Override
    public Optional<Live> find() {
        return targetGroups
                .first(group -> group.model().targetGroupName().equals(name))
                .map(found -> live(found, attributes(found.model().targetGroupArn())));
    }

    private Map<String, String> attributes(String arn) {
        Map<String, String> attributes = new TreeMap<>();
        elb().find(c -> c.describeTargetGroupAttributes(r -> r.targetGroupArn(arn))
                        .attributes())
                .orElse(List.of())
                .forEach(attribute -> attributes.put(attribute.key(), attribute.value()));
        return attributes;
    }

    private static Live live(Tagged<TargetGroup> found, Map<String, String> attributes) {
        TargetGroup group = found.model();
        return new Live(
                new TargetGroupArn(group.targetGroupArn()),
                group.targetType(),
                group.port() == null ? 0 : group.port(),
                Optional.ofNullable(group.vpcId()).map(VpcId::new),
                HealthCheck.of(group),
                attributes,
                found.tags());
    }

    @Override
    protected Changes comparison(Live live) {
        return comparison(live, TargetKind.Addresses::pace);
    }

    /** At the pace at which targets are checked once nobody waits for them any more: a release ends with that. */
    @Override
    public Map<String, String> wanted(Live live) {
        return comparison(live, _ -> CheckPace.STEADY).wanted();
    }

    private Changes comparison(Live live, Function<TargetKind.Addresses, CheckPace> pace) {
        Changes changes = changedTags(live.tags());
        switch (kind) {
            case TargetKind.Addresses addresses ->
                changes.fixed("target_type", live.type(), TargetTypeEnum.IP)
                        .fixed("port", live.port(), addresses.port())
                        .fixedKnown(
                                "vpc_id",
                                live.vpc().map(VpcId::value).orElse(""),
                                addresses.vpc().live().map(vpc -> vpc.id().value()))
                        .entries(
                                HEALTH,
                                live.health(),
                                HealthCheck.wanted(addresses.healthPath(), pace.apply(addresses)));
            case TargetKind.Function() -> changes.fixed("target_type", live.type(), TargetTypeEnum.LAMBDA);
        }
        return changes.entries(ATTRIBUTES, live.attributes(), wantedAttributes());
    }

    private Map<String, String> wantedAttributes() {
        return switch (kind) {
            case TargetKind.Addresses addresses ->
                Map.of("deregistration_delay.timeout_seconds", String.valueOf(addresses.drainSeconds()));
            // Off, only the last of several headers of one name reaches the function: lambda-functions in the ALB
            // guide.
            case TargetKind.Function() -> Map.of("lambda.multi_value_headers.enabled", "true");
        };
    }

    @Override
    public Live create() {
        TargetGroup made = elb().settle(
                        c -> c.createTargetGroup(this::request).targetGroups().getFirst());
        putAttributes(made.targetGroupArn());
        targetGroups.stale();
        return live(new Tagged<>(made, wantedTags()), wantedAttributes());
    }

    private void request(CreateTargetGroupRequest.Builder request) {
        request.name(name).tags(tagList());
        switch (kind) {
            case TargetKind.Addresses addresses ->
                HealthCheck.put(
                        request.targetType(TargetTypeEnum.IP)
                                .protocol(ProtocolEnum.HTTP)
                                .port(addresses.port())
                                .vpcId(addresses.vpc().require().id().value()),
                        addresses.healthPath(),
                        addresses.pace());
            case TargetKind.Function() -> request.targetType(TargetTypeEnum.LAMBDA);
        }
    }

    @Override
    public Live converge(Live live, List<Change> changes) {
        String arn = live.arn().value();
        if (Changes.touch(changes, HEALTH) && kind instanceof TargetKind.Addresses addresses) {
            elb().run(c -> c.modifyTargetGroup(
                    r -> HealthCheck.put(r.targetGroupArn(arn), addresses.healthPath(), addresses.pace())));
        }
        if (Changes.touch(changes, ATTRIBUTES)) {
            putAttributes(arn);
        }
        if (Changes.touch(changes, "tags")) {
            putTags(arn);
        }
        targetGroups.stale();
        return find().orElse(live);
    }

    private void putAttributes(String arn) {
        List<TargetGroupAttribute> wanted = wantedAttributes().entrySet().stream()
                .map(entry -> TargetGroupAttribute.builder()
                        .key(entry.getKey())
                        .value(entry.getValue())
                        .build())
                .toList();
        elb().settle(c ->
                c.modifyTargetGroupAttributes(r -> r.targetGroupArn(arn).attributes(wanted)));
    }

    @Override
    public void delete(Live live) {
        elb().delete(c -> c.deleteTargetGroup(r -> r.targetGroupArn(live.arn().value())));
        targetGroups.stale();
    }

    @Override
    public Set<String> actions() {
        return elbActions(
                "CreateTargetGroup",
                "DeleteTargetGroup",
                "DescribeTargetGroupAttributes",
                "DescribeTargetGroups",
                "ModifyTargetGroup",
                "ModifyTargetGroupAttributes");
    }
}
