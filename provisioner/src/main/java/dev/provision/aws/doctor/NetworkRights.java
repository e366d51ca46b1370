package dev.provision.aws.doctor;

import dev.provision.aws.Api;
import dev.provision.aws.AwsConnection;
import dev.provision.aws.Together;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.DomainType;

/**
 * Whether the caller may make a network: EC2 tells it without making anything ("DryRun" in the EC2 API reference). No other
 * service of the architecture does.
 */
public final class NetworkRights {
    /** Of what does not exist yet: rights are looked at before it is looked for. */
    private static final String SOME = "-00000000000000000";

    private final Api<Ec2Client> ec2;

    public NetworkRights(AwsConnection connection) {
        this.ec2 = connection.api("ec2", Ec2Client::builder);
    }

    /**
     * Asks for each call of a new network.
     *
     * @param cidr of the VPC
     * @param addresses whether it has elastic IPs and NAT gateways
     */
    public List<Finding> findings(String cidr, boolean addresses) {
        List<String> whatever = denied(upon(addresses));
        List<String> denied = denied(first(cidr, addresses));
        List<Finding> findings = new ArrayList<>();
        if (!denied.isEmpty()) {
            findings.add(Finding.bad(
                    "rights", "not allowed: " + String.join(", ", denied) + "; see what provision policy prints"));
        }
        if (!whatever.isEmpty()) {
            // A policy may grant these by the tags of what they build upon, which does not exist yet.
            findings.add(Finding.note(
                    "rights",
                    "not allowed, or only for some resources: " + String.join(", ", whatever)
                            + "; see what provision policy prints"));
        }
        return findings.isEmpty()
                ? List.of(Finding.good("rights", "a network may be made, says EC2"))
                : List.copyOf(findings);
    }

    private static SequencedMap<String, Consumer<Ec2Client>> first(String cidr, boolean addresses) {
        SequencedMap<String, Consumer<Ec2Client>> calls = new LinkedHashMap<>();
        calls.put("ec2:CreateVpc", c -> c.createVpc(r -> r.dryRun(true).cidrBlock(cidr)));
        calls.put("ec2:CreateInternetGateway", c -> c.createInternetGateway(r -> r.dryRun(true)));
        if (addresses) {
            calls.put(
                    "ec2:AllocateAddress",
                    c -> c.allocateAddress(r -> r.dryRun(true).domain(DomainType.VPC)));
        }
        return calls;
    }

    private static SequencedMap<String, Consumer<Ec2Client>> upon(boolean addresses) {
        SequencedMap<String, Consumer<Ec2Client>> calls = new LinkedHashMap<>();
        calls.put(
                "ec2:CreateSubnet",
                c -> c.createSubnet(r -> r.dryRun(true).vpcId("vpc" + SOME).cidrBlock("10.0.1.0/24")));
        calls.put(
                "ec2:CreateRouteTable",
                c -> c.createRouteTable(r -> r.dryRun(true).vpcId("vpc" + SOME)));
        calls.put(
                "ec2:CreateRoute",
                c -> c.createRoute(r -> r.dryRun(true)
                        .routeTableId("rtb" + SOME)
                        .gatewayId("igw" + SOME)
                        .destinationCidrBlock("0.0.0.0/0")));
        calls.put(
                "ec2:CreateSecurityGroup",
                c -> c.createSecurityGroup(r -> r.dryRun(true)
                        .vpcId("vpc" + SOME)
                        .groupName("provision")
                        .description("provision")));
        if (addresses) {
            calls.put(
                    "ec2:CreateNatGateway",
                    c -> c.createNatGateway(
                            r -> r.dryRun(true).subnetId("subnet" + SOME).allocationId("eipalloc" + SOME)));
        }
        return calls;
    }

    private List<String> denied(SequencedMap<String, Consumer<Ec2Client>> calls) {
        List<Supplier<List<String>>> questions = new ArrayList<>();
        calls.forEach((action, dryRun) -> questions.add(() -> ec2.allowed(dryRun) ? List.of() : List.of(action)));
        return Together.all(questions).stream().flatMap(List::stream).toList();
    }
}
