package dev.provision.localcloud.network;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A network ACL, as far as it decides about TCP over IPv4. It does not remember connections: answers need rules of their own.
 *
 * @param id {@code acl-…}
 * @param rules by number, both directions; those about other protocols are left out
 */
public record Acl(String id, List<Rule> rules) {
    private static final int LAST = 32_767;

    public Acl {
        rules = rules.stream().sorted(Comparator.comparingInt(Rule::number)).toList();
    }

    /**
     * @param number the lowest one that matches decides
     * @param egress whether it is about packets that leave the subnet
     * @param allows whether it lets them pass
     * @param peer who is at the other end
     * @param fromPort the first port that packets go to
     * @param toPort the last one
     */
    public record Rule(int number, boolean egress, boolean allows, Cidr peer, int fromPort, int toPort) {
        private boolean matches(boolean out, String address, int port) {
            return egress == out && fromPort <= port && port <= toPort && peer.contains(address);
        }

        /** Whether it is the one that denies what no other decides. */
        public boolean last() {
            return number == LAST;
        }
    }

    /**
     * A packet that is dropped.
     *
     * @param port where it goes to
     * @param rule that denies it; empty if none is about it
     */
    public record Drop(int port, Optional<Rule> rule) {}

    /**
     * The first port of a range at which packets are dropped; empty if all of them pass.
     *
     * @param out whether they leave the subnet
     * @param address of the other end
     */
    public Optional<Drop> drop(boolean out, String address, int fromPort, int toPort) {
        // What is decided changes only where a rule begins, or behind its end.
        return IntStream.concat(
                        IntStream.of(fromPort),
                        rules.stream().flatMapToInt(rule -> IntStream.of(rule.fromPort(), rule.toPort() + 1)))
                .filter(port -> fromPort <= port && port <= toPort)
                .sorted()
                .distinct()
                .mapToObj(port -> new Drop(port, deciding(out, address, port)))
                .filter(drop -> drop.rule().filter(Rule::allows).isEmpty())
                .findFirst();
    }

    private Optional<Rule> deciding(boolean out, String address, int port) {
        return rules.stream().filter(rule -> rule.matches(out, address, port)).findFirst();
    }
}
