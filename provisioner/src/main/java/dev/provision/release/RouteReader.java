package dev.provision.release;

import dev.provision.aws.AwsConnection;
import dev.provision.aws.elb.BalancerLook;
import dev.provision.aws.elb.RouteView;
import dev.provision.aws.elb.RouteView.Route;
import dev.provision.aws.elb.RouteView.Seen;
import dev.provision.aws.elb.Slot;
import dev.provision.graph.StepKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Asks AWS what the routes of an environment are doing. */
public final class RouteReader {
    private final RouteView view;
    private final String loadBalancer;
    private final List<RouteSite> sites;

    /** @param loadBalancer its name */
    public RouteReader(AwsConnection connection, String loadBalancer, List<RouteSite> sites) {
        this.view = new RouteView(connection);
        this.loadBalancer = loadBalancer;
        this.sites = List.copyOf(sites);
    }

    public RouteStates read() {
        return states(look());
    }

    /** What there is of the load balancer, for {@link #states} and for others who want to know. */
    public BalancerLook look() {
        Set<String> names =
                sites.stream().flatMap(site -> site.groupNames().stream()).collect(Collectors.toUnmodifiableSet());
        return view.look(loadBalancer, names);
    }

    /** What the routes were doing when that look was taken. */
    public RouteStates states(BalancerLook look) {
        Seen seen = RouteView.of(look);
        return new RouteStates(
                seen.balancer().map(found -> new RouteStates.Balancer(found.arn(), found.dnsName())),
                sites.stream().map(site -> state(site, seen)).toList());
    }

    private static RouteState state(RouteSite site, Seen seen) {
        Optional<Route> rule = rule(seen, site.rule());
        List<SlotState> slots = new ArrayList<>();
        site.groups().forEach((kind, names) -> {
            for (Slot slot : Slot.values()) {
                slot(seen, rule, kind, slot, names.get(slot)).ifPresent(slots::add);
            }
        });
        return new RouteState(
                site.container(),
                rule.map(found -> new RouteState.Rule(found.arn(), found.listener())),
                rule(seen, site.probe()).map(Route::arn),
                slots);
    }

    private static Optional<Route> rule(Seen seen, StepKey key) {
        return seen.routes().stream()
                .filter(route -> route.resource().equals(key.toString()))
                .findFirst();
    }

    private static Optional<SlotState> slot(Seen seen, Optional<Route> rule, ComputeKind kind, Slot slot, String name) {
        return seen.groups().stream()
                .filter(group -> group.name().equals(name))
                .findFirst()
                .map(group -> {
                    Optional<Integer> weight =
                            rule.map(found -> found.weights().get(group.arn().value()));
                    return new SlotState(
                            slot, kind, group.arn(), weight.isPresent(), weight.orElse(0), SlotMark.of(group.tags()));
                });
    }
}
