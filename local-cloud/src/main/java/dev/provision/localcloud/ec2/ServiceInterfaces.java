package dev.provision.localcloud.ec2;

import dev.provision.localcloud.network.LoopbackAddresses;
import dev.provision.localcloud.network.NetworkInterfaces;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import software.amazon.awssdk.services.ec2.model.GroupIdentifier;
import software.amazon.awssdk.services.ec2.model.NetworkInterface;
import software.amazon.awssdk.services.ec2.model.NetworkInterfaceAssociation;

/** The interfaces that services make for themselves. */
final class ServiceInterfaces implements NetworkInterfaces {
    private final Model model;
    private final Interfaces interfaces;
    private final LoopbackAddresses loopback;

    ServiceInterfaces(Model model, Interfaces interfaces, LoopbackAddresses loopback) {
        this.model = model;
        this.interfaces = interfaces;
        this.loopback = loopback;
    }

    @Override
    public Attached attach(Request request) {
        NetworkInterface made = interfaces.makeManaged(
                new Interfaces.Wish(
                        request.subnetId(),
                        request.groupIds(),
                        Optional.empty(),
                        request.description(),
                        request.interfaceType()),
                request.requester());
        return attached(
                request.publicIp()
                        ? interfaces.publish(
                                made,
                                request.requester().equals(Interfaces.LOAD_BALANCERS)
                                        ? Interfaces.LOAD_BALANCERS
                                        : "amazon")
                        : made);
    }

    @Override
    public void detach(String networkInterfaceId) {
        model.interfaces().find(networkInterfaceId).ifPresent(interfaces::remove);
        loopback.release(networkInterfaceId);
    }

    @Override
    public Optional<Attached> find(String networkInterfaceId) {
        return model.interfaces().find(networkInterfaceId).map(this::attached);
    }

    @Override
    public Optional<Attached> find(String vpcId, String privateIp) {
        Predicate<NetworkInterface> there = each -> each.vpcId().equals(vpcId);
        return model.interfaces()
                .where(there.and(each -> each.privateIpAddress().equals(privateIp)))
                .findFirst()
                .map(this::attached);
    }

    @Override
    public void changeGroups(String networkInterfaceId, List<String> groupIds) {
        NetworkInterface present = model.interfaces().get(networkInterfaceId);
        model.interfaces()
                .put(present.toBuilder()
                        .groups(interfaces.groups(present.vpcId(), groupIds))
                        .build());
    }

    private Attached attached(NetworkInterface row) {
        return new Attached(
                row.networkInterfaceId(),
                row.vpcId(),
                row.subnetId(),
                row.availabilityZone(),
                row.privateIpAddress(),
                Optional.ofNullable(row.association()).map(NetworkInterfaceAssociation::publicIp),
                row.macAddress(),
                row.groups().stream().map(GroupIdentifier::groupId).toList(),
                loopback.claim(row.networkInterfaceId(), row.privateIpAddress()));
    }
}
