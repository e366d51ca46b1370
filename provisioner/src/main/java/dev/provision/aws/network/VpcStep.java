package dev.provision.aws.network;

import dev.provision.aws.Api;
import dev.provision.aws.Changes;
import dev.provision.aws.Inventory;
import dev.provision.aws.Owner;
import dev.provision.aws.Tagged;
import dev.provision.aws.Together;
import dev.provision.graph.Change;
import dev.provision.graph.Readiness;
import dev.provision.graph.StepKey;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.Vpc;
import software.amazon.awssdk.services.ec2.model.VpcAttributeName;
import software.amazon.awssdk.services.ec2.model.VpcState;

/** A VPC with DNS support and host names on. */
public final class VpcStep extends Ec2Step<Vpc, VpcStep.Live> {
    private static final String DNS_SUPPORT = "enable_dns_support";
    private static final String DNS_HOST_NAMES = "enable_dns_hostnames";
    private final String cidr;

    /** @param cidr the range, for example {@code 10.0.0.0/16} */
    public VpcStep(StepKey key, String cidr, Owner owner, Api<Ec2Client> ec2, Inventory<Tagged<Vpc>> vpcs) {
        super(key, Set.of(), owner, ec2, vpcs);
        this.cidr = cidr;
    }

    /** A VPC that exists. */
    public record Live(
            VpcId id,
            String cidr,
            boolean available,
            boolean dnsSupport,
            boolean dnsHostNames,
            Map<String, String> tags) {}

    @Override
    Live live(Tagged<Vpc> described) {
        Vpc vpc = described.model();
        Together.Two<Boolean, Boolean> dns = Together.both(
                () -> attribute(vpc.vpcId(), VpcAttributeName.ENABLE_DNS_SUPPORT),
                () -> attribute(vpc.vpcId(), VpcAttributeName.ENABLE_DNS_HOSTNAMES));
        return new Live(
                new VpcId(vpc.vpcId()),
                vpc.cidrBlock(),
                vpc.state() == VpcState.AVAILABLE,
                dns.first(),
                dns.second(),
                described.tags());
    }

    private boolean attribute(String id, VpcAttributeName name) {
        return ec2().find(c -> c.describeVpcAttribute(r -> r.vpcId(id).attribute(name)))
                .map(answer -> name == VpcAttributeName.ENABLE_DNS_SUPPORT
                        ? answer.enableDnsSupport().value()
                        : answer.enableDnsHostnames().value())
                .orElse(false);
    }

    @Override
    ResourceType type() {
        return ResourceType.VPC;
    }

    @Override
    protected Changes comparison(Live live) {
        return changedTags(live.tags())
                .fixed("cidr_block", live.cidr(), cidr)
                .field(DNS_SUPPORT, live.dnsSupport(), true)
                .field(DNS_HOST_NAMES, live.dnsHostNames(), true);
    }

    @Override
    public Live create() {
        Live made = ec2().createOnce(
                        this::look,
                        c -> live(new Tagged<>(
                                c.createVpc(r -> r.cidrBlock(cidr).tagSpecifications(onCreate()))
                                        .vpc(),
                                wantedTags())));
        return converge(made, changes(made));
    }

    @Override
    public Live converge(Live live, List<Change> changes) {
        String id = live.id().value();
        if (Changes.touch(changes, DNS_SUPPORT)) {
            modify(id, VpcAttributeName.ENABLE_DNS_SUPPORT);
        }
        if (Changes.touch(changes, DNS_HOST_NAMES)) {
            modify(id, VpcAttributeName.ENABLE_DNS_HOSTNAMES);
        }
        if (Changes.touch(changes, "tags")) {
            putTags(id);
        }
        stale();
        return new Live(live.id(), live.cidr(), live.available(), true, true, wantedTags());
    }

    /** One attribute a call: the API takes no two at once. */
    private void modify(String id, VpcAttributeName name) {
        ec2().settle(c -> c.modifyVpcAttribute(r -> {
            r.vpcId(id);
            if (name == VpcAttributeName.ENABLE_DNS_SUPPORT) {
                r.enableDnsSupport(v -> v.value(true));
            } else {
                r.enableDnsHostnames(v -> v.value(true));
            }
        }));
    }

    @Override
    public Readiness probe(Live live) {
        if (live.available()) {
            return Readiness.ready();
        }
        Optional<Live> now = look();
        return now.isPresent() && now.get().available() ? Readiness.ready() : Readiness.pending("the VPC is pending");
    }

    @Override
    public void delete(Live live) {
        ec2().delete(c -> c.deleteVpc(r -> r.vpcId(live.id().value())));
        stale();
    }

    @Override
    public Set<String> actions() {
        return ec2Actions("CreateVpc", "DeleteVpc", "DescribeVpcAttribute", "DescribeVpcs", "ModifyVpcAttribute");
    }
}
