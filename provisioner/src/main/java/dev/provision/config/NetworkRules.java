package dev.provision.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What must hold between the ranges of a network. */
final class NetworkRules {
    private static final int AZS_AT_LEAST = 2;
    private final Values network;
    private final Problems problems;

    NetworkRules(Values network, Problems problems) {
        this.network = network;
        this.problems = problems;
    }

    private record Range(String path, Place place, Cidr cidr) {}

    void check() {
        Optional<Cidr> vpc = range(network.path("cidr"), network.place("cidr"), network.text("cidr"));
        List<Range> subnets = new ArrayList<>();
        List<String> open = subnets(SubnetRanges.PUBLIC, vpc, subnets);
        List<String> closed = subnets(SubnetRanges.PRIVATE, vpc, subnets);
        count(open.size(), closed.size());
        vpc.ifPresent(outer -> subnets.stream()
                .filter(subnet -> !outer.contains(subnet.cidr()))
                .forEach(subnet -> problems.add(
                        subnet.place(), subnet.path(), subnet.cidr() + " is not inside the network's " + outer)));
        for (int i = 0; i < subnets.size(); i++) {
            for (int j = 0; j < i; j++) {
                Range one = subnets.get(i);
                Range other = subnets.get(j);
                if (one.cidr().overlaps(other.cidr())) {
                    problems.add(
                            one.place(), one.path(), one.cidr() + " overlaps " + other.path() + ", " + other.cidr());
                }
            }
        }
    }

    private List<String> subnets(SubnetRanges ranges, Optional<Cidr> vpc, List<Range> subnets) {
        String name = ranges.key();
        List<String> texts = ranges.in(network);
        if (texts.isEmpty() && vpc.isPresent()) {
            problems.add(
                    network.place("cidr"),
                    network.path(name),
                    "is missing, and " + vpc.get()
                            + " is too small to be divided; give the ranges, or take /23 at least");
        }
        for (int i = 0; i < texts.size(); i++) {
            String path = network.path(name) + "[" + i + "]";
            Place place = place(name, i);
            range(path, place, texts.get(i)).ifPresent(cidr -> subnets.add(new Range(path, place, cidr)));
        }
        return texts;
    }

    private Place place(String name, int item) {
        return network.tree(name)
                .map(tree -> ((Tree.Items) tree).items().get(item).place())
                .orElse(network.place("cidr"));
    }

    private void count(int open, int closed) {
        if (open == 0 || closed == 0) {
            return;
        }
        if (open < AZS_AT_LEAST) {
            problems.add(
                    network.place("publicSubnets"),
                    network.path("publicSubnets"),
                    "expected at least two, in two availability zones: a load balancer needs them");
        }
        if (open != closed) {
            problems.add(
                    network.place("privateSubnets"),
                    network.path("privateSubnets"),
                    "expected as many as publicSubnets (" + open + "), found " + closed);
        }
        network.writtenWhole("availabilityZones").ifPresent(zones -> {
            if (zones != open) {
                problems.add(
                        network.place("availabilityZones"),
                        network.path("availabilityZones"),
                        "expected as many as publicSubnets (" + open + "), found " + zones);
            }
        });
    }

    private Optional<Cidr> range(String path, Place place, String text) {
        Optional<Cidr> parsed = Cidr.parse(text);
        if (parsed.isEmpty()) {
            problems.add(place, path, "expected a range such as 10.0.1.0/24, found '" + text + "'");
            return parsed;
        }
        Cidr cidr = parsed.get();
        if (!cidr.aligned()) {
            problems.add(
                    place, path, cidr + " does not start at the first address; did you mean " + cidr.align() + "?");
            return Optional.empty();
        }
        // VPC user guide, "VPC CIDR blocks" and "Subnet CIDR blocks".
        if (cidr.bits() < 16 || cidr.bits() > 28) {
            problems.add(place, path, "expected a prefix from /16 to /28, found " + cidr);
            return Optional.empty();
        }
        return parsed;
    }
}
