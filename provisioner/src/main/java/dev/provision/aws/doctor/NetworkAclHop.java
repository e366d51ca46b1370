package dev.provision.aws.doctor;

import dev.provision.aws.Api;
import dev.provision.aws.network.Ec2Tags;
import dev.provision.aws.network.GivenNetwork;
import dev.provision.aws.network.SubnetId;
import dev.provision.aws.network.VpcId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.NetworkAcl;
import software.amazon.awssdk.services.ec2.model.NetworkAclEntry;

/**
 * Whether the network ACLs of the subnets let requests pass, and their answers. ACLs remember no connections, and answers go to
 * a port that the client has chosen: load balancers and NAT gateways take any of 1024 to 65535, and so may clients on the
 * internet; tasks take what Linux does ("Ephemeral ports" in the VPC guide).
 */
public final class NetworkAclHop {
    private static final String ANYWHERE = "0.0.0.0/0";
    private static final Span ANSWERS = new Span(1024, 65_535);

    /** The default of net.ipv4.ip_local_port_range. */
    private static final Span ANSWERS_TO_TASKS = new Span(32_768, 60_999);

    private static final int STEP = 10;

    /** Whoever denies no more addresses than a /8 has keeps somebody out on purpose, as far as the internet is concerned. */
    private static final long FEW = 1L << 24;

    private static final String NOT_TO_TASKS = "requests for the tasks get 504";
    private static final String KEPT_OUT = "keeps these out";
    private static final String KEPT_FROM =
            "keeps tasks from these; they do not start if addresses of AWS are among them";
    private final List<NetworkAcl> acls;
    private final GivenNetwork network;

    /** The numbers of the rules that were proposed: each its own, and the same where the same rule is missed again. */
    private final Map<Missing, Integer> proposed = new LinkedHashMap<>();

    private NetworkAclHop(List<NetworkAcl> acls, GivenNetwork network) {
        this.acls = acls;
        this.network = network;
    }

    /** Asks for all ACLs of a VPC, with one call. */
    static NetworkAclHop of(Api<Ec2Client> ec2, VpcId vpc, GivenNetwork network) {
        return new NetworkAclHop(
                ec2.call(c -> c
                        .describeNetworkAclsPaginator(r -> r.filters(Ec2Tags.filter("vpc-id", vpc.value())))
                        .networkAcls()
                        .stream()
                        .toList()),
                network);
    }

    /** The IAM action that is needed. */
    public static String action() {
        return "ec2:DescribeNetworkAcls";
    }

    /** A rule that an ACL would need. */
    private record Missing(String acl, boolean out, Span ports, String peer) {}

    /**
     * One way through the ACL of a subnet.
     *
     * @param out whether it leads out of the subnet
     * @param ports that packets go to
     * @param peer the block of the other end
     * @param otherwise what happens where it is blocked
     * @param onPurpose what a rule does that blocks it for a few addresses of the internet
     */
    private record Leg(SubnetId subnet, boolean out, Span ports, String peer, String otherwise, String onPurpose) {
        /** Of tasks to the internet. */
        static Leg outOfTasks(SubnetId subnet, boolean out, Span ports, String peer) {
            return new Leg(subnet, out, ports, peer, WayOut.OTHERWISE, KEPT_FROM);
        }

        /** The same for tasks that ask for something. */
        Leg ofTasks() {
            return outOfTasks(subnet, out, ports, peer);
        }

        String direction() {
            return out ? "--egress" : "--ingress";
        }

        /** Such as {@code tcp 80 in from 0.0.0.0/0}. */
        String words(String dropped, String block) {
            return "tcp " + dropped + (out ? " out to " : " in from ") + block;
        }
    }

    /**
     * From anywhere into each subnet of a load balancer, and back.
     *
     * @param port of the listener
     */
    List<Finding> wayIn(List<SubnetId> subnets, int port) {
        return subnets.stream()
                .flatMap(subnet -> acl(subnet).stream().flatMap(acl -> {
                    List<Finding> found = Stream.of(
                                    new Leg(subnet, false, only(port), ANYWHERE, "requests do not get in", KEPT_OUT),
                                    new Leg(
                                            subnet,
                                            true,
                                            ANSWERS,
                                            ANYWHERE,
                                            "clients at these ports get no answers",
                                            KEPT_OUT))
                            .flatMap(leg -> findings(acl, leg))
                            .toList();
                    return found.isEmpty()
                            ? Stream.of(Finding.good(
                                    check(subnet),
                                    acl.networkAclId() + " lets tcp " + port + " in from anywhere, and answers out"))
                            : found.stream();
                }))
                .toList();
    }

    /**
     * From the subnets of a load balancer to those of tasks, and back. What stays in a subnet does not meet its ACL.
     *
     * @param port of the tasks
     */
    List<Finding> between(List<SubnetId> balancer, List<SubnetId> tasks, int port) {
        return findings(
                Stream.concat(legs(balancer, tasks, ANSWERS, true, port), legs(tasks, balancer, ANSWERS, false, port)),
                Finding.good(
                        "network ACLs from the load balancer to the tasks",
                        "they let tcp " + port + " pass, and the answers"));
    }

    /**
     * From the subnets of tasks to a port of the internet, and back.
     *
     * @param natGateway the subnet of the NAT gateway through which a subnet's packets go, if they do
     */
    List<Finding> wayOut(List<SubnetId> tasks, Function<SubnetId, Optional<SubnetId>> natGateway, int port) {
        return findings(
                tasks.stream()
                        .flatMap(subnet -> Stream.concat(
                                Stream.of(
                                        Leg.outOfTasks(subnet, true, only(port), ANYWHERE),
                                        Leg.outOfTasks(subnet, false, ANSWERS_TO_TASKS, ANYWHERE)),
                                natGateway.apply(subnet).stream().flatMap(nat -> throughNat(subnet, nat, port)))),
                Finding.good(
                        "network ACLs on the way out of the tasks",
                        "they let tcp " + port + " out to anywhere, and the answers in"));
    }

    /** From the subnets of tasks to those of VPC endpoints, and back. */
    List<Finding> toEndpoints(List<SubnetId> tasks, List<SubnetId> endpoints, int port) {
        return findings(
                Stream.concat(
                                legs(tasks, endpoints, ANSWERS_TO_TASKS, true, port),
                                legs(endpoints, tasks, ANSWERS_TO_TASKS, false, port))
                        .map(Leg::ofTasks),
                Finding.good(
                        "network ACLs from the tasks to the VPC endpoints",
                        "they let tcp " + port + " pass, and the answers"));
    }

    /** Into the subnet of a NAT gateway and out of it, and the answers in again and out. */
    private Stream<Leg> throughNat(SubnetId tasks, SubnetId nat, int port) {
        return Stream.concat(
                network.range(tasks).stream()
                        .flatMap(block -> Stream.of(
                                Leg.outOfTasks(nat, false, only(port), block),
                                Leg.outOfTasks(nat, true, ANSWERS_TO_TASKS, block))),
                Stream.of(
                        Leg.outOfTasks(nat, true, only(port), ANYWHERE),
                        Leg.outOfTasks(nat, false, ANSWERS, ANYWHERE)));
    }

    /** @param otherwise what is found where all of them are open */
    private List<Finding> findings(Stream<Leg> legs, Finding otherwise) {
        List<Finding> found = legs.flatMap(leg -> acl(leg.subnet()).stream().flatMap(acl -> findings(acl, leg)))
                .distinct()
                .toList();
        return found.isEmpty() ? List.of(otherwise) : found;
    }

    /** The ways between each subnet and the others: for requests in one direction, for answers in the other. */
    private Stream<Leg> legs(List<SubnetId> of, List<SubnetId> others, Span answers, boolean out, int port) {
        return of.stream().flatMap(subnet -> others.stream()
                .filter(other -> !other.equals(subnet))
                .flatMap(other -> network.range(other).stream())
                .flatMap(block -> Stream.of(
                        new Leg(subnet, out, only(port), block, NOT_TO_TASKS, KEPT_OUT),
                        new Leg(subnet, !out, answers, block, NOT_TO_TASKS, KEPT_OUT))));
    }

    private static Span only(int port) {
        return new Span(port, port);
    }

    private static String check(SubnetId subnet) {
        return "network ACL of " + subnet;
    }

    private Optional<NetworkAcl> acl(SubnetId subnet) {
        return acls.stream()
                .filter(acl -> acl.associations().stream()
                        .anyMatch(each -> subnet.value().equals(each.subnetId())))
                .findFirst();
    }

    /** One for each rule that blocks a part of a way. */
    private Stream<Finding> findings(NetworkAcl acl, Leg leg) {
        AclRules rules = AclRules.of(acl.entries(), leg.out());
        Map<Integer, List<AclRules.Drop>> byRule = rules.drops(Span.of(leg.peer()), leg.ports()).stream()
                .collect(Collectors.groupingBy(AclRules.Drop::by, TreeMap::new, Collectors.toList()));
        return byRule.entrySet().stream().map(entry -> rules.rules().stream()
                .filter(rule -> rule.number() == entry.getKey() && rule.number() != AclRules.LAST)
                .findFirst()
                .map(rule -> denied(acl, leg, rule, ports(entry.getValue())))
                .orElseGet(() -> unnamed(acl, leg, ports(entry.getValue()))));
    }

    private static Finding denied(NetworkAcl acl, Leg leg, AclRules.Rule rule, String ports) {
        String words =
                "rule " + rule.number() + " of " + acl.networkAclId() + " denies " + leg.words(ports, rule.block());
        if (leg.peer().equals(ANYWHERE) && rule.peers().size() <= FEW) {
            return Finding.note(check(leg.subnet()), words + ", and so " + leg.onPurpose());
        }
        return Finding.bad(
                check(leg.subnet()),
                words + ": " + leg.otherwise() + "; change it, or aws ec2 delete-network-acl-entry --network-acl-id "
                        + acl.networkAclId() + " --rule-number " + rule.number() + " " + leg.direction());
    }

    private Finding unnamed(NetworkAcl acl, Leg leg, String ports) {
        return Finding.bad(
                check(leg.subnet()),
                acl.networkAclId() + " has no rule, but the last (*), about " + leg.words(ports, leg.peer()) + ": "
                        + leg.otherwise() + "; aws ec2 create-network-acl-entry --network-acl-id " + acl.networkAclId()
                        + " --rule-number " + number(acl, leg) + " " + leg.direction()
                        + " --protocol tcp --port-range From="
                        + leg.ports().first() + ",To=" + leg.ports().last() + " --cidr-block " + leg.peer()
                        + " --rule-action allow");
    }

    private int number(NetworkAcl acl, Leg leg) {
        return proposed.computeIfAbsent(
                new Missing(acl.networkAclId(), leg.out(), leg.ports(), leg.peer()), _ -> free(acl, leg.out()));
    }

    /** A number behind all others, those of rules about other protocols and IPv6 as well. */
    private int free(NetworkAcl acl, boolean out) {
        Set<Integer> taken = Stream.concat(
                        acl.entries().stream()
                                .filter(entry -> entry.egress() == out)
                                .map(NetworkAclEntry::ruleNumber),
                        proposed.entrySet().stream()
                                .filter(each -> each.getKey().acl().equals(acl.networkAclId())
                                        && each.getKey().out() == out)
                                .map(Map.Entry::getValue))
                .collect(Collectors.toSet());
        int highest = taken.stream()
                .mapToInt(Integer::intValue)
                .filter(number -> number < AclRules.LAST - STEP)
                .max()
                .orElse(0);
        return IntStream.concat(
                        IntStream.of(highest + STEP), IntStream.iterate(AclRules.LAST - 1, number -> number - 1))
                .filter(number -> !taken.contains(number))
                .findFirst()
                .orElseThrow();
    }

    /** As they are written: {@code 1024-2047, 3000}. */
    private static String ports(List<AclRules.Drop> drops) {
        List<Span> joined = new ArrayList<>();
        drops.stream()
                .map(AclRules.Drop::ports)
                .distinct()
                .sorted((one, other) -> Long.compare(one.first(), other.first()))
                .forEach(ports -> {
                    boolean goesOn = !joined.isEmpty() && joined.getLast().last() + 1 == ports.first();
                    joined.add(goesOn ? new Span(joined.removeLast().first(), ports.last()) : ports);
                });
        return joined.stream()
                .map(ports -> ports.size() == 1 ? String.valueOf(ports.first()) : ports.first() + "-" + ports.last())
                .collect(Collectors.joining(", "));
    }
}
