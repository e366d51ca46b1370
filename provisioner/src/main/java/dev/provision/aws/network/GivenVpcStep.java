package dev.provision.aws.network;

import dev.provision.aws.Api;
import dev.provision.aws.GivenStep;
import dev.provision.graph.Readiness;
import dev.provision.graph.StepKey;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Vpc;
import software.amazon.awssdk.services.ec2.model.VpcAttributeName;
import software.amazon.awssdk.services.ec2.model.VpcState;

/** A VPC that exists already. */
public final class GivenVpcStep extends GivenStep<VpcStep.Live> {
    private final VpcId id;
    private final Api<Ec2Client> ec2;

    public GivenVpcStep(StepKey key, VpcId id, Api<Ec2Client> ec2) {
        super(key, "ec2", Set.of());
        this.ec2 = ec2;
        this.id = id;
    }

    private String words() {
        return "VPC " + id.value();
    }

    @Override
    protected String missing() {
        return words() + " in this region and account";
    }

    @Override
    protected String remedy() {
        return "correct deployment.awsVpc, or remove it to have a network created";
    }

    @Override
    protected Optional<VpcStep.Live> subject() {
        return ec2.find(c -> c.describeVpcs(r -> r.vpcIds(id.value())).vpcs())
                .flatMap(found -> found.stream().findFirst())
                .map(this::live);
    }

    private VpcStep.Live live(Vpc vpc) {
        boolean names = ec2.find(c -> c.describeVpcAttribute(
                                r -> r.vpcId(id.value()).attribute(VpcAttributeName.ENABLE_DNS_SUPPORT))
                        .enableDnsSupport()
                        .value())
                .orElse(false);
        return new VpcStep.Live(
                id, vpc.cidrBlock(), vpc.state() == VpcState.AVAILABLE, names, true, Ec2Tags.map(vpc.tags()));
    }

    @Override
    public Readiness probe(VpcStep.Live live) {
        if (!live.available()) {
            return Readiness.pending("the VPC is pending");
        }
        return live.dnsSupport()
                ? Readiness.ready()
                : Readiness.failed(
                        words() + " has DNS support off, so that nothing in it finds ECR or CloudWatch Logs;"
                                + " turn enableDnsSupport on",
                        "");
    }

    @Override
    public Set<String> actions() {
        return Set.of("ec2:DescribeVpcAttribute", "ec2:DescribeVpcs");
    }
}
