package dev.provision.config;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The ranges of the subnets of one kind: those that are written, or else parts of the network's range.
 *
 * @param first the number of the part that the first zone gets, in 256 parts
 */
record SubnetRanges(String key, int first, int sixteenth) {
    /** 10.0.1.0/24, 10.0.2.0/24, … of 10.0.0.0/16. */
    static final SubnetRanges PUBLIC = new SubnetRanges("publicSubnets", 1, 0);

    /** 10.0.10.0/24, 10.0.11.0/24, … of 10.0.0.0/16. */
    static final SubnetRanges PRIVATE = new SubnetRanges("privateSubnets", 10, 8);

    // Elastic Load Balancing, "Subnets for your load balancer": /27 at least.
    private static final int SMALLEST = 27;

    /** Empty where the network is too small to be divided: smaller than /23. */
    Optional<List<String>> of(Cidr network, int zones) {
        boolean large = network.bits() + 8 <= SMALLEST;
        int bits = network.bits() + (large ? 8 : 4);
        if (bits > SMALLEST) {
            return Optional.empty();
        }
        long size = 1L << (32 - bits);
        return Optional.of(IntStream.range(0, zones)
                .mapToObj(zone ->
                        new Cidr(network.first() + size * ((large ? first : sixteenth) + zone), bits).toString())
                .toList());
    }

    /** The written ranges, or else the derived ones; none where neither is possible. */
    List<String> in(Values network) {
        return network.tree(key).isPresent()
                ? network.list(key)
                : Cidr.parse(network.text("cidr"))
                        .filter(Cidr::aligned)
                        .flatMap(cidr -> of(cidr, network.whole("availabilityZones")))
                        .orElse(List.of());
    }
}
