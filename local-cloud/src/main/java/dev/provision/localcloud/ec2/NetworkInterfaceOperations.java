package dev.provision.localcloud.ec2;

import dev.provision.localcloud.network.LoopbackAddresses;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import software.amazon.awssdk.services.ec2.model.CreateNetworkInterfaceRequest;
import software.amazon.awssdk.services.ec2.model.CreateNetworkInterfaceResponse;
import software.amazon.awssdk.services.ec2.model.DeleteNetworkInterfaceRequest;
import software.amazon.awssdk.services.ec2.model.DeleteNetworkInterfaceResponse;
import software.amazon.awssdk.services.ec2.model.DescribeNetworkInterfacesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeNetworkInterfacesResponse;
import software.amazon.awssdk.services.ec2.model.DetachNetworkInterfaceRequest;
import software.amazon.awssdk.services.ec2.model.DetachNetworkInterfaceResponse;
import software.amazon.awssdk.services.ec2.model.GroupIdentifier;
import software.amazon.awssdk.services.ec2.model.ModifyNetworkInterfaceAttributeRequest;
import software.amazon.awssdk.services.ec2.model.ModifyNetworkInterfaceAttributeResponse;
import software.amazon.awssdk.services.ec2.model.NetworkInterface;
import software.amazon.awssdk.services.ec2.model.NetworkInterfaceAssociation;
import software.amazon.awssdk.services.ec2.model.NetworkInterfaceAttachment;
import software.amazon.awssdk.services.ec2.model.NetworkInterfacePrivateIpAddress;
import software.amazon.awssdk.services.ec2.model.Tag;

/** Network interfaces, as people and tools make and look at them. */
public final class NetworkInterfaceOperations implements Operations {
    private final Model model;
    private final Interfaces interfaces;
    private final Addresses addresses;
    private final LoopbackAddresses loopback;
    private final Filters<NetworkInterface> filters = new Filters<>(NetworkInterface::tagSet)
            .on("network-interface-id", NetworkInterface::networkInterfaceId)
            .on("subnet-id", NetworkInterface::subnetId)
            .on("vpc-id", NetworkInterface::vpcId)
            .on("availability-zone", NetworkInterface::availabilityZone)
            .on("availability-zone-id", NetworkInterface::availabilityZoneId)
            .on("description", NetworkInterface::description)
            .on("interface-type", NetworkInterface::interfaceTypeAsString)
            .on("mac-address", NetworkInterface::macAddress)
            .on("owner-id", NetworkInterface::ownerId)
            .on("private-ip-address", NetworkInterface::privateIpAddress)
            .on("private-dns-name", NetworkInterface::privateDnsName)
            .on("requester-id", NetworkInterface::requesterId)
            .on("requester-managed", NetworkInterface::requesterManaged)
            .on("source-dest-check", NetworkInterface::sourceDestCheck)
            .on("status", NetworkInterface::statusAsString)
            .any("group-id", face -> face.groups().stream().map(GroupIdentifier::groupId))
            .any("group-name", face -> face.groups().stream().map(GroupIdentifier::groupName))
            .any("addresses.private-ip-address", face -> face.privateIpAddresses().stream()
                    .map(NetworkInterfacePrivateIpAddress::privateIpAddress))
            .any("addresses.association.public-ip", face -> association(face).stream()
                    .map(NetworkInterfaceAssociation::publicIp))
            .any("association.public-ip", face -> association(face).stream().map(NetworkInterfaceAssociation::publicIp))
            .any("association.allocation-id", face -> association(face).stream()
                    .map(NetworkInterfaceAssociation::allocationId))
            .any("association.association-id", face -> association(face).stream()
                    .map(NetworkInterfaceAssociation::associationId))
            .any("association.ip-owner-id", face -> association(face).stream()
                    .map(NetworkInterfaceAssociation::ipOwnerId))
            .any("attachment.attachment-id", face -> attachment(face).stream()
                    .map(NetworkInterfaceAttachment::attachmentId))
            .any("attachment.instance-id", face -> attachment(face).stream()
                    .map(NetworkInterfaceAttachment::instanceId))
            .any("attachment.instance-owner-id", face -> attachment(face).stream()
                    .map(NetworkInterfaceAttachment::instanceOwnerId))
            .any("attachment.status", face -> attachment(face).stream()
                    .map(NetworkInterfaceAttachment::statusAsString));

    NetworkInterfaceOperations(Model model, Interfaces interfaces, Addresses addresses, LoopbackAddresses loopback) {
        this.model = model;
        this.interfaces = interfaces;
        this.addresses = addresses;
        this.loopback = loopback;
    }

    private static Optional<NetworkInterfaceAssociation> association(NetworkInterface face) {
        return Optional.ofNullable(face.association());
    }

    private static Optional<NetworkInterfaceAttachment> attachment(NetworkInterface face) {
        return Optional.ofNullable(face.attachment());
    }

    public CreateNetworkInterfaceResponse createNetworkInterface(CreateNetworkInterfaceRequest request) {
        Refusal.dryRun(request);
        NetworkInterface face = model.tokens()
                .earlier(request)
                .flatMap(model.interfaces()::find)
                .orElseGet(() -> create(request));
        return CreateNetworkInterfaceResponse.builder()
                .clientToken(request.clientToken())
                .networkInterface(shown(face))
                .build();
    }

    private NetworkInterface create(CreateNetworkInterfaceRequest request) {
        List<Tag> tags = Tags.requested(request.tagSpecifications(), Kind.NETWORK_INTERFACE);
        if (request.hasPrivateIpAddresses() && request.privateIpAddresses().size() > 1) {
            throw Refusal.unsupported("secondary private addresses");
        }
        Optional<String> privateIp = Optional.ofNullable(request.privateIpAddress())
                .or(() -> request.privateIpAddresses().stream()
                        .map(each -> each.privateIpAddress())
                        .findFirst());
        NetworkInterface face = interfaces.make(new Interfaces.Wish(
                Refusal.required(request.subnetId(), "subnetId"),
                request.groups(),
                privateIp,
                Objects.requireNonNullElse(request.description(), ""),
                Objects.requireNonNullElse(request.interfaceTypeAsString(), "interface")));
        model.tags().add(face.networkInterfaceId(), tags);
        model.tokens().remember(request, face.networkInterfaceId());
        return face;
    }

    public DeleteNetworkInterfaceResponse deleteNetworkInterface(DeleteNetworkInterfaceRequest request) {
        Refusal.dryRun(request);
        NetworkInterface face = model.interfaces().get(request.networkInterfaceId());
        String id = face.networkInterfaceId();
        if (face.attachment() != null) {
            throw Refusal.invalid("Network interface '" + id + "' is currently in use.");
        }
        model.addresses()
                .where(address -> id.equals(address.networkInterfaceId()))
                .forEach(address -> addresses.unbind(address.allocationId()));
        interfaces.remove(model.interfaces().get(id));
        loopback.release(id);
        return DeleteNetworkInterfaceResponse.builder().build();
    }

    /** Interfaces here are attached to what services own, never to an instance of the caller. */
    public DetachNetworkInterfaceResponse detachNetworkInterface(DetachNetworkInterfaceRequest request) {
        Refusal.dryRun(request);
        String id = Refusal.required(request.attachmentId(), "attachmentId");
        boolean known = model.interfaces().count(face -> attachment(face)
                        .filter(each -> each.attachmentId().equals(id))
                        .isPresent())
                > 0;
        throw known
                ? Refusal.of("OperationNotPermitted", "You are not allowed to manage 'ela-attach' attachments.")
                : Refusal.of("InvalidAttachmentID.NotFound", "The attachment '" + id + "' does not exist");
    }

    public ModifyNetworkInterfaceAttributeResponse modifyNetworkInterfaceAttribute(
            ModifyNetworkInterfaceAttributeRequest request) {
        Refusal.dryRun(request);
        NetworkInterface face = model.interfaces().get(request.networkInterfaceId());
        if (face.requesterManaged()) {
            throw Refusal.forbidden();
        }
        NetworkInterface.Builder changed = face.toBuilder();
        if (request.hasGroups()) {
            changed.groups(interfaces.groups(face.vpcId(), request.groups()));
        }
        Optional.ofNullable(request.description()).ifPresent(text -> changed.description(text.value()));
        Optional.ofNullable(request.sourceDestCheck()).ifPresent(check -> changed.sourceDestCheck(check.value()));
        model.interfaces().put(changed.build());
        return ModifyNetworkInterfaceAttributeResponse.builder().build();
    }

    public DescribeNetworkInterfacesResponse describeNetworkInterfaces(DescribeNetworkInterfacesRequest request) {
        Refusal.dryRun(request);
        Page<NetworkInterface> page = Page.of(
                model.interfaces()
                        .named(request.networkInterfaceIds())
                        .map(this::shown)
                        .filter(filters.matching(request.filters()))
                        .toList(),
                request,
                face -> model.interfaces().rank(face.networkInterfaceId()));
        return DescribeNetworkInterfacesResponse.builder()
                .networkInterfaces(page.items())
                .nextToken(page.nextToken())
                .build();
    }

    private NetworkInterface shown(NetworkInterface face) {
        return face.toBuilder()
                .tagSet(model.tags().of(face.networkInterfaceId()))
                .build();
    }
}
