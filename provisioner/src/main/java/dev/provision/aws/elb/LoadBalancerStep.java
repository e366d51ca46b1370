package dev.provision.aws.elb;

import dev.provision.aws.Api;
import dev.provision.aws.Changes;
import dev.provision.aws.Inventory;
import dev.provision.aws.Owner;
import dev.provision.aws.Tagged;
import dev.provision.aws.dns.HostedZoneId;
import dev.provision.aws.network.GroupId;
import dev.provision.aws.network.Placement;
import dev.provision.aws.network.SubnetId;
import dev.provision.graph.Change;
import dev.provision.graph.Readiness;
import dev.provision.graph.StepKey;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.AvailabilityZone;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancer;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancerAttribute;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancerSchemeEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancerStateEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancerTypeEnum;

/** An internet-facing application load balancer in the public subnets. */
public final class LoadBalancerStep extends ElbStep<LoadBalancerStep.Live> {
    private static final String SUBNETS = "subnets";
    private static final String GROUPS = "security_groups";
    private static final String ATTRIBUTES = "attributes";
    private final Spec spec;
    private final Placement placement;
    private final Inventory<Tagged<LoadBalancer>> loadBalancers;

    /**
     * What is wanted.
     *
     * @param name at most 32 characters
     * @param idleTimeout seconds after which a silent connection is closed
     * @param accessLogs where every request is written down
     */
    public record Spec(String name, int idleTimeout, Optional<AccessLogs> accessLogs) {
        /** The attributes that we set. */
        Map<String, String> attributes() {
            Map<String, String> attributes = new TreeMap<>();
            attributes.put("idle_timeout.timeout_seconds", String.valueOf(idleTimeout));
            attributes.put("routing.http.drop_invalid_header_fields.enabled", "true");
            attributes.put("access_logs.s3.enabled", String.valueOf(accessLogs.isPresent()));
            accessLogs.ifPresent(logs -> {
                attributes.put("access_logs.s3.bucket", logs.bucket());
                attributes.put("access_logs.s3.prefix", logs.prefix());
            });
            return attributes;
        }
    }

    /** @param prefix of the objects' names; may be empty */
    public record AccessLogs(String bucket, String prefix) {}

    /**
     * @param placement in public subnets
     * @param order what must be there before it, without being part of it: the internet gateway and the way to it
     */
    public LoadBalancerStep(
            StepKey key,
            Spec spec,
            Placement placement,
            Set<StepKey> order,
            Owner owner,
            Api<ElasticLoadBalancingV2Client> elb,
            Inventory<Tagged<LoadBalancer>> loadBalancers) {
        super(key, needs(placement.needs(), order), owner, elb);
        this.spec = spec;
        this.placement = placement;
        this.loadBalancers = loadBalancers;
    }

    /**
     * A load balancer that exists.
     *
     * @param dnsName under which it is reached
     * @param zone of that name, for alias records
     * @param attributes those that we set
     */
    public record Live(
            LoadBalancerArn arn,
            String dnsName,
            HostedZoneId zone,
            LoadBalancerStateEnum state,
            String stateReason,
            Set<SubnetId> subnets,
            Set<GroupId> groups,
            Map<String, String> attributes,
            Map<String, String> tags) {}

    @Override
    public Optional<Live> find() {
        return loadBalancers
                .first(balancer -> balancer.model().loadBalancerName().equals(spec.name()))
                .map(found -> live(found, attributes(found.model().loadBalancerArn())));
    }

    private Map<String, String> attributes(String arn) {
        Map<String, String> attributes = new TreeMap<>();
        elb().find(c -> c.describeLoadBalancerAttributes(r -> r.loadBalancerArn(arn))
                        .attributes())
                .orElse(List.of())
                .forEach(attribute -> attributes.put(attribute.key(), attribute.value()));
        return attributes;
    }

    private static Live live(Tagged<LoadBalancer> found, Map<String, String> attributes) {
        LoadBalancer balancer = found.model();
        return new Live(
                new LoadBalancerArn(balancer.loadBalancerArn()),
                balancer.dnsName(),
                new HostedZoneId(Objects.requireNonNullElse(balancer.canonicalHostedZoneId(), "")),
                balancer.state().code(),
                balancer.state().reason() == null ? "" : balancer.state().reason(),
                balancer.availabilityZones().stream()
                        .map(AvailabilityZone::subnetId)
                        .map(SubnetId::new)
                        .collect(Collectors.toUnmodifiableSet()),
                balancer.securityGroups().stream().map(GroupId::new).collect(Collectors.toUnmodifiableSet()),
                attributes,
                found.tags());
    }

    @Override
    protected Changes comparison(Live live) {
        return changedTags(live.tags())
                .known(SUBNETS, live.subnets(), placement.knownSubnets())
                .known(GROUPS, live.groups(), placement.knownGroups())
                .entries(ATTRIBUTES, live.attributes(), spec.attributes());
    }

    @Override
    public Live create() {
        LoadBalancer made = elb().settle(c -> c.createLoadBalancer(r -> r.name(spec.name())
                        .type(LoadBalancerTypeEnum.APPLICATION)
                        .scheme(LoadBalancerSchemeEnum.INTERNET_FACING)
                        .subnets(placement.subnetIds())
                        .securityGroups(placement.groupId())
                        .tags(tagList()))
                .loadBalancers()
                .getFirst());
        putAttributes(made.loadBalancerArn());
        loadBalancers.stale();
        return live(new Tagged<>(made, wantedTags()), spec.attributes());
    }

    @Override
    public Live converge(Live live, List<Change> changes) {
        String arn = live.arn().value();
        if (Changes.touch(changes, SUBNETS)) {
            elb().settle(c -> c.setSubnets(r -> r.loadBalancerArn(arn).subnets(placement.subnetIds())));
        }
        if (Changes.touch(changes, GROUPS)) {
            elb().settle(c -> c.setSecurityGroups(r -> r.loadBalancerArn(arn).securityGroups(placement.groupId())));
        }
        if (Changes.touch(changes, ATTRIBUTES)) {
            putAttributes(arn);
        }
        if (Changes.touch(changes, "tags")) {
            putTags(arn);
        }
        loadBalancers.stale();
        return find().orElse(live);
    }

    private void putAttributes(String arn) {
        List<LoadBalancerAttribute> wanted = spec.attributes().entrySet().stream()
                .map(entry -> LoadBalancerAttribute.builder()
                        .key(entry.getKey())
                        .value(entry.getValue())
                        .build())
                .toList();
        elb().settle(c ->
                c.modifyLoadBalancerAttributes(r -> r.loadBalancerArn(arn).attributes(wanted)));
    }

    @Override
    public Readiness probe(Live live) {
        return live.state() == LoadBalancerStateEnum.ACTIVE
                ? Readiness.ready()
                : elb().find(c -> c.describeLoadBalancers(
                                        r -> r.loadBalancerArns(live.arn().value()))
                                .loadBalancers()
                                .getFirst())
                        .map(LoadBalancerStep::readiness)
                        .orElseGet(() -> Readiness.pending("the load balancer is not described yet"));
    }

    private static Readiness readiness(LoadBalancer now) {
        return switch (now.state().code()) {
            case ACTIVE, ACTIVE_IMPAIRED -> Readiness.ready();
            case FAILED ->
                Readiness.failed("the load balancer failed: " + now.state().reason(), "");
            default -> Readiness.pending("the load balancer is " + now.state().codeAsString());
        };
    }

    @Override
    public void delete(Live live) {
        elb().delete(c -> c.deleteLoadBalancer(r -> r.loadBalancerArn(live.arn().value())));
        loadBalancers.stale();
    }

    @Override
    public Set<String> actions() {
        return elbActions(
                "CreateLoadBalancer",
                "DeleteLoadBalancer",
                "DescribeLoadBalancerAttributes",
                "DescribeLoadBalancers",
                "ModifyLoadBalancerAttributes",
                "SetSecurityGroups",
                "SetSubnets");
    }

    @Override
    public int typicalSeconds() {
        return 120;
    }
}
