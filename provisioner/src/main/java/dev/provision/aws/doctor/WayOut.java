package dev.provision.aws.doctor;

import dev.provision.aws.Api;
import dev.provision.aws.Inventory;
import dev.provision.aws.network.Ec2Tags;
import dev.provision.aws.network.GivenNetwork;
import dev.provision.aws.network.GivenNetwork.InternetRoute;
import dev.provision.aws.network.SubnetId;
import dev.provision.aws.network.VpcId;
import dev.provision.graph.ProvisionException.PermissionMissing;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.ConnectivityType;
import software.amazon.awssdk.services.ec2.model.InternetGateway;
import software.amazon.awssdk.services.ec2.model.NatGateway;
import software.amazon.awssdk.services.ec2.model.NatGatewayState;
import software.amazon.awssdk.services.ec2.model.SecurityGroup;

/**
 * The way of tasks out to the internet, where ECR, CloudWatch Logs and the stores of secrets are: whoever does not reach them does
 * not start. VPC endpoints are another way to them, and the only one where the names of the services lead to endpoints.
 */
final class WayOut {
    static final String OTHERWISE = "tasks get neither image nor secrets and write no log, so that none starts";

    private static final int HTTPS = VpcEndpoints.HTTPS;
    private static final String ANYWHERE = "0.0.0.0/0";
    private final Api<Ec2Client> ec2;
    private final VpcId vpc;
    private final GivenNetwork network;
    private final Inventory<NatGateway> natGateways;
    private final Inventory<InternetGateway> internetGateways;

    WayOut(Api<Ec2Client> ec2, VpcId vpc, GivenNetwork network) {
        this.ec2 = ec2;
        this.vpc = vpc;
        this.network = network;
        this.natGateways =
                new Inventory<>(() -> ec2.call(c -> c
                        .describeNatGatewaysPaginator(r -> r.filter(Ec2Tags.filter("vpc-id", vpc.value())))
                        .natGateways()
                        .stream()
                        .toList()));
        this.internetGateways = new Inventory<>(() -> ec2.call(c -> c
                .describeInternetGatewaysPaginator(r -> r.filters(Ec2Tags.filter("attachment.vpc-id", vpc.value())))
                .internetGateways()
                .stream()
                .toList()));
    }

    /**
     * Each hop of tasks.
     *
     * @param group their security group
     * @param acls where one may look at them
     */
    List<Finding> hops(WayIn.Tasks tasks, Optional<SecurityGroup> group, Optional<NetworkAclHop> acls) {
        List<Hop> groups = group.map(WayOut::egress).stream().toList();
        SequencedMap<SubnetId, Hop> routes = new LinkedHashMap<>();
        tasks.subnets()
                .forEach(subnet ->
                        routes.put(subnet, route(subnet, tasks.withoutAddress().contains(subnet))));
        List<Finding> aclHops = acls.map(hop -> hop.wayOut(tasks.subnets(), this::throughSubnet, HTTPS))
                .orElse(List.of());
        List<Finding> hops = Stream.of(
                        groups.stream().map(Hop::finding),
                        routes.values().stream().map(Hop::finding),
                        aclHops.stream())
                .flatMap(each -> each)
                .toList();
        try {
            VpcEndpoints endpoints = VpcEndpoints.of(ec2, vpc, network, tasks, group);
            return endpoints.meant() ? new EndpointHops(endpoints, tasks).with(groups, routes, aclHops, acls) : hops;
        } catch (PermissionMissing denied) {
            // His policy may be from before this question.
            return Stream.concat(
                            hops.stream(),
                            Stream.of(Finding.note(
                                    "VPC endpoints", "not looked at, " + denied.getMessage() + "; " + denied.remedy())))
                    .toList();
        }
    }

    /**
     * Something on the way.
     *
     * @param check what was looked at
     * @param words what there is
     * @param remedy what to do, where it blocks
     */
    record Hop(String check, String words, Optional<String> remedy) {
        static Hop open(String check, String words) {
            return new Hop(check, words, Optional.empty());
        }

        static Hop blocked(String check, String words, String remedy) {
            return new Hop(check, words, Optional.of(remedy));
        }

        Finding finding() {
            return remedy.map(what -> Finding.bad(check, words + ": " + OTHERWISE + "; " + what))
                    .orElseGet(() -> Finding.good(check, words));
        }
    }

    private static Hop egress(SecurityGroup group) {
        String hop = "security group of the tasks";
        String name = GroupRules.names(List.of(group));
        return group.ipPermissionsEgress().stream()
                        .anyMatch(rule -> GroupRules.covers(rule, HTTPS) && GroupRules.anywhere(rule))
                ? Hop.open(hop, name + " lets out tcp " + HTTPS + " to anywhere")
                : Hop.blocked(
                        hop,
                        name + " has no rule that lets out tcp " + HTTPS + " to " + ANYWHERE,
                        "aws ec2 authorize-security-group-egress --group-id " + group.groupId()
                                + " --protocol tcp --port " + HTTPS + " --cidr " + ANYWHERE);
    }

    private Hop route(SubnetId subnet, boolean withoutAddress) {
        String hop = "way out of " + subnet;
        Optional<InternetRoute> route = network.internetRoute(subnet);
        if (route.filter(InternetRoute::active).isEmpty()) {
            return Hop.blocked(
                    hop,
                    route.map(gone -> "the route " + ANYWHERE + " of " + table(subnet) + " leads to " + gone.target()
                                    + ", which is not there any more")
                            .orElse(table(subnet) + " has no route " + ANYWHERE),
                    withoutAddress ? toNatGateway(subnet) : toInternetGateway(subnet));
        }
        String target = route.get().target();
        if (target.startsWith("nat-")) {
            return throughNat(hop, target, subnet);
        }
        if (!target.startsWith("igw-")) {
            return Hop.open(hop, ANYWHERE + " goes to " + target + ", beyond which nothing is looked at");
        }
        return withoutAddress
                ? Hop.blocked(
                        hop,
                        "the route " + ANYWHERE + " of " + table(subnet) + " leads to " + target
                                + ", which carries nothing for tasks without a public address",
                        toNatGateway(subnet))
                : Hop.open(hop, ANYWHERE + " goes to " + target + ", and the tasks have public addresses");
    }

    private Hop throughNat(String hop, String id, SubnetId subnet) {
        String words = ANYWHERE + " goes to " + id;
        Optional<NatGateway> found = natGateway(id);
        if (found.filter(WayOut::usable).isEmpty()) {
            return Hop.blocked(
                    hop, words + ", which is " + found.map(WayOut::unusable).orElse("not there"), toNatGateway(subnet));
        }
        SubnetId stands = new SubnetId(found.get().subnetId());
        return network.wayOut(stands)
                .filter(gateway -> gateway.startsWith("igw-"))
                .map(gateway -> Hop.open(hop, words + ", which is available in " + stands + ", and on to " + gateway))
                .orElseGet(() -> Hop.blocked(
                        hop,
                        words + ", and " + table(stands) + " of " + stands + ", where that is, has no active route "
                                + ANYWHERE + " to an internet gateway",
                        toInternetGateway(stands)));
    }

    private static boolean usable(NatGateway nat) {
        return nat.state() == NatGatewayState.AVAILABLE && nat.connectivityType() != ConnectivityType.PRIVATE;
    }

    private static String unusable(NatGateway nat) {
        return switch (nat.state()) {
            case AVAILABLE -> "a private one, without an Elastic IP";
            case PENDING -> "pending, which takes two minutes";
            default -> nat.stateAsString() + (nat.failureMessage() == null ? "" : ", " + nat.failureMessage());
        };
    }

    private Optional<NatGateway> natGateway(String id) {
        return natGateways.first(nat -> nat.natGatewayId().equals(id));
    }

    /** The subnet of the NAT gateway through which a subnet's packets go. */
    private Optional<SubnetId> throughSubnet(SubnetId subnet) {
        return network.wayOut(subnet)
                .filter(target -> target.startsWith("nat-"))
                .flatMap(this::natGateway)
                .map(nat -> new SubnetId(nat.subnetId()));
    }

    private String table(SubnetId subnet) {
        return network.tableOf(subnet).orElse("no route table");
    }

    /** One in another zone would do, and cost more. */
    private String toNatGateway(SubnetId subnet) {
        return natGateways.all().stream()
                .filter(WayOut::usable)
                .min(Comparator.comparing(
                        nat -> !network.zone(new SubnetId(nat.subnetId())).equals(network.zone(subnet))))
                .map(nat -> lead(subnet, "--nat-gateway-id " + nat.natGatewayId()))
                .orElseGet(() -> "no NAT gateway of " + vpc + " is available; up makes the environment's own again");
    }

    private String toInternetGateway(SubnetId subnet) {
        return internetGateways.all().stream()
                .findFirst()
                .map(gateway -> lead(subnet, "--gateway-id " + gateway.internetGatewayId()))
                .orElseGet(() ->
                        "no internet gateway is attached to " + vpc + "; up attaches the environment's own again");
    }

    private String lead(SubnetId subnet, String to) {
        return "aws ec2 " + (network.internetRoute(subnet).isPresent() ? "replace" : "create")
                + "-route --route-table-id " + table(subnet) + " --destination-cidr-block " + ANYWHERE + " " + to;
    }
}
