package dev.provision.localcloud.elb;

import dev.provision.localcloud.network.NetworkInterfaces;
import dev.provision.localcloud.network.Reachability;
import dev.provision.localcloud.network.Verdict;
import dev.provision.localcloud.state.Ids;
import dev.provision.localcloud.wire.AwsError;
import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A VPC with the subnets {@code subnet-a} and {@code subnet-b}, in which every packet between interfaces passes unless a test forbids it. */
public final class PretendNetwork implements NetworkInterfaces, Reachability {
    public static final String VPC = "vpc-1";
    private static final AtomicInteger HOSTS = new AtomicInteger();

    private final Map<String, Attached> interfaces = new LinkedHashMap<>();
    private final Set<String> blocked = ConcurrentHashMap.newKeySet();

    /** Packets to this interface are dropped from now on; {@code internet} or another interface's id says from where. */
    public void block(String from, String to) {
        blocked.add(from + " " + to);
    }

    public void unblock(String from, String to) {
        blocked.remove(from + " " + to);
    }

    /** The interface of a new task. */
    public Attached task() {
        return attach(new Request("subnet-a", List.of("sg-task"), "task", "interface", "ecs", false));
    }

    public List<Attached> all() {
        return List.copyOf(interfaces.values());
    }

    @Override
    public Attached attach(Request request) {
        if (!Set.of("subnet-a", "subnet-b", "subnet-a2").contains(request.subnetId())) {
            throw AwsError.badRequest(
                    "InvalidSubnetID.NotFound", "The subnet ID '" + request.subnetId() + "' does not exist");
        }
        if (request.groupIds().contains("sg-missing")) {
            throw AwsError.badRequest("InvalidGroup.NotFound", "The security group 'sg-missing' does not exist");
        }
        boolean first = request.subnetId().startsWith("subnet-a");
        // Unique over all tests of this process, which all share one machine's loopback.
        int host = HOSTS.incrementAndGet();
        String suffix = (first ? 1 : 2) + "." + (host / 250 + 4) + "." + (host % 250 + 4);
        Attached attached = new Attached(
                Ids.ec2("eni"),
                VPC,
                request.subnetId(),
                first ? "eu-west-2a" : "eu-west-2b",
                "10." + suffix,
                request.publicIp() ? Optional.of("3." + suffix) : Optional.empty(),
                "02:00:00:00:00:01",
                request.groupIds().isEmpty() ? List.of("sg-default") : request.groupIds(),
                InetAddress.ofLiteral("127." + suffix));
        interfaces.put(attached.id(), attached);
        return attached;
    }

    @Override
    public void detach(String networkInterfaceId) {
        interfaces.remove(networkInterfaceId);
    }

    @Override
    public Optional<Attached> find(String networkInterfaceId) {
        return Optional.ofNullable(interfaces.get(networkInterfaceId));
    }

    @Override
    public Optional<Attached> find(String vpcId, String privateIp) {
        return interfaces.values().stream()
                .filter(one -> one.vpcId().equals(vpcId) && one.privateIp().equals(privateIp))
                .findFirst();
    }

    @Override
    public void changeGroups(String networkInterfaceId, List<String> groupIds) {
        if (groupIds.contains("sg-missing")) {
            throw AwsError.badRequest("InvalidGroup.NotFound", "The security group 'sg-missing' does not exist");
        }
        interfaces.computeIfPresent(
                networkInterfaceId,
                (_, old) -> new Attached(
                        old.id(),
                        old.vpcId(),
                        old.subnetId(),
                        old.availabilityZone(),
                        old.privateIp(),
                        old.publicIp(),
                        old.macAddress(),
                        groupIds,
                        old.loopback()));
    }

    @Override
    public Verdict toInternet(String networkInterfaceId, int port) {
        return new Verdict.Allowed();
    }

    @Override
    public Verdict toService(String networkInterfaceId, String service) {
        return new Verdict.Allowed();
    }

    @Override
    public Verdict fromInternet(String networkInterfaceId, int port) {
        return between("internet", networkInterfaceId, port);
    }

    @Override
    public Verdict between(String fromNetworkInterfaceId, String toNetworkInterfaceId, int port) {
        if (!interfaces.containsKey(toNetworkInterfaceId)
                || !(fromNetworkInterfaceId.equals("internet") || interfaces.containsKey(fromNetworkInterfaceId))) {
            return new Verdict.Blocked("network interface", "it does not exist");
        }
        return blocked.contains(fromNetworkInterfaceId + " " + toNetworkInterfaceId)
                ? new Verdict.Blocked("sg-test", "a test forbids it")
                : new Verdict.Allowed();
    }
}
