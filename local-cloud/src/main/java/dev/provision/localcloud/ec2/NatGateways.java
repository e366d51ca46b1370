package dev.provision.localcloud.ec2;

import dev.provision.localcloud.wire.AwsError;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.ec2.model.Address;
import software.amazon.awssdk.services.ec2.model.CreateNatGatewayRequest;
import software.amazon.awssdk.services.ec2.model.CreateNatGatewayResponse;
import software.amazon.awssdk.services.ec2.model.DeleteNatGatewayRequest;
import software.amazon.awssdk.services.ec2.model.DeleteNatGatewayResponse;
import software.amazon.awssdk.services.ec2.model.DescribeNatGatewaysRequest;
import software.amazon.awssdk.services.ec2.model.DescribeNatGatewaysResponse;
import software.amazon.awssdk.services.ec2.model.NatGateway;
import software.amazon.awssdk.services.ec2.model.NatGatewayAddress;
import software.amazon.awssdk.services.ec2.model.NatGatewayState;
import software.amazon.awssdk.services.ec2.model.NetworkInterface;
import software.amazon.awssdk.services.ec2.model.Subnet;
import software.amazon.awssdk.services.ec2.model.Tag;

/** NAT gateways: pending, then available or failed; deleting, then deleted, and still shown for an hour. */
public final class NatGateways implements Operations {
    private static final Duration CREATION = Duration.ofSeconds(90);
    private static final Duration DELETION = Duration.ofSeconds(60);
    private static final Duration SHOWN_AFTER_DEATH = Duration.ofHours(1);
    private static final Set<NatGatewayState> GONE = Set.of(NatGatewayState.DELETED, NatGatewayState.FAILED);
    private static final String PUBLIC = "public";
    private final Model model;
    private final Later later;
    private final Ec2Quotas quotas;
    private final Interfaces interfaces;
    private final Addresses addresses;
    private final Filters<NatGateway> filters = new Filters<>(NatGateway::tags)
            .on("nat-gateway-id", NatGateway::natGatewayId)
            .on("state", NatGateway::stateAsString)
            .on("subnet-id", NatGateway::subnetId)
            .on("vpc-id", NatGateway::vpcId)
            .on("connectivity-type", NatGateway::connectivityTypeAsString);

    NatGateways(Model model, Later later, Ec2Quotas quotas, Interfaces interfaces, Addresses addresses) {
        this.model = model;
        this.later = later;
        this.quotas = quotas;
        this.interfaces = interfaces;
        this.addresses = addresses;
    }

    public CreateNatGatewayResponse createNatGateway(CreateNatGatewayRequest request) {
        Refusal.dryRun(request);
        Optional<NatGateway> earlier = model.tokens().earlier(request).flatMap(model.natGateways()::find);
        NatGateway gateway = earlier.orElseGet(() -> create(request));
        return CreateNatGatewayResponse.builder()
                .clientToken(request.clientToken())
                .natGateway(shown(gateway))
                .build();
    }

    private NatGateway create(CreateNatGatewayRequest request) {
        List<Tag> tags = Tags.requested(request.tagSpecifications(), Kind.NAT_GATEWAY);
        if ("regional".equals(request.availabilityModeAsString())) {
            throw Refusal.unsupported("regional NAT gateways");
        }
        Subnet subnet = model.subnets().get(request.subnetId());
        String connectivity =
                Optional.ofNullable(request.connectivityTypeAsString()).orElse(PUBLIC);
        Optional<Address> address = address(connectivity, request);
        limit(subnet.availabilityZone());
        NatGateway.Builder pending = NatGateway.builder()
                .natGatewayId(Kind.NAT_GATEWAY.newId())
                .vpcId(subnet.vpcId())
                .subnetId(subnet.subnetId())
                .connectivityType(connectivity)
                .availabilityMode("zonal")
                .createTime(later.now())
                .state(NatGatewayState.PENDING);
        Optional<AwsError> failure = failure(subnet, address);
        NatGateway made = failure.isPresent()
                ? pending.natGatewayAddresses(
                                address.stream().map(NatGateways::unbound).toList())
                        .build()
                : furnish(pending, address, request);
        model.natGateways().put(made);
        model.tags().add(made.natGatewayId(), tags);
        model.tokens().remember(request, made.natGatewayId());
        later.then(CREATION, () -> settle(made.natGatewayId(), failure));
        return made;
    }

    private Optional<Address> address(String connectivity, CreateNatGatewayRequest request) {
        if (connectivity.equals(PUBLIC)) {
            if (request.allocationId() == null) {
                throw Refusal.of(
                        "MissingParameter",
                        "The request must include the AllocationId parameter. Add the required parameter and retry the"
                                + " request.");
            }
            return Optional.of(model.addresses().get(request.allocationId()));
        }
        if (!connectivity.equals("private")) {
            throw Refusal.invalid("connectivityType", connectivity, "Expecting public or private.");
        }
        if (request.allocationId() != null) {
            throw Refusal.of(
                    "InvalidParameterCombination", "AllocationId can only be used with public connectivity type.");
        }
        return Optional.empty();
    }

    private void limit(String zone) {
        long used = model.natGateways()
                .where(each -> !GONE.contains(each.state()))
                .map(each -> model.subnets().get(each.subnetId()))
                .filter(each -> each.availabilityZone().equals(zone))
                .count();
        if (used >= quotas.natGatewaysPerZone()) {
            throw Refusal.of(
                    "NatGatewayLimitExceeded",
                    "Performing this operation would exceed the limit of " + quotas.natGatewaysPerZone()
                            + " NAT gateways");
        }
    }

    /** What AWS finds out only while it makes the gateway (VPC user guide, "NAT gateway goes to a status of failed"). */
    private Optional<AwsError> failure(Subnet subnet, Optional<Address> address) {
        if (address.isPresent() && address.get().associationId() != null) {
            return Optional.of(Refusal.of(
                    "Resource.AlreadyAssociated",
                    "Elastic IP address [" + address.get().allocationId() + "] is already associated"));
        }
        boolean closed =
                model.internetGateways().count(gateway -> InternetGateways.attached(gateway, subnet.vpcId())) == 0;
        return address.isPresent() && closed
                ? Optional.of(Refusal.of(
                        "Gateway.NotAttached", "Network " + subnet.vpcId() + " has no Internet gateway attached"))
                : Optional.empty();
    }

    private static NatGatewayAddress unbound(Address address) {
        return NatGatewayAddress.builder()
                .allocationId(address.allocationId())
                .isPrimary(true)
                .build();
    }

    private NatGateway furnish(NatGateway.Builder pending, Optional<Address> address, CreateNatGatewayRequest request) {
        String id = pending.build().natGatewayId();
        NetworkInterface face = interfaces.makeManaged(
                new Interfaces.Wish(
                        request.subnetId(),
                        List.of(),
                        Optional.ofNullable(request.privateIpAddress()),
                        "Interface for NAT Gateway " + id,
                        "nat_gateway"),
                "amazon-aws");
        // A NAT gateway has no security group (VPC user guide, "NAT gateway basics").
        model.interfaces()
                .put(face.toBuilder().groups(List.of()).sourceDestCheck(false).build());
        NatGatewayAddress.Builder bound = NatGatewayAddress.builder()
                .networkInterfaceId(face.networkInterfaceId())
                .privateIp(face.privateIpAddress())
                .isPrimary(true)
                .status("succeeded");
        address.ifPresent(elastic -> bound.allocationId(elastic.allocationId())
                .publicIp(elastic.publicIp())
                .associationId(addresses.bind(elastic.allocationId(), face.networkInterfaceId())));
        return pending.natGatewayAddresses(bound.build()).build();
    }

    private void settle(String id, Optional<AwsError> failure) {
        model.natGateways()
                .find(id)
                .filter(gateway -> gateway.state() == NatGatewayState.PENDING)
                .ifPresent(gateway -> model.natGateways()
                        .put(failure.map(error -> gateway.toBuilder()
                                        .state(NatGatewayState.FAILED)
                                        .failureCode(error.code())
                                        .failureMessage(error.getMessage())
                                        .deleteTime(later.now()))
                                .orElseGet(() -> gateway.toBuilder().state(NatGatewayState.AVAILABLE))
                                .build()));
    }

    public DeleteNatGatewayResponse deleteNatGateway(DeleteNatGatewayRequest request) {
        Refusal.dryRun(request);
        forgetLongGone();
        NatGateway gateway = model.natGateways().get(request.natGatewayId());
        String id = gateway.natGatewayId();
        if (!GONE.contains(gateway.state()) && gateway.state() != NatGatewayState.DELETING) {
            model.natGateways()
                    .put(gateway.toBuilder()
                            .state(NatGatewayState.DELETING)
                            .deleteTime(later.now())
                            .build());
            later.then(DELETION, () -> bury(id));
        }
        return DeleteNatGatewayResponse.builder().natGatewayId(id).build();
    }

    private void bury(String id) {
        model.natGateways().find(id).ifPresent(gateway -> {
            gateway.natGatewayAddresses().forEach(address -> {
                Optional.ofNullable(address.allocationId()).ifPresent(addresses::unbind);
                model.interfaces().find(address.networkInterfaceId()).ifPresent(interfaces::remove);
            });
            model.natGateways()
                    .put(gateway.toBuilder().state(NatGatewayState.DELETED).build());
        });
    }

    public DescribeNatGatewaysResponse describeNatGateways(DescribeNatGatewaysRequest request) {
        Refusal.dryRun(request);
        forgetLongGone();
        Page<NatGateway> page = Page.of(
                model.natGateways()
                        .named(request.natGatewayIds())
                        .map(this::shown)
                        .filter(filters.matching(request.filter()))
                        .toList(),
                request,
                gateway -> model.natGateways().rank(gateway.natGatewayId()));
        return DescribeNatGatewaysResponse.builder()
                .natGateways(page.items())
                .nextToken(page.nextToken())
                .build();
    }

    /** Drops those that have been dead for an hour. */
    void forgetLongGone() {
        Instant limit = later.now().minus(SHOWN_AFTER_DEATH);
        model.natGateways()
                .where(gateway ->
                        GONE.contains(gateway.state()) && gateway.deleteTime().isBefore(limit))
                .forEach(gateway -> model.natGateways().remove(gateway.natGatewayId()));
    }

    private NatGateway shown(NatGateway gateway) {
        return gateway.toBuilder().tags(model.tags().of(gateway.natGatewayId())).build();
    }
}
