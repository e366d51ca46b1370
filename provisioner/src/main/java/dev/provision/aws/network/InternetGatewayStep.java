package dev.provision.aws.network;

import dev.provision.aws.Api;
import dev.provision.aws.Changes;
import dev.provision.aws.Inventory;
import dev.provision.aws.Owner;
import dev.provision.aws.Tagged;
import dev.provision.graph.Change;
import dev.provision.graph.Ref;
import dev.provision.graph.StepKey;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.InternetGateway;
import software.amazon.awssdk.services.ec2.model.InternetGatewayAttachment;
import software.amazon.awssdk.services.ec2.model.ResourceType;

/** An internet gateway and its attachment to the VPC. */
public final class InternetGatewayStep extends Ec2Step<InternetGateway, InternetGatewayStep.Live> {
    private static final String ATTACHMENT = "attached_vpc_id";
    private final Ref<VpcStep.Live> vpc;

    public InternetGatewayStep(
            StepKey key,
            Ref<VpcStep.Live> vpc,
            Owner owner,
            Api<Ec2Client> ec2,
            Inventory<Tagged<InternetGateway>> internetGateways) {
        super(key, needs(vpc), owner, ec2, internetGateways);
        this.vpc = vpc;
    }

    /** An internet gateway that exists; {@code vpc} is empty while it is attached to none. */
    public record Live(InternetGatewayId id, Optional<VpcId> vpc, Map<String, String> tags) {}

    @Override
    Live live(Tagged<InternetGateway> described) {
        return new Live(
                new InternetGatewayId(described.model().internetGatewayId()),
                described.model().attachments().stream()
                        .map(InternetGatewayAttachment::vpcId)
                        .findFirst()
                        .map(VpcId::new),
                described.tags());
    }

    @Override
    ResourceType type() {
        return ResourceType.INTERNET_GATEWAY;
    }

    @Override
    protected Changes comparison(Live live) {
        Changes changes = changedTags(live.tags());
        Optional<VpcId> wanted = vpc.live().map(VpcStep.Live::id);
        // Without an attachment it is attached; with a wrong one it is replaced.
        return live.vpc()
                .map(attached -> changes.fixedKnown(ATTACHMENT, attached, wanted))
                .orElseGet(() -> changes.known(ATTACHMENT, "", wanted));
    }

    @Override
    public Live create() {
        Live made = ec2().createOnce(
                        this::look,
                        c -> live(new Tagged<>(
                                c.createInternetGateway(r -> r.tagSpecifications(onCreate()))
                                        .internetGateway(),
                                wantedTags())));
        return converge(made, changes(made));
    }

    @Override
    public Live converge(Live live, List<Change> changes) {
        String id = live.id().value();
        if (Changes.touch(changes, ATTACHMENT)) {
            ec2().settle(c -> c.attachInternetGateway(
                    r -> r.internetGatewayId(id).vpcId(vpc.require().id().value())));
        }
        if (Changes.touch(changes, "tags")) {
            putTags(id);
        }
        stale();
        return new Live(live.id(), Optional.of(vpc.require().id()), wantedTags());
    }

    @Override
    public void delete(Live live) {
        String id = live.id().value();
        live.vpc().ifPresent(attached -> ec2().delete(c ->
                c.detachInternetGateway(r -> r.internetGatewayId(id).vpcId(attached.value()))));
        ec2().delete(c -> c.deleteInternetGateway(r -> r.internetGatewayId(id)));
        stale();
    }

    @Override
    public Set<String> actions() {
        return ec2Actions(
                "AttachInternetGateway",
                "CreateInternetGateway",
                "DeleteInternetGateway",
                "DescribeInternetGateways",
                "DetachInternetGateway");
    }
}
