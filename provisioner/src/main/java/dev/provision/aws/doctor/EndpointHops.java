package dev.provision.aws.doctor;

import dev.provision.aws.doctor.VpcEndpoints.Reach;
import dev.provision.aws.doctor.WayOut.Hop;
import dev.provision.aws.network.SubnetId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Stream;

/** The way out of tasks where there are VPC endpoints, to each of the services that they need. */
final class EndpointHops {
    private static final String ASTRAY = "the name of the service leads to it, not to the internet, ";

    private final VpcEndpoints endpoints;
    private final WayIn.Tasks tasks;

    EndpointHops(VpcEndpoints endpoints, WayIn.Tasks tasks) {
        this.endpoints = endpoints;
        this.tasks = tasks;
    }

    /**
     * What is found, with what was found about the internet.
     *
     * @param groups whether the tasks' security group lets them out
     * @param routes of each subnet
     * @param acls on the way to the internet
     * @param hop where one may look at network ACLs
     */
    List<Finding> with(
            List<Hop> groups, SequencedMap<SubnetId, Hop> routes, List<Finding> acls, Optional<NetworkAclHop> hop) {
        boolean letOut = groups.isEmpty() || endpoints.letOut();
        List<Finding> found = new ArrayList<>();
        groups.stream()
                .map(group -> group.remedy().isPresent() && letOut
                        ? Finding.good(group.check(), "it lets out tcp " + VpcEndpoints.HTTPS + " to the VPC endpoints")
                        : group.finding())
                .forEach(found::add);
        routes.forEach((subnet, route) -> found.add(wayOut(subnet, route)));
        tasks.subnets().stream()
                .flatMap(subnet -> missing(subnet, routes.get(subnet).remedy().isEmpty()))
                .forEach(found::add);
        if (endpoints.someByGateway() || tasks.subnets().stream().anyMatch(subnet -> !whole(subnet))) {
            found.addAll(acls);
        }
        hop.ifPresent(acl -> tasks.subnets().stream()
                .filter(subnet -> !endpoints.beyond(subnet).isEmpty())
                .forEach(subnet ->
                        found.addAll(acl.toEndpoints(List.of(subnet), endpoints.beyond(subnet), VpcEndpoints.HTTPS))));
        return found.stream().distinct().toList();
    }

    private Finding wayOut(SubnetId subnet, Hop route) {
        if (whole(subnet)) {
            return Finding.good(route.check(), "VPC endpoints lead to all that tasks need: " + reached(subnet));
        }
        return route.remedy()
                .map(remedy -> Finding.bad(
                        route.check(),
                        route.words() + ", and VPC endpoints lead to " + reached(subnet) + ", not to "
                                + String.join(", ", unreached(subnet)) + ": " + WayOut.OTHERWISE
                                // Whoever has endpoints and no NAT gateway wants none.
                                + (remedy.startsWith("aws ") ? "; " + remedy : "")))
                .orElseGet(route::finding);
    }

    private boolean whole(SubnetId subnet) {
        return unreached(subnet).isEmpty();
    }

    /** Such as {@code ecr.api (vpce-1), s3 (vpce-2)}. */
    private String reached(SubnetId subnet) {
        List<String> by = tasks.services().stream()
                .flatMap(service -> endpoints.reach(service, subnet) instanceof Reach.By(var endpoint)
                        ? Stream.of(service + " (" + endpoint.vpcEndpointId() + ")")
                        : Stream.empty())
                .toList();
        return by.isEmpty() ? "nothing" : String.join(", ", by);
    }

    private List<String> unreached(SubnetId subnet) {
        return tasks.services().stream()
                .filter(service -> endpoints.reach(service, subnet) instanceof Reach.None)
                .toList();
    }

    /** @param otherwise whether what no endpoint is for is reached by the internet */
    private Stream<Finding> missing(SubnetId subnet, boolean otherwise) {
        return tasks.services().stream()
                .flatMap(service -> endpoints.reach(service, subnet) instanceof Reach.None none
                                && (none.named() || !otherwise)
                        ? Stream.of(Finding.bad("VPC endpoint for " + service, (otherwise ? ASTRAY : "") + none.why()))
                        : Stream.empty());
    }
}
