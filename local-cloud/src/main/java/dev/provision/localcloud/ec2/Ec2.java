package dev.provision.localcloud.ec2;

import dev.provision.localcloud.network.LoopbackAddresses;
import dev.provision.localcloud.network.NetworkInterfaces;
import dev.provision.localcloud.network.Paths;
import dev.provision.localcloud.network.Reachability;
import dev.provision.localcloud.state.Account;
import dev.provision.localcloud.state.ControlPlane;
import dev.provision.localcloud.state.Propagation;
import dev.provision.localcloud.state.Quotas;
import dev.provision.localcloud.state.TaggedResource;
import dev.provision.localcloud.state.TaggedResources;
import dev.provision.localcloud.time.CloudTime;
import dev.provision.localcloud.time.Latency;
import dev.provision.localcloud.wire.Authorization;
import dev.provision.localcloud.wire.AwsService;
import dev.provision.localcloud.wire.HttpRoutes;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** EC2's VPC family, put together: its operations, and what other services need of it. */
public final class Ec2 implements TaggedResources, AutoCloseable {
    private final Model model;
    private final List<AwsService> services;
    private final LoopbackAddresses loopback = new LoopbackAddresses();
    private final TaggedResources tagged;
    private final NetworkInterfaces networkInterfaces;
    private final Paths paths;
    private final CloudTime time;
    private final ControlPlane controlPlane;

    /**
     * @param account whose resources these are, and in which region
     * @param time the cloud's clock
     * @param latency how long VPCs, subnets, NAT gateways and VPC endpoints take
     * @param controlPlane the lock that changes made in the background take
     * @param limits how much there may be
     */
    public Ec2(Account account, CloudTime time, Latency latency, ControlPlane controlPlane, Quotas limits) {
        this.time = time;
        this.controlPlane = controlPlane;
        Ec2Quotas quotas = Ec2Quotas.of(limits);
        model = Model.empty(account, time::now);
        Later later = new Later(time, latency, controlPlane);
        Zones zones = new Zones(account.region());
        PublicPool pool = new PublicPool();
        Interfaces interfaces = new Interfaces(model, quotas, zones, pool);
        Routes routes = new Routes(model, quotas);
        RouteTables routeTables = new RouteTables(model, quotas, routes);
        DhcpOptionSets dhcpOptions = new DhcpOptionSets(model);
        NetworkAcls acls = new NetworkAcls(model, quotas);
        SecurityGroups groups = new SecurityGroups(model, quotas);
        Addresses addresses = new Addresses(model, quotas, pool, interfaces);
        NatGateways natGateways = new NatGateways(model, later, quotas, interfaces, addresses);
        tagged = new Ec2TaggedResources(model, natGateways);
        EndpointServices endpointServices = new EndpointServices(account.region(), zones);
        networkInterfaces = new ServiceInterfaces(model, interfaces, loopback);
        paths = new Paths(new NetworkTopology(model, routeTables, acls, endpointServices));
        services = List.of(
                new Vpcs(model, later, quotas, dhcpOptions, acls, routeTables, groups),
                new Subnets(model, later, quotas, zones, acls, routeTables),
                new InternetGateways(model, quotas),
                addresses,
                natGateways,
                routeTables,
                routes,
                groups,
                new SecurityGroupRules(model, new RuleBook(model, quotas)),
                new NetworkInterfaceOperations(model, interfaces, addresses, loopback),
                dhcpOptions,
                acls,
                new NetworkAclRules(model, quotas),
                endpointServices,
                new VpcEndpoints(
                        model,
                        later,
                        quotas,
                        endpointServices,
                        new EndpointInterfaces(model, interfaces, endpointServices)),
                new TagOperations(model),
                new Places(account.region(), zones, quotas),
                new NeverThere());
    }

    /** The operations, spread over several objects with one API. */
    public List<AwsService> services() {
        return services;
    }

    /** Tells on the cloud's own paths what lets a packet pass or stops it. */
    public HttpRoutes explanation() {
        return new ExplainRoutes(controlPlane, model, paths);
    }

    /** Refuses calls that name what eventual consistency does not let them see yet. */
    public Authorization arrivals(Propagation propagation) {
        return new Arrivals(model, time, propagation);
    }

    /** For the services that make interfaces of their own. */
    public NetworkInterfaces networkInterfaces() {
        return networkInterfaces;
    }

    public Reachability reachability() {
        return paths;
    }

    @Override
    public Stream<TaggedResource> taggedResources() {
        return tagged.taggedResources();
    }

    @Override
    public boolean tag(String arn, Map<String, String> tags) {
        return tagged.tag(arn, tags);
    }

    @Override
    public boolean untag(String arn, List<String> keys) {
        return tagged.untag(arn, keys);
    }

    /** Gives back the loopback addresses of all interfaces. */
    @Override
    public void close() {
        loopback.close();
    }
}
