package dev.provision.aws.doctor;

import dev.provision.aws.Api;
import dev.provision.aws.Inventory;
import dev.provision.aws.network.Ec2Tags;
import dev.provision.aws.network.GivenNetwork;
import dev.provision.aws.network.GivenNetwork.InternetRoute;
import dev.provision.aws.network.SubnetId;
import dev.provision.aws.network.VpcId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.ConnectivityType;
import software.amazon.awssdk.services.ec2.model.InternetGateway;
import software.amazon.awssdk.services.ec2.model.NatGateway;
import software.amazon.awssdk.services.ec2.model.NatGatewayState;
import software.amazon.awssdk.services.ec2.model.SecurityGroup;

/**
 * The way of tasks out to the internet, where ECR, CloudWatch Logs and the stores of secrets are: whoever does not reach them does
 * not start. VPC endpoints, which are another way to them, are not looked at.
 */
final class WayOut {
    static final String OTHERWISE = "tasks get neither image nor secrets and write no log, so that none starts";

    private static final int HTTPS = 443;
    private static final String ANYWHERE = "0.0.0.0/0";
    private final VpcId vpc;
    private final GivenNetwork network;
    private final Inventory<NatGateway> natGateways;
    private final Inventory<InternetGateway> internetGateways;

    WayOut(Api<Ec2Client> ec2, VpcId vpc, GivenNetwork network) {
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
        List<Finding> hops = new ArrayList<>();
        group.map(WayOut::egress).ifPresent(hops::add);
        tasks.subnets()
                .forEach(subnet -> hops.add(route(subnet, tasks.withoutAddress().contains(subnet))));
        acls.ifPresent(hop -> hops.addAll(hop.wayOut(tasks.subnets(), this::throughSubnet, HTTPS)));
        return hops;
    }

    private static Finding egress(SecurityGroup group) {
        String hop = "security group of the tasks";
        String name = GroupRules.names(List.of(group));
        return group.ipPermissionsEgress().stream()
                        .anyMatch(rule -> GroupRules.covers(rule, HTTPS) && GroupRules.anywhere(rule))
                ? Finding.good(hop, name + " lets out tcp " + HTTPS + " to anywhere")
                : Finding.bad(
                        hop,
                        name + " has no rule that lets out tcp " + HTTPS + " to " + ANYWHERE + ": " + OTHERWISE
                                + "; aws ec2 authorize-security-group-egress --group-id " + group.groupId()
                                + " --protocol tcp --port " + HTTPS + " --cidr " + ANYWHERE);
    }

    private Finding route(SubnetId subnet, boolean withoutAddress) {
        String hop = "way out of " + subnet;
        Optional<InternetRoute> route = network.internetRoute(subnet);
        if (route.filter(InternetRoute::active).isEmpty()) {
            return Finding.bad(
                    hop,
                    route.map(gone -> "the route " + ANYWHERE + " of " + table(subnet) + " leads to " + gone.target()
                                            + ", which is not there any more")
                                    .orElse(table(subnet) + " has no route " + ANYWHERE)
                            + ": " + OTHERWISE + "; "
                            + (withoutAddress ? toNatGateway(subnet) : toInternetGateway(subnet)));
        }
        String target = route.get().target();
        if (target.startsWith("nat-")) {
            return throughNat(hop, target, subnet);
        }
        if (!target.startsWith("igw-")) {
            return Finding.good(hop, ANYWHERE + " goes to " + target + ", beyond which nothing is looked at");
        }
        return withoutAddress
                ? Finding.bad(
                        hop,
                        "the route " + ANYWHERE + " of " + table(subnet) + " leads to " + target
                                + ", which carries nothing for tasks without a public address: " + OTHERWISE + "; "
                                + toNatGateway(subnet))
                : Finding.good(hop, ANYWHERE + " goes to " + target + ", and the tasks have public addresses");
    }

    private Finding throughNat(String hop, String id, SubnetId subnet) {
        String words = ANYWHERE + " goes to " + id;
        Optional<NatGateway> found = natGateway(id);
        if (found.filter(WayOut::usable).isEmpty()) {
            return Finding.bad(
                    hop,
                    words + ", which is " + found.map(WayOut::unusable).orElse("not there") + ": " + OTHERWISE + "; "
                            + toNatGateway(subnet));
        }
        SubnetId stands = new SubnetId(found.get().subnetId());
        return network.wayOut(stands)
                .filter(gateway -> gateway.startsWith("igw-"))
                .map(gateway ->
                        Finding.good(hop, words + ", which is available in " + stands + ", and on to " + gateway))
                .orElseGet(() -> Finding.bad(
                        hop,
                        words + ", and " + table(stands) + " of " + stands + ", where that is, has no active route "
                                + ANYWHERE + " to an internet gateway: " + OTHERWISE + "; "
                                + toInternetGateway(stands)));
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
