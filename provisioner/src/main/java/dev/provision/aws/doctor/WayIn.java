package dev.provision.aws.doctor;

import dev.provision.aws.Api;
import dev.provision.aws.AwsConnection;
import dev.provision.aws.Lazy;
import dev.provision.aws.elb.BalancerView;
import dev.provision.aws.lambda.FunctionView;
import dev.provision.aws.network.Ec2Tags;
import dev.provision.aws.network.GivenNetwork;
import dev.provision.aws.network.SubnetId;
import dev.provision.aws.network.VpcId;
import dev.provision.graph.ProvisionException.PermissionMissing;
import dev.provision.graph.Readiness;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.SecurityGroup;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.AvailabilityZone;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Listener;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancer;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancerStateEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Rule;

/**
 * The way of a request from the internet to what answers it, hop by hop, from what AWS describes; and the way out that tasks need
 * to be there at all. Sends no request.
 */
public final class WayIn {
    private static final String ANYWHERE = "0.0.0.0/0";
    private final AwsConnection connection;
    private final Api<Ec2Client> ec2;
    private final Api<ElasticLoadBalancingV2Client> elb;
    private final FunctionView functions;

    public WayIn(AwsConnection connection) {
        this.connection = connection;
        this.ec2 = connection.api("ec2", Ec2Client::builder);
        this.elb = connection.api("elasticloadbalancing", ElasticLoadBalancingV2Client::builder);
        this.functions = new FunctionView(connection);
    }

    /**
     * The tasks behind a load balancer.
     *
     * @param port that they listen on
     * @param group the name of their security group
     * @param subnets where they are
     * @param withoutAddress those of them in which tasks have no public address
     * @param region of the services
     * @param services that they must reach to start, by the names that VPC endpoints have: {@code ecr.api}
     */
    public record Tasks(
            int port,
            String group,
            List<SubnetId> subnets,
            Set<SubnetId> withoutAddress,
            String region,
            List<String> services) {
        public Tasks {
            subnets = List.copyOf(subnets);
            withoutAddress = Set.copyOf(withoutAddress);
            services = List.copyOf(services);
        }
    }

    /**
     * The hops to everything behind a load balancer.
     *
     * @param name of the load balancer
     * @param port of the listener that serves
     * @param tasks behind it, where there are any
     * @param paths the path patterns of the routes
     */
    public List<Finding> hops(String name, int port, Tasks tasks, List<String> paths) {
        Optional<LoadBalancer> found = elb.find(
                        c -> c.describeLoadBalancers(r -> r.names(name)).loadBalancers())
                .flatMap(all -> all.stream().findFirst());
        if (found.isEmpty()) {
            return List.of(Finding.bad("load balancer", "there is none: the environment is not up"));
        }
        LoadBalancer balancer = found.get();
        List<Finding> hops = new ArrayList<>();
        hops.add(
                balancer.state().code() == LoadBalancerStateEnum.ACTIVE
                        ? Finding.good("load balancer", balancer.dnsName() + " is active")
                        : Finding.bad(
                                "load balancer", "it is " + balancer.state().codeAsString()));
        GivenNetwork network = GivenNetwork.of(ec2, new VpcId(balancer.vpcId()));
        List<SubnetId> subnets = balancer.availabilityZones().stream()
                .map(AvailabilityZone::subnetId)
                .sorted()
                .map(SubnetId::new)
                .toList();
        subnets.forEach(id -> hops.add(route(network, id)));
        Optional<NetworkAclHop> acls = acls(balancer, network, hops);
        acls.ifPresent(hop -> hops.addAll(hop.wayIn(subnets, port)));
        List<SecurityGroup> groups = groups(balancer);
        hops.add(ingress(groups, port));
        listener(balancer, port, paths, hops);
        List<BalancerView.Group> behind = behind(name);
        Lazy<Optional<SecurityGroup>> tasksGroup = new Lazy<>(() -> group(tasks.group()));
        if (behind.stream().anyMatch(group -> !group.functions())) {
            hops.add(between(groups, tasks, tasksGroup.get()));
            acls.ifPresent(hop -> hops.addAll(hop.between(subnets, tasks.subnets(), tasks.port())));
        }
        if (!tasks.subnets().isEmpty()) {
            hops.addAll(new WayOut(ec2, new VpcId(balancer.vpcId()), network).hops(tasks, tasksGroup.get(), acls));
        }
        targets(behind, hops);
        return hops;
    }

    private static Finding route(GivenNetwork network, SubnetId id) {
        Optional<String> way = network.wayOut(id);
        return way.filter(gateway -> gateway.startsWith("igw-"))
                .map(gateway -> Finding.good("route of " + id, ANYWHERE + " goes to " + gateway))
                .orElseGet(() -> Finding.bad(
                        "route of " + id,
                        way.map(other -> ANYWHERE + " goes to " + other + ", which is no internet gateway")
                                        .orElse("its route table has no active route " + ANYWHERE)
                                + ": requests do not get in, or their answers out"));
    }

    /** Who may not ask for them is told so, and the other hops go on: his policy may be from before this one. */
    private Optional<NetworkAclHop> acls(LoadBalancer balancer, GivenNetwork network, List<Finding> hops) {
        try {
            return Optional.of(NetworkAclHop.of(ec2, new VpcId(balancer.vpcId()), network));
        } catch (PermissionMissing denied) {
            hops.add(Finding.note("network ACLs", "not looked at, " + denied.getMessage() + "; " + denied.remedy()));
            return Optional.empty();
        }
    }

    private List<SecurityGroup> groups(LoadBalancer balancer) {
        return balancer.securityGroups().isEmpty()
                ? List.of()
                : ec2.call(c -> c.describeSecurityGroups(r -> r.groupIds(balancer.securityGroups()))
                        .securityGroups());
    }

    private static Finding ingress(List<SecurityGroup> groups, int port) {
        String names = GroupRules.names(groups);
        return groups.stream()
                        .flatMap(group -> group.ipPermissions().stream())
                        .anyMatch(rule -> GroupRules.covers(rule, port) && GroupRules.anywhere(rule))
                ? Finding.good("security group of the load balancer", names + " lets in tcp " + port + " from anywhere")
                : Finding.bad(
                        "security group of the load balancer",
                        names + " has no rule that lets in tcp " + port + " from " + ANYWHERE);
    }

    private void listener(LoadBalancer balancer, int port, List<String> paths, List<Finding> hops) {
        Optional<Listener> found = elb
                .find(c -> c.describeListeners(r -> r.loadBalancerArn(balancer.loadBalancerArn()))
                        .listeners())
                .orElse(List.of())
                .stream()
                .filter(listener -> listener.port() == port)
                .findFirst();
        hops.add(
                found.isPresent()
                        ? Finding.good("listener", "there is one on port " + port)
                        : Finding.bad("listener", "there is none on port " + port));
        found.ifPresent(listener -> {
            List<Rule> rules = elb.find(
                            c -> c.describeRulesPaginator(r -> r.listenerArn(listener.listenerArn())).rules().stream()
                                    .toList())
                    .orElse(List.of());
            paths.forEach(path -> hops.add(RuleHop.of(path, rules)));
        });
    }

    private List<BalancerView.Group> behind(String name) {
        return new BalancerView(connection)
                .balancer(name).map(BalancerView.Balancer::groups).orElse(List.of()).stream()
                        .filter(group -> group.weight() > 0)
                        .toList();
    }

    private void targets(List<BalancerView.Group> behind, List<Finding> hops) {
        behind.forEach(group -> {
            hops.add(group(group));
            if (group.functions()) {
                group.targets().forEach(target -> hops.add(function(target.target(), group)));
            }
        });
    }

    /** A function is called by an API, not over the network: lambda-functions in the guide of the load balancer. */
    private static Finding between(List<SecurityGroup> balancers, Tasks tasks, Optional<SecurityGroup> to) {
        int port = tasks.port();
        String hop = "from the load balancer to the tasks";
        Set<String> from = balancers.stream().map(SecurityGroup::groupId).collect(Collectors.toSet());
        if (to.isEmpty()) {
            return Finding.bad(hop, "there is no security group " + tasks.group());
        }
        boolean out = balancers.stream()
                .flatMap(group -> group.ipPermissionsEgress().stream())
                .anyMatch(rule -> GroupRules.covers(rule, port)
                        && (GroupRules.anywhere(rule)
                                || rule.userIdGroupPairs().stream().anyMatch(pair -> pair.groupId()
                                        .equals(to.get().groupId()))));
        if (!out) {
            return Finding.bad(
                    hop,
                    GroupRules.names(balancers) + " has no rule that lets out tcp " + port + " to "
                            + GroupRules.names(List.of(to.get())));
        }
        boolean in = to.get().ipPermissions().stream()
                .anyMatch(rule -> GroupRules.covers(rule, port)
                        && (rule.userIdGroupPairs().stream().anyMatch(pair -> from.contains(pair.groupId()))
                                || GroupRules.anywhere(rule)));
        return in
                ? Finding.good(hop, "both security groups let tcp " + port + " pass")
                : Finding.bad(
                        hop,
                        GroupRules.names(List.of(to.get())) + " has no rule that lets in tcp " + port + " from "
                                + GroupRules.names(balancers));
    }

    private Optional<SecurityGroup> group(String name) {
        return ec2
                .call(c -> c.describeSecurityGroups(r -> r.filters(Ec2Tags.filter("group-name", name)))
                        .securityGroups())
                .stream()
                .findFirst();
    }

    /** The load balancer does not know whether there is what was registered with it. */
    private Finding function(String target, BalancerView.Group group) {
        String[] parts = target.split(":");
        String name = parts[parts.length - 2];
        String alias = parts[parts.length - 1];
        String hop = "function " + name + ":" + alias;
        return functions
                .find(name, alias)
                .map(version -> switch (version.readiness()) {
                    case Readiness.Failed failed -> Finding.bad(hop, failed.reason());
                    case Readiness.Pending pending -> Finding.bad(hop, pending.reason());
                    case Readiness.Ready _
                    when !functions.callable(name, alias, group.arn()) ->
                        Finding.bad(
                                hop,
                                "its resource policy does not let the load balancer call it for target group "
                                        + group.name() + ": requests get 502; up gives it the right again");
                    case Readiness.Ready _ ->
                        Finding.good(
                                hop,
                                "version " + version.version() + " is " + version.state()
                                        + ", and the load balancer may call it");
                })
                .orElseGet(() -> Finding.bad(hop, "there is none: requests get 502"));
    }

    private static Finding group(BalancerView.Group group) {
        long serving =
                group.targets().stream().filter(target -> target.serves()).count();
        String reasons = group.targets().stream()
                .filter(target -> !target.serves())
                .map(String::valueOf)
                .collect(Collectors.joining("; "));
        return serving > 0
                ? Finding.good(
                        "target group " + group.name(),
                        serving + " of " + group.targets().size() + " targets serve")
                : Finding.bad(
                        "target group " + group.name(),
                        group.targets().isEmpty() ? "it has no target" : "no target serves: " + reasons);
    }
}
