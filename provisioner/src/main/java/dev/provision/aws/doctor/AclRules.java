package dev.provision.aws.doctor;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ec2.model.NetworkAclEntry;
import software.amazon.awssdk.services.ec2.model.RuleAction;

/**
 * The rules of a network ACL in one direction, as far as they decide about TCP over IPv4: in order of their numbers, of which
 * the first that matches decides ("Network ACL rules" in the VPC guide).
 */
record AclRules(List<Rule> rules) {
    /** The rule that denies what no other decides; nobody can change it. */
    static final int LAST = 32_767;

    private static final String ALL = "-1";
    private static final String TCP = "6";
    private static final Span EVERY_PORT = new Span(0, 65_535);

    AclRules {
        rules = rules.stream().sorted(Comparator.comparingInt(Rule::number)).toList();
    }

    /**
     * A rule.
     *
     * @param block of the addresses at the other end, as AWS writes it
     * @param ports that packets go to
     */
    record Rule(int number, boolean allows, String block, Span ports) {
        Span peers() {
            return Span.of(block);
        }
    }

    /**
     * Packets that are dropped, all by the same rule.
     *
     * @param by the number of the rule that denies them
     * @param peers at the other end
     * @param ports that they go to
     */
    record Drop(int by, Span peers, Span ports) {}

    /** @param egress whether those about packets that leave the subnet */
    static AclRules of(List<NetworkAclEntry> entries, boolean egress) {
        return new AclRules(entries.stream()
                .filter(entry -> entry.egress() == egress)
                .flatMap(AclRules::rule)
                .toList());
    }

    private static Stream<Rule> rule(NetworkAclEntry entry) {
        boolean all = entry.protocol().equals(ALL);
        return entry.cidrBlock() != null && (all || entry.protocol().equals(TCP))
                ? Stream.of(new Rule(
                        entry.ruleNumber(),
                        entry.ruleAction() == RuleAction.ALLOW,
                        entry.cidrBlock(),
                        // Terraform and others leave ports in rules about everything, which have none.
                        all
                                ? EVERY_PORT
                                : new Span(
                                        entry.portRange().from(),
                                        entry.portRange().to())))
                : Stream.empty();
    }

    /** What is dropped of all packets of these peers to these ports: each of them in one part, none twice. */
    List<Drop> drops(Span peers, Span ports) {
        List<Span> addresses = cut(peers, rules.stream().map(Rule::peers));
        List<Span> ranges = cut(ports, rules.stream().map(Rule::ports));
        return addresses.stream()
                .flatMap(address -> ranges.stream().flatMap(range -> drop(address, range).stream()))
                .toList();
    }

    /** Of packets that are all decided alike. */
    private Optional<Drop> drop(Span peers, Span ports) {
        Optional<Rule> rule = deciding(peers.first(), ports.first());
        return rule.filter(Rule::allows).isPresent()
                ? Optional.empty()
                : Optional.of(new Drop(rule.map(Rule::number).orElse(LAST), peers, ports));
    }

    private Optional<Rule> deciding(long address, long port) {
        return rules.stream()
                .filter(rule -> rule.peers().contains(address) && rule.ports().contains(port))
                .findFirst();
    }

    /** Pieces within which no rule begins or ends: what is decided for one number holds for all of a piece. */
    private static List<Span> cut(Span whole, Stream<Span> edges) {
        long[] starts = LongStream.concat(
                        LongStream.of(whole.first()),
                        edges.flatMapToLong(edge -> LongStream.of(edge.first(), edge.last() + 1)))
                .filter(whole::contains)
                .sorted()
                .distinct()
                .toArray();
        return LongStream.range(0, starts.length)
                .mapToObj(
                        i -> new Span(starts[(int) i], i + 1 < starts.length ? starts[(int) i + 1] - 1 : whole.last()))
                .toList();
    }
}
