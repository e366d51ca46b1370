package dev.provision.localcloud.ec2;

import java.util.List;
import software.amazon.awssdk.services.ec2.model.AttachInternetGatewayRequest;
import software.amazon.awssdk.services.ec2.model.AttachInternetGatewayResponse;
import software.amazon.awssdk.services.ec2.model.CreateInternetGatewayRequest;
import software.amazon.awssdk.services.ec2.model.CreateInternetGatewayResponse;
import software.amazon.awssdk.services.ec2.model.DeleteInternetGatewayRequest;
import software.amazon.awssdk.services.ec2.model.DeleteInternetGatewayResponse;
import software.amazon.awssdk.services.ec2.model.DescribeInternetGatewaysRequest;
import software.amazon.awssdk.services.ec2.model.DescribeInternetGatewaysResponse;
import software.amazon.awssdk.services.ec2.model.DetachInternetGatewayRequest;
import software.amazon.awssdk.services.ec2.model.DetachInternetGatewayResponse;
import software.amazon.awssdk.services.ec2.model.InternetGateway;
import software.amazon.awssdk.services.ec2.model.InternetGatewayAttachment;
import software.amazon.awssdk.services.ec2.model.Tag;

/** Internet gateways. */
public final class InternetGateways implements Operations {
    private final Model model;
    private final Ec2Quotas quotas;
    private final Filters<InternetGateway> filters = new Filters<>(InternetGateway::tags)
            .on("internet-gateway-id", InternetGateway::internetGatewayId)
            .on("owner-id", InternetGateway::ownerId)
            .any("attachment.vpc-id", gateway -> gateway.attachments().stream().map(InternetGatewayAttachment::vpcId))
            .any("attachment.state", gateway -> gateway.attachments().stream()
                    .map(InternetGatewayAttachment::stateAsString));

    InternetGateways(Model model, Ec2Quotas quotas) {
        this.model = model;
        this.quotas = quotas;
    }

    public CreateInternetGatewayResponse createInternetGateway(CreateInternetGatewayRequest request) {
        Refusal.dryRun(request);
        List<Tag> tags = Tags.requested(request.tagSpecifications(), Kind.INTERNET_GATEWAY);
        Refusal.quota(
                model.internetGateways().size(),
                quotas.internetGateways(),
                "InternetGatewayLimitExceeded",
                "internet gateways");
        InternetGateway gateway = InternetGateway.builder()
                .internetGatewayId(Kind.INTERNET_GATEWAY.newId())
                .ownerId(model.account().id())
                .attachments(List.of())
                .build();
        model.internetGateways().put(gateway);
        model.tags().add(gateway.internetGatewayId(), tags);
        return CreateInternetGatewayResponse.builder()
                .internetGateway(shown(gateway))
                .build();
    }

    public AttachInternetGatewayResponse attachInternetGateway(AttachInternetGatewayRequest request) {
        Refusal.dryRun(request);
        InternetGateway gateway = model.internetGateways().get(request.internetGatewayId());
        String vpcId = model.vpcs().get(request.vpcId()).id();
        gateway.attachments().stream().findFirst().ifPresent(attachment -> {
            throw Refusal.of(
                    "Resource.AlreadyAssociated",
                    "resource " + gateway.internetGatewayId() + " is already attached to network "
                            + attachment.vpcId());
        });
        if (model.internetGateways().count(other -> attached(other, vpcId)) > 0) {
            throw Refusal.invalid("Network " + vpcId + " already has an internet gateway attached");
        }
        model.internetGateways()
                .put(gateway.toBuilder()
                        // "available" is the word of this API for an attached internet gateway.
                        .attachments(InternetGatewayAttachment.builder()
                                .vpcId(vpcId)
                                .state("available")
                                .build())
                        .build());
        return AttachInternetGatewayResponse.builder().build();
    }

    public DetachInternetGatewayResponse detachInternetGateway(DetachInternetGatewayRequest request) {
        Refusal.dryRun(request);
        InternetGateway gateway = model.internetGateways().get(request.internetGatewayId());
        String vpcId = model.vpcs().get(request.vpcId()).id();
        if (!attached(gateway, vpcId)) {
            throw Refusal.of(
                    "Gateway.NotAttached",
                    "resource " + gateway.internetGatewayId() + " is not attached to network " + vpcId);
        }
        if (model.interfaces().count(each -> each.vpcId().equals(vpcId) && each.association() != null) > 0) {
            throw Refusal.dependency("Network " + vpcId
                    + " has some mapped public address(es). Please unmap those public address(es) before detaching"
                    + " the gateway.");
        }
        model.internetGateways().put(gateway.toBuilder().attachments(List.of()).build());
        return DetachInternetGatewayResponse.builder().build();
    }

    public DeleteInternetGatewayResponse deleteInternetGateway(DeleteInternetGatewayRequest request) {
        Refusal.dryRun(request);
        InternetGateway gateway = model.internetGateways().get(request.internetGatewayId());
        if (!gateway.attachments().isEmpty()) {
            throw Refusal.dependency("The internetGateway '" + gateway.internetGatewayId()
                    + "' has dependencies and cannot be deleted.");
        }
        model.internetGateways().remove(gateway.internetGatewayId());
        return DeleteInternetGatewayResponse.builder().build();
    }

    public DescribeInternetGatewaysResponse describeInternetGateways(DescribeInternetGatewaysRequest request) {
        Refusal.dryRun(request);
        Page<InternetGateway> page = Page.of(
                model.internetGateways()
                        .named(request.internetGatewayIds())
                        .map(this::shown)
                        .filter(filters.matching(request.filters()))
                        .toList(),
                request,
                gateway -> model.internetGateways().rank(gateway.internetGatewayId()));
        return DescribeInternetGatewaysResponse.builder()
                .internetGateways(page.items())
                .nextToken(page.nextToken())
                .build();
    }

    static boolean attached(InternetGateway gateway, String vpcId) {
        return gateway.attachments().stream()
                .anyMatch(attachment -> attachment.vpcId().equals(vpcId));
    }

    private InternetGateway shown(InternetGateway gateway) {
        return gateway.toBuilder()
                .tags(model.tags().of(gateway.internetGatewayId()))
                .build();
    }
}
