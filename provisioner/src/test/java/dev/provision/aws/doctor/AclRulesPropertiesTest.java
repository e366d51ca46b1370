package dev.provision.aws.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What an ACL drops, against asking for each address and each port by itself. */
class AclRulesPropertiesTest {
    private static final int LAST_PORT = 12;
    private static final List<String> BLOCKS =
            List.of("0.0.0.0/0", "10.0.0.0/28", "10.0.0.0/29", "10.0.0.8/30", "10.0.0.3/32", "10.0.1.0/24");

    private static Arbitrary<Span> ports() {
        return Combinators.combine(
                        Arbitraries.longs().between(0, LAST_PORT),
                        Arbitraries.longs().between(0, LAST_PORT))
                .as((one, other) -> new Span(Math.min(one, other), Math.max(one, other)));
    }

    @Provide
    Arbitrary<List<AclRules.Rule>> ruleSets() {
        return Combinators.combine(
                        Arbitraries.integers().between(1, 9),
                        Arbitraries.of(true, false),
                        Arbitraries.of(BLOCKS),
                        ports())
                .as(AclRules.Rule::new)
                .list()
                .uniqueElements(AclRules.Rule::number)
                .ofMaxSize(9);
    }

    @Provide
    Arbitrary<Span> portRanges() {
        return ports();
    }

    /** Small enough to ask for each address. */
    @Provide
    Arbitrary<String> peers() {
        return Arbitraries.of("10.0.0.0/28", "10.0.0.0/29", "10.0.0.2/31", "10.0.0.3/32", "10.0.2.0/30");
    }

    @Property(tries = 1000)
    void eachPacketThatIsDroppedIsInOnePartWithTheRuleThatDecides(
            @ForAll("ruleSets") List<AclRules.Rule> rules,
            @ForAll("peers") String peers,
            @ForAll("portRanges") Span ports) {
        Span addresses = Span.of(peers);
        List<AclRules.Drop> drops = new AclRules(rules).drops(addresses, ports);
        for (long address = addresses.first() - 1; address <= addresses.last() + 1; address++) {
            for (long port = 0; port <= LAST_PORT; port++) {
                boolean asked = addresses.contains(address) && ports.contains(port);
                assertThat(by(drops, address, port)).isEqualTo(asked ? naively(rules, address, port) : List.of());
            }
        }
    }

    private static List<Integer> by(List<AclRules.Drop> drops, long address, long port) {
        return drops.stream()
                .filter(drop -> drop.peers().contains(address) && drop.ports().contains(port))
                .map(AclRules.Drop::by)
                .toList();
    }

    private static List<Integer> naively(List<AclRules.Rule> rules, long address, long port) {
        return rules.stream()
                .sorted(Comparator.comparingInt(AclRules.Rule::number))
                .filter(rule -> in(rule.block(), address)
                        && rule.ports().first() <= port
                        && port <= rule.ports().last())
                .findFirst()
                .map(rule -> rule.allows() ? List.<Integer>of() : List.of(rule.number()))
                .orElse(List.of(32_767));
    }

    /** By its bits, as a router looks at it. */
    private static boolean in(String block, long address) {
        String[] parts = block.split("/");
        long bits = 0;
        for (String part : parts[0].split("\\.")) {
            bits = bits * 256 + Long.parseLong(part);
        }
        int shift = 32 - Integer.parseInt(parts[1]);
        return bits >> shift == address >> shift;
    }
}
