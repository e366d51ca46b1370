package dev.provision.localcloud.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** What an ACL drops of a range of ports, against asking for one port after the other. */
class AclPropertiesTest {
    private static final int LAST_PORT = 30;
    private static final String ADDRESS = "10.0.1.7";

    @Provide
    Arbitrary<List<Acl.Rule>> ruleSets() {
        Arbitrary<Integer> ports = Arbitraries.integers().between(0, LAST_PORT);
        return Combinators.combine(
                        Arbitraries.integers().between(1, 9),
                        Arbitraries.of(true, false),
                        Arbitraries.of(true, false),
                        Arbitraries.of("0.0.0.0/0", "10.0.1.0/24", "10.0.2.0/24", "10.0.1.7/32")
                                .map(Cidr::of),
                        ports,
                        ports)
                .as((number, egress, allows, peer, one, other) ->
                        new Acl.Rule(number, egress, allows, peer, Math.min(one, other), Math.max(one, other)))
                .list()
                .uniqueElements(Acl.Rule::number)
                .ofMaxSize(9);
    }

    private static Optional<Acl.Rule> deciding(List<Acl.Rule> rules, boolean out, int port) {
        return rules.stream()
                .filter(rule -> rule.egress() == out
                        && rule.fromPort() <= port
                        && port <= rule.toPort()
                        && rule.peer().contains(ADDRESS))
                .min(Comparator.comparingInt(Acl.Rule::number));
    }

    @Property(tries = 1000)
    void theFirstPortThatIsDroppedIsFoundWithTheRuleThatDropsIt(
            @ForAll("ruleSets") List<Acl.Rule> rules,
            @ForAll boolean out,
            @ForAll @IntRange(max = LAST_PORT) int one,
            @ForAll @IntRange(max = LAST_PORT) int other) {
        int from = Math.min(one, other);
        int to = Math.max(one, other);
        Optional<Acl.Drop> expected = IntStream.rangeClosed(from, to)
                .mapToObj(port -> new Acl.Drop(port, deciding(rules, out, port)))
                .filter(drop -> drop.rule().filter(Acl.Rule::allows).isEmpty())
                .findFirst();
        assertThat(new Acl("acl-1", rules).drop(out, ADDRESS, from, to)).isEqualTo(expected);
    }
}
