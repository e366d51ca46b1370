package dev.provision.aws.doctor;

import dev.provision.aws.Api;
import dev.provision.aws.Lazy;
import dev.provision.aws.network.Ec2Tags;
import dev.provision.aws.network.GivenNetwork;
import dev.provision.aws.network.SubnetId;
import dev.provision.aws.network.VpcId;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.IpPermission;
import software.amazon.awssdk.services.ec2.model.SecurityGroup;
import software.amazon.awssdk.services.ec2.model.SecurityGroupIdentifier;
import software.amazon.awssdk.services.ec2.model.VpcEndpoint;
import software.amazon.awssdk.services.ec2.model.VpcEndpointType;

/**
 * The VPC endpoints for what tasks need ("Amazon ECR interface VPC endpoints" in the ECR guide, "Amazon ECS interface VPC
 * endpoints" in that of ECS): an interface endpoint serves all of the VPC, if the service's own name leads to it and its security
 * groups let the tasks in; a gateway endpoint serves the subnets whose route tables lead to it.
 */
public final class VpcEndpoints {
    static final int HTTPS = 443;
    private static final Set<String> GONE = Set.of("deleting", "deleted");
    private final GivenNetwork network;
    private final EndpointRemedies remedies;
    private final WayIn.Tasks tasks;
    private final Optional<SecurityGroup> tasksGroup;
    private final List<VpcEndpoint> endpoints;
    private final Lazy<List<SecurityGroup>> groups;

    private VpcEndpoints(
            Api<Ec2Client> ec2,
            VpcId vpc,
            GivenNetwork network,
            WayIn.Tasks tasks,
            Optional<SecurityGroup> tasksGroup,
            List<VpcEndpoint> endpoints) {
        this.network = network;
        this.remedies = new EndpointRemedies(vpc, network, tasks);
        this.tasks = tasks;
        this.tasksGroup = tasksGroup;
        this.endpoints = endpoints;
        this.groups = new Lazy<>(() -> {
            List<String> ids = endpoints.stream()
                    .flatMap(endpoint -> groupIds(endpoint).stream())
                    .distinct()
                    .toList();
            return ids.isEmpty()
                    ? List.of()
                    : ec2.call(
                            c -> c.describeSecurityGroups(r -> r.groupIds(ids)).securityGroups());
        });
    }

    /** Asks for all endpoints of a VPC, with one call. */
    static VpcEndpoints of(
            Api<Ec2Client> ec2,
            VpcId vpc,
            GivenNetwork network,
            WayIn.Tasks tasks,
            Optional<SecurityGroup> tasksGroup) {
        Set<String> needed = tasks.services().stream()
                .map(service -> name(tasks.region(), service))
                .collect(Collectors.toSet());
        return new VpcEndpoints(
                ec2, vpc, network, tasks, tasksGroup, ec2.call(c -> c
                        .describeVpcEndpointsPaginator(r -> r.filters(Ec2Tags.filter("vpc-id", vpc.value())))
                        .vpcEndpoints()
                        .stream()
                        .filter(endpoint -> needed.contains(endpoint.serviceName()))
                        .filter(endpoint -> !GONE.contains(state(endpoint)))
                        .toList()));
    }

    /** The IAM action that is needed. */
    public static String action() {
        return "ec2:DescribeVpcEndpoints";
    }

    static String name(String region, String service) {
        return "com.amazonaws." + region + "." + service;
    }

    /** In small letters, unlike the SDK's enumeration, which does not know it then. */
    static String state(VpcEndpoint endpoint) {
        return endpoint.stateAsString().toLowerCase(Locale.ROOT);
    }

    static boolean byInterface(VpcEndpoint endpoint) {
        return endpoint.vpcEndpointType() == VpcEndpointType.INTERFACE;
    }

    static List<String> groupIds(VpcEndpoint endpoint) {
        return endpoint.groups().stream().map(SecurityGroupIdentifier::groupId).toList();
    }

    /** Whether somebody meant tasks to do without the internet: an endpoint for S3 alone costs nothing and is everywhere. */
    boolean meant() {
        return endpoints.stream().anyMatch(VpcEndpoints::byInterface);
    }

    /** How a service can be reached from a subnet. */
    sealed interface Reach {
        /** By an endpoint. */
        record By(VpcEndpoint endpoint) implements Reach {}

        /**
         * By none.
         *
         * @param why and what to do
         * @param named whether the service's name leads to an endpoint all the same, and so not to the internet
         */
        record None(String why, boolean named) implements Reach {}
    }

    /** The interface endpoint to which a service's name leads or, where there is none, the gateway endpoint of the subnet. */
    Reach reach(String service, SubnetId subnet) {
        List<VpcEndpoint> of = endpoints.stream()
                .filter(endpoint -> endpoint.serviceName().equals(name(tasks.region(), service)))
                .toList();
        return of.stream()
                .filter(VpcEndpoints::named)
                .findFirst()
                .map(endpoint -> reach(endpoint, subnet))
                .or(() -> of.stream()
                        .filter(endpoint -> list(endpoint, subnet).isPresent())
                        .findFirst()
                        .map(Reach.By::new))
                .orElseGet(() -> new Reach.None(missing(service, of, subnet), false));
    }

    private static boolean named(VpcEndpoint endpoint) {
        return byInterface(endpoint)
                && state(endpoint).equals("available")
                && Boolean.TRUE.equals(endpoint.privateDnsEnabled())
                && (endpoint.dnsOptions() == null
                        || !Boolean.TRUE.equals(endpoint.dnsOptions().privateDnsOnlyForInboundResolverEndpoint()));
    }

    private Optional<String> list(VpcEndpoint endpoint, SubnetId subnet) {
        return network.prefixListTo(subnet, endpoint.vpcEndpointId());
    }

    private Reach reach(VpcEndpoint endpoint, SubnetId subnet) {
        if (endpoint.subnetIds().isEmpty()) {
            return new Reach.None(remedies.ofNowhere(endpoint), true);
        }
        return letsIn(endpoint, subnet)
                ? new Reach.By(endpoint)
                : new Reach.None(remedies.ofClosed(endpoint, of(endpoint), tasksGroup, subnet), true);
    }

    private List<SecurityGroup> of(VpcEndpoint endpoint) {
        return groups.get().stream()
                .filter(group -> groupIds(endpoint).contains(group.groupId()))
                .toList();
    }

    private boolean letsIn(VpcEndpoint endpoint, SubnetId subnet) {
        return of(endpoint).stream()
                .flatMap(group -> group.ipPermissions().stream())
                .anyMatch(rule -> GroupRules.covers(rule, HTTPS)
                        && (names(
                                        rule,
                                        tasksGroup.stream()
                                                .map(SecurityGroup::groupId)
                                                .toList())
                                || network.range(subnet)
                                        .filter(range -> contains(rule, range))
                                        .isPresent()));
    }

    private static boolean names(IpPermission rule, List<String> groupIds) {
        return rule.userIdGroupPairs().stream().anyMatch(pair -> groupIds.contains(pair.groupId()));
    }

    private static boolean contains(IpPermission rule, String range) {
        Span wanted = Span.of(range);
        return rule.ipRanges().stream()
                .map(block -> Span.of(block.cidrIp()))
                .anyMatch(block -> block.contains(wanted.first()) && block.contains(wanted.last()));
    }

    /** Whether the group of the tasks lets them out to every endpoint that serves them. */
    boolean letOut() {
        List<VpcEndpoint> serving = serving();
        return !serving.isEmpty()
                && serving.stream().allMatch(endpoint -> tasksGroup.stream()
                        .flatMap(group -> group.ipPermissionsEgress().stream())
                        .filter(rule -> GroupRules.covers(rule, HTTPS))
                        .anyMatch(rule -> GroupRules.anywhere(rule) || leads(rule, endpoint)));
    }

    private boolean leads(IpPermission rule, VpcEndpoint endpoint) {
        return byInterface(endpoint)
                ? names(rule, groupIds(endpoint))
                        || endpoint.subnetIds().stream()
                                .flatMap(id -> network.range(new SubnetId(id)).stream())
                                .allMatch(range -> contains(rule, range))
                : rule.prefixListIds().stream().anyMatch(list -> tasks.subnets().stream()
                        .flatMap(subnet -> list(endpoint, subnet).stream())
                        .anyMatch(list.prefixListId()::equals));
    }

    private List<VpcEndpoint> serving() {
        return serving(tasks.subnets().stream()).toList();
    }

    /** Those that are reached from some of these subnets. */
    private Stream<VpcEndpoint> serving(Stream<SubnetId> from) {
        return from.flatMap(subnet -> tasks.services().stream().map(service -> reach(service, subnet)))
                .flatMap(reach -> reach instanceof Reach.By by ? Stream.of(by.endpoint()) : Stream.empty())
                .distinct();
    }

    /**
     * Where the interfaces are that serve tasks in a subnet, but for those of endpoints that have one in the subnet itself: one
     * is enough, for clients try the addresses of a name one after the other.
     */
    List<SubnetId> beyond(SubnetId subnet) {
        return serving(Stream.of(subnet))
                .filter(endpoint -> !endpoint.subnetIds().contains(subnet.value()))
                .flatMap(endpoint -> endpoint.subnetIds().stream())
                .distinct()
                .sorted()
                .map(SubnetId::new)
                .toList();
    }

    /** Whether some of what the tasks reach has addresses of the internet. */
    boolean someByGateway() {
        return serving().stream().anyMatch(endpoint -> !byInterface(endpoint));
    }

    private String missing(String service, List<VpcEndpoint> of, SubnetId subnet) {
        return of.stream()
                .findFirst()
                .map(endpoint -> remedies.ofIdle(endpoint, subnet))
                .orElseGet(() -> remedies.ofNone(service, bestGroups()));
    }

    /** Those of an endpoint that is there already: best, of one that lets the tasks in. */
    private List<String> bestGroups() {
        return endpoints.stream()
                .filter(VpcEndpoints::byInterface)
                .min(Comparator.comparing(
                        endpoint -> tasks.subnets().stream().noneMatch(subnet -> letsIn(endpoint, subnet))))
                .map(VpcEndpoints::groupIds)
                .orElse(List.of());
    }
}
