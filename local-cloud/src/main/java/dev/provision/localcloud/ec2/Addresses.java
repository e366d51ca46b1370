package dev.provision.localcloud.ec2;

import dev.provision.localcloud.state.Ids;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.ec2.model.Address;
import software.amazon.awssdk.services.ec2.model.AddressAttribute;
import software.amazon.awssdk.services.ec2.model.AllocateAddressRequest;
import software.amazon.awssdk.services.ec2.model.AllocateAddressResponse;
import software.amazon.awssdk.services.ec2.model.AssociateAddressRequest;
import software.amazon.awssdk.services.ec2.model.AssociateAddressResponse;
import software.amazon.awssdk.services.ec2.model.DescribeAddressesAttributeRequest;
import software.amazon.awssdk.services.ec2.model.DescribeAddressesAttributeResponse;
import software.amazon.awssdk.services.ec2.model.DescribeAddressesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeAddressesResponse;
import software.amazon.awssdk.services.ec2.model.DisassociateAddressRequest;
import software.amazon.awssdk.services.ec2.model.DisassociateAddressResponse;
import software.amazon.awssdk.services.ec2.model.NetworkInterface;
import software.amazon.awssdk.services.ec2.model.ReleaseAddressRequest;
import software.amazon.awssdk.services.ec2.model.ReleaseAddressResponse;
import software.amazon.awssdk.services.ec2.model.Tag;

/** Elastic IPs. */
public final class Addresses implements Operations {
    private final Model model;
    private final Ec2Quotas quotas;
    private final PublicPool pool;
    private final Interfaces interfaces;
    private final Filters<Address> filters = new Filters<>(Address::tags)
            .on("allocation-id", Address::allocationId)
            .on("association-id", Address::associationId)
            .on("domain", Address::domainAsString)
            .on("instance-id", Address::instanceId)
            .on("network-border-group", Address::networkBorderGroup)
            .on("network-interface-id", Address::networkInterfaceId)
            .on("network-interface-owner-id", Address::networkInterfaceOwnerId)
            .on("private-ip-address", Address::privateIpAddress)
            .on("public-ip", Address::publicIp);

    Addresses(Model model, Ec2Quotas quotas, PublicPool pool, Interfaces interfaces) {
        this.model = model;
        this.quotas = quotas;
        this.pool = pool;
        this.interfaces = interfaces;
    }

    public AllocateAddressResponse allocateAddress(AllocateAddressRequest request) {
        Refusal.dryRun(request);
        List<Tag> tags = Tags.requested(request.tagSpecifications(), Kind.ADDRESS);
        if (request.domainAsString() != null && !request.domainAsString().equals("vpc")) {
            throw Refusal.invalid("domain", request.domainAsString(), "EC2-Classic is gone.");
        }
        if (request.address() != null || request.ipamPoolId() != null || request.customerOwnedIpv4Pool() != null) {
            throw Refusal.unsupported("address pools of your own");
        }
        Refusal.quota(model.addresses().size(), quotas.addresses(), "AddressLimitExceeded", "addresses");
        Address address = Address.builder()
                .allocationId(Kind.ADDRESS.newId())
                .publicIp(pool.take())
                .domain("vpc")
                .publicIpv4Pool("amazon")
                .networkBorderGroup(model.account().region())
                .build();
        model.addresses().put(address);
        model.tags().add(address.allocationId(), tags);
        return AllocateAddressResponse.builder()
                .allocationId(address.allocationId())
                .publicIp(address.publicIp())
                .domain(address.domain())
                .publicIpv4Pool(address.publicIpv4Pool())
                .networkBorderGroup(address.networkBorderGroup())
                .build();
    }

    public ReleaseAddressResponse releaseAddress(ReleaseAddressRequest request) {
        Refusal.dryRun(request);
        Address address = named(request.allocationId(), request.publicIp());
        if (address.associationId() != null) {
            throw Refusal.of("InvalidIPAddress.InUse", "Address " + address.publicIp() + " is in use.");
        }
        pool.giveBack(address.publicIp());
        model.addresses().remove(address.allocationId());
        return ReleaseAddressResponse.builder().build();
    }

    public AssociateAddressResponse associateAddress(AssociateAddressRequest request) {
        Refusal.dryRun(request);
        Address address = named(request.allocationId(), request.publicIp());
        if (request.networkInterfaceId() == null) {
            throw Refusal.of(
                    "InvalidInstanceID.NotFound", "The instance ID '" + request.instanceId() + "' does not exist");
        }
        NetworkInterface target = model.interfaces().get(request.networkInterfaceId());
        if (target.requesterManaged()) {
            throw Refusal.forbidden();
        }
        String networkInterfaceId = target.networkInterfaceId();
        if (networkInterfaceId.equals(address.networkInterfaceId())) {
            return AssociateAddressResponse.builder()
                    .associationId(address.associationId())
                    .build();
        }
        // Taken over from another interface only where the caller says so (API reference, AllowReassociation).
        if (address.associationId() != null && !Boolean.TRUE.equals(request.allowReassociation())) {
            throw associated(address);
        }
        if (model.internetGateways().count(gateway -> InternetGateways.attached(gateway, target.vpcId())) == 0) {
            throw Refusal.of(
                    "Gateway.NotAttached", "Network " + target.vpcId() + " is not attached to any internet gateway");
        }
        unbind(address.allocationId());
        model.addresses()
                .where(other -> networkInterfaceId.equals(other.networkInterfaceId()))
                .forEach(other -> unbind(other.allocationId()));
        return AssociateAddressResponse.builder()
                .associationId(bind(address.allocationId(), networkInterfaceId))
                .build();
    }

    static RuntimeException associated(Address address) {
        return Refusal.of(
                "Resource.AlreadyAssociated",
                "resource " + address.allocationId() + " is already associated with associate-id "
                        + address.associationId());
    }

    public DisassociateAddressResponse disassociateAddress(DisassociateAddressRequest request) {
        Refusal.dryRun(request);
        String association = request.associationId();
        Address address = association == null
                ? named(null, request.publicIp())
                : model.addresses()
                        .where(each -> association.equals(each.associationId()))
                        .findFirst()
                        .orElseThrow(() -> Refusal.of(
                                "InvalidAssociationID.NotFound",
                                "The association ID '" + association + "' does not exist"));
        boolean managed = Optional.ofNullable(address.networkInterfaceId())
                .flatMap(model.interfaces()::find)
                .filter(NetworkInterface::requesterManaged)
                .isPresent();
        if (managed) {
            throw Refusal.forbidden();
        }
        unbind(address.allocationId());
        return DisassociateAddressResponse.builder().build();
    }

    /** Gives an interface the address; returns the association's id. */
    String bind(String allocationId, String networkInterfaceId) {
        NetworkInterface target = model.interfaces().get(networkInterfaceId);
        Address bound = model.addresses().get(allocationId).toBuilder()
                .associationId(Ids.ec2("eipassoc"))
                .networkInterfaceId(networkInterfaceId)
                .networkInterfaceOwnerId(model.account().id())
                .privateIpAddress(target.privateIpAddress())
                .build();
        model.addresses().put(bound);
        interfaces.associate(target, association -> association
                .allocationId(allocationId)
                .associationId(bound.associationId())
                .publicIp(bound.publicIp())
                .ipOwnerId(model.account().id()));
        return bound.associationId();
    }

    /** Takes the address from its interface, if it has one. */
    void unbind(String allocationId) {
        model.addresses().find(allocationId).ifPresent(address -> {
            Optional.ofNullable(address.networkInterfaceId()).ifPresent(interfaces::dissociate);
            model.addresses()
                    .put(address.toBuilder()
                            .associationId(null)
                            .networkInterfaceId(null)
                            .networkInterfaceOwnerId(null)
                            .privateIpAddress(null)
                            .build());
        });
    }

    public DescribeAddressesResponse describeAddresses(DescribeAddressesRequest request) {
        Refusal.dryRun(request);
        request.publicIps().forEach(ip -> named(null, ip));
        return DescribeAddressesResponse.builder()
                .addresses(model.addresses()
                        .named(request.allocationIds())
                        .filter(address -> request.publicIps().isEmpty()
                                || request.publicIps().contains(address.publicIp()))
                        .map(address -> address.toBuilder()
                                .tags(model.tags().of(address.allocationId()))
                                .build())
                        .filter(filters.matching(request.filters()))
                        .toList())
                .build();
    }

    /** Reverse DNS names, of which there are none. */
    public DescribeAddressesAttributeResponse describeAddressesAttribute(DescribeAddressesAttributeRequest request) {
        Refusal.dryRun(request);
        model.addresses().named(request.allocationIds()).forEach(Address::allocationId);
        return DescribeAddressesAttributeResponse.builder()
                .addresses(List.<AddressAttribute>of())
                .build();
    }

    /** By allocation id or, where the request has none, by address. */
    private Address named(String allocationId, String publicIp) {
        if (allocationId != null || publicIp == null) {
            return model.addresses().get(allocationId);
        }
        return model.addresses()
                .where(address -> address.publicIp().equals(publicIp))
                .findFirst()
                .orElseThrow(() -> Refusal.of("InvalidAddress.NotFound", "Address '" + publicIp + "' not found."));
    }
}
