package dev.provision.aws.doctor;

import dev.provision.aws.network.GivenNetwork;
import dev.provision.aws.network.SubnetId;
import dev.provision.aws.network.VpcId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.ec2.model.SecurityGroup;
import software.amazon.awssdk.services.ec2.model.VpcEndpoint;

/** Why no VPC endpoint leads tasks to a service, and the command that makes one do so. */
final class EndpointRemedies {
    /** Of this alone the layers of images are, and AWS has gateway endpoints, which cost nothing. */
    private static final String S3 = "s3";

    private final VpcId vpc;
    private final GivenNetwork network;
    private final WayIn.Tasks tasks;

    EndpointRemedies(VpcId vpc, GivenNetwork network, WayIn.Tasks tasks) {
        this.vpc = vpc;
        this.network = network;
        this.tasks = tasks;
    }

    /** @param groups that a new one is to be in; empty: the VPC's default one */
    String ofNone(String service, List<String> groups) {
        String made = vpc + " has none; aws ec2 create-vpc-endpoint --vpc-id " + vpc + " --service-name "
                + VpcEndpoints.name(tasks.region(), service) + " --vpc-endpoint-type ";
        return service.equals(S3)
                ? made + "Gateway --route-table-ids " + tables()
                : made + "Interface --private-dns-enabled --subnet-ids " + oneOfEachZone()
                        + (groups.isEmpty() ? "" : " --security-group-ids " + String.join(" ", groups));
    }

    /** Of one that is there, but not for a subnet. */
    String ofIdle(VpcEndpoint endpoint, SubnetId subnet) {
        String id = endpoint.vpcEndpointId();
        if (!VpcEndpoints.state(endpoint).equals("available")) {
            return id + " is " + VpcEndpoints.state(endpoint) + ", not available";
        }
        return VpcEndpoints.byInterface(endpoint)
                ? "the name of the service does not lead to " + id + modify(id) + "--private-dns-enabled"
                : network.tableOf(subnet).orElse("no route table") + " of " + subnet + " has no route to " + id
                        + modify(id) + "--add-route-table-ids " + tables();
    }

    /** Of one that has no interface. */
    String ofNowhere(VpcEndpoint endpoint) {
        String id = endpoint.vpcEndpointId();
        return id + " is in no subnet" + modify(id) + "--add-subnet-ids " + oneOfEachZone();
    }

    /**
     * Of one whose groups do not let the tasks in.
     *
     * @param group of the tasks
     */
    String ofClosed(VpcEndpoint endpoint, List<SecurityGroup> worn, Optional<SecurityGroup> group, SubnetId subnet) {
        int port = VpcEndpoints.HTTPS;
        String range = network.range(subnet).orElse("0.0.0.0/0");
        return endpoint.vpcEndpointId() + " is there, but " + GroupRules.names(worn)
                + " has no rule that lets in tcp " + port + " from "
                + group.map(tasksGroup -> GroupRules.names(List.of(tasksGroup))).orElse(range)
                + "; aws ec2 authorize-security-group-ingress --group-id "
                + VpcEndpoints.groupIds(endpoint).getFirst() + " --protocol tcp --port " + port
                + group.map(tasksGroup -> " --source-group " + tasksGroup.groupId())
                        .orElse(" --cidr " + range);
    }

    private static String modify(String id) {
        return "; aws ec2 modify-vpc-endpoint --vpc-endpoint-id " + id + " ";
    }

    private String tables() {
        return tasks.subnets().stream()
                .flatMap(subnet -> network.tableOf(subnet).stream())
                .distinct()
                .collect(Collectors.joining(" "));
    }

    /** An endpoint is in one subnet of a zone at most. */
    private String oneOfEachZone() {
        Map<String, String> byZone = new LinkedHashMap<>();
        tasks.subnets()
                .forEach(subnet -> byZone.putIfAbsent(network.zone(subnet).orElse(""), subnet.value()));
        return String.join(" ", byZone.values());
    }
}
