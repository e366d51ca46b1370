package dev.provision.localcloud.ec2;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ec2.model.NetworkAclEntry;
import software.amazon.awssdk.services.ec2.model.PortRange;
import software.amazon.awssdk.services.ec2.model.RuleAction;

/** The rules of network ACLs, as EC2 keeps them: by direction and number, with protocols as numbers only. */
final class AclEntries {
    /** As EC2 lists them. */
    static final Comparator<NetworkAclEntry> ORDER =
            Comparator.comparing(NetworkAclEntry::egress).reversed().thenComparing(NetworkAclEntry::ruleNumber);

    private static final String EVERYWHERE = "0.0.0.0/0";
    private static final int FIRST = 100;
    private static final int LAST_OWN = 32_766;

    /** The rule that denies what no other decides; nobody can change or delete it. */
    private static final int LAST = 32_767;

    private static final String ALL = "-1";
    private static final String TCP = "6";
    private static final String UDP = "17";
    private static final String ICMP = "1";
    private static final String ICMP_V6 = "58";
    private static final int LAST_PORT = 65_535;
    private static final int LAST_PROTOCOL = 255;

    private AclEntries() {}

    /** Of an ACL that is made: nothing passes. */
    static List<NetworkAclEntry> ofNew() {
        return Stream.of(true, false)
                .map(egress -> entry(egress, LAST, RuleAction.DENY))
                .toList();
    }

    /** Of the ACL that a VPC is born with: everything passes. */
    static List<NetworkAclEntry> ofDefault() {
        return Stream.concat(
                        Stream.of(true, false).map(egress -> entry(egress, FIRST, RuleAction.ALLOW)), ofNew().stream())
                .sorted(ORDER)
                .toList();
    }

    private static NetworkAclEntry entry(boolean egress, int number, RuleAction action) {
        return NetworkAclEntry.builder()
                .cidrBlock(EVERYWHERE)
                .egress(egress)
                .protocol(ALL)
                .ruleAction(action)
                .ruleNumber(number)
                .build();
    }

    /** What the filter {@code entry.protocol} finds a protocol by. */
    static Stream<String> protocolNames(String number) {
        return Stream.concat(
                Stream.of(number),
                Stream.ofNullable(Map.of(TCP, "tcp", UDP, "udp", ICMP, "icmp").get(number)));
    }

    /** The number of a rule that may be made, changed and deleted. */
    static int number(Integer given) {
        int number = Refusal.required(given, "ruleNumber");
        if (number < 1 || number > LAST_OWN) {
            throw Refusal.invalid("ruleNumber", number, "It must be from 1 to " + LAST_OWN + ".");
        }
        return number;
    }

    /**
     * A requested rule as it is kept: the block in canonical form, ports and ICMP types only where the protocol has them.
     *
     * @throws dev.provision.localcloud.wire.AwsError if it is incomplete or out of bounds
     */
    static NetworkAclEntry checked(NetworkAclEntry asked) {
        String protocol = protocol(Refusal.required(asked.protocol(), "protocol"));
        String action = Refusal.required(asked.ruleActionAsString(), "ruleAction");
        if (!RuleAction.knownValues().contains(RuleAction.fromValue(action))) {
            throw Refusal.invalid("ruleAction", action, "It must be allow or deny.");
        }
        NetworkAclEntry.Builder kept = NetworkAclEntry.builder()
                .egress(Refusal.required(asked.egress(), "egress"))
                .ruleNumber(number(asked.ruleNumber()))
                .protocol(protocol)
                .ruleAction(action);
        block(asked, kept);
        switch (protocol) {
            case TCP, UDP -> kept.portRange(ports(asked.portRange()));
            case ICMP -> icmp(asked, kept);
            case ICMP_V6 -> {
                // Of an IPv4 block it means all types, whatever is specified: CreateNetworkAclEntry in the EC2 API
                // reference.
                if (asked.ipv6CidrBlock() != null) {
                    icmp(asked, kept);
                }
            }
            default -> {
                // All ports, "regardless of any ports or ICMP types or codes that you specify": the same page.
            }
        }
        return kept.build();
    }

    /** Numbers only: names are translated by the aws CLI, aws/aws-cli pull request 532. */
    private static String protocol(String given) {
        boolean known = given.equals(ALL) || (given.matches("\\d{1,3}") && Integer.parseInt(given) <= LAST_PROTOCOL);
        if (!known) {
            throw Refusal.invalid("Invalid value '" + given + "' for IP protocol. Unknown protocol.");
        }
        return String.valueOf(Integer.parseInt(given));
    }

    private static void block(NetworkAclEntry asked, NetworkAclEntry.Builder kept) {
        if (asked.cidrBlock() != null && asked.ipv6CidrBlock() != null) {
            throw Refusal.of(
                    "InvalidParameterCombination",
                    "The parameter cidrBlock cannot be used with the parameter ipv6CidrBlock");
        }
        if (asked.ipv6CidrBlock() != null) {
            kept.ipv6CidrBlock(Permissions.ipv6(asked.ipv6CidrBlock()));
        } else {
            kept.cidrBlock(Permissions.ipv4(Refusal.required(asked.cidrBlock(), "cidrBlock")));
        }
    }

    private static PortRange ports(PortRange asked) {
        int from = port(Optional.ofNullable(asked).map(PortRange::from), "portRange.from");
        int to = port(Optional.ofNullable(asked).map(PortRange::to), "portRange.to");
        if (from > to) {
            throw Refusal.invalid("Invalid TCP/UDP port range (" + from + ":" + to + ")");
        }
        return PortRange.builder().from(from).to(to).build();
    }

    private static int port(Optional<Integer> asked, String parameter) {
        int port = asked.orElseThrow(() -> Refusal.missing(parameter));
        if (port < 0 || port > LAST_PORT) {
            throw Refusal.invalid("port (" + port + ") out of range");
        }
        return port;
    }

    private static void icmp(NetworkAclEntry asked, NetworkAclEntry.Builder kept) {
        if (asked.icmpTypeCode() == null || asked.icmpTypeCode().type() == null) {
            throw Refusal.missing("icmpTypeCode.type");
        }
        if (asked.icmpTypeCode().code() == null) {
            throw Refusal.missing("icmpTypeCode.code");
        }
        kept.icmpTypeCode(asked.icmpTypeCode());
    }
}
