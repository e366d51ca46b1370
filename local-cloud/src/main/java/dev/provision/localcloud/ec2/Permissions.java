package dev.provision.localcloud.ec2;

import dev.provision.localcloud.network.Cidr;
import dev.provision.localcloud.state.Account;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ec2.model.IpPermission;
import software.amazon.awssdk.services.ec2.model.IpRange;
import software.amazon.awssdk.services.ec2.model.Ipv6Range;
import software.amazon.awssdk.services.ec2.model.PrefixListId;
import software.amazon.awssdk.services.ec2.model.SecurityGroupRule;
import software.amazon.awssdk.services.ec2.model.UserIdGroupPair;

/**
 * The two shapes that EC2 has for the rules of a security group: permissions, each a protocol and ports with a set of
 * peers, and rules with an id, one per peer. Rules are what is kept.
 */
final class Permissions {
    private static final String ALL = "-1";
    private static final Map<String, String> NAMES =
            Map.of("6", "tcp", "17", "udp", "1", "icmp", "58", "icmpv6", "all", ALL);
    private static final int LAST_PORT = 65535;

    private Permissions() {}

    /** A new rule that says nothing yet. */
    static SecurityGroupRule.Builder rule(Account account, String groupId, boolean egress) {
        String id = Kind.SECURITY_GROUP_RULE.newId();
        return SecurityGroupRule.builder()
                .securityGroupRuleId(id)
                .securityGroupRuleArn(account.arn("ec2", "security-group-rule/" + id))
                .groupId(groupId)
                .groupOwnerId(account.id())
                .isEgress(egress);
    }

    /** A permission's peers, one content of a rule each: checked, with canonical protocol and blocks, without ids. */
    static List<SecurityGroupRule> contents(IpPermission permission, Peers peers) {
        SecurityGroupRule ports = ports(permission.ipProtocol(), permission.fromPort(), permission.toPort());
        List<SecurityGroupRule> contents = Stream.of(
                        permission.ipRanges().stream().map(range -> ports.toBuilder()
                                .cidrIpv4(ipv4(range.cidrIp()))
                                .description(range.description())),
                        permission.ipv6Ranges().stream().map(range -> ports.toBuilder()
                                .cidrIpv6(ipv6(range.cidrIpv6()))
                                .description(range.description())),
                        permission.userIdGroupPairs().stream().map(pair -> ports.toBuilder()
                                .referencedGroupInfo(
                                        info -> info.groupId(peers.group(pair)).userId(peers.owner()))
                                .description(pair.description())),
                        permission.prefixListIds().stream().map(list -> {
                            throw Refusal.of(
                                    "InvalidPrefixListID.NotFound",
                                    "The prefix list ID '" + list.prefixListId() + "' does not exist");
                        }))
                .flatMap(each -> each)
                .map(each -> ((SecurityGroupRule.Builder) each).build())
                .toList();
        if (contents.isEmpty()) {
            throw Refusal.invalid("Either 'cidrIp', 'cidrIpv6', 'prefixListId' or 'groupId' must be specified.");
        }
        return contents;
    }

    /** Finds the groups that permissions name. */
    interface Peers {
        /** The id of the group, which must exist. */
        String group(UserIdGroupPair pair);

        /** The account's id. */
        String owner();
    }

    /** Protocol and ports of a rule, checked; protocol {@code -1} has all ports. */
    static SecurityGroupRule ports(String protocol, Integer from, Integer to) {
        String given = Refusal.required(protocol, "ipProtocol").toLowerCase(Locale.ROOT);
        String name = NAMES.getOrDefault(given, given);
        SecurityGroupRule.Builder rule = SecurityGroupRule.builder().ipProtocol(name);
        return switch (name) {
            case "tcp", "udp" ->
                rule.fromPort(port(from, name)).toPort(port(to, name)).build();
            case "icmp", "icmpv6" ->
                rule.fromPort(Objects.requireNonNullElse(from, -1))
                        .toPort(Objects.requireNonNullElse(to, -1))
                        .build();
            default -> {
                if (!name.equals(ALL) && !name.matches("\\d{1,3}")) {
                    throw Refusal.of("InvalidPermission.Malformed", "Unsupported IP protocol \"" + protocol + "\"");
                }
                yield rule.fromPort(-1).toPort(-1).build();
            }
        };
    }

    private static int port(Integer port, String protocol) {
        if (port == null) {
            throw Refusal.invalid(
                    "Invalid value 'null' for portRange. Must specify both from and to ports with TCP/UDP.");
        }
        if (port < 0 || port > LAST_PORT) {
            throw Refusal.invalid("Invalid " + protocol.toUpperCase(Locale.ROOT) + " port (" + port + ")");
        }
        return port;
    }

    /** Refuses a range that ends before it begins. */
    static SecurityGroupRule ordered(SecurityGroupRule rule) {
        boolean ranged = rule.ipProtocol().equals("tcp") || rule.ipProtocol().equals("udp");
        if (ranged && rule.fromPort() > rule.toPort()) {
            throw Refusal.invalid("Invalid TCP/UDP port range (" + rule.fromPort() + ":" + rule.toPort() + ")");
        }
        return rule;
    }

    static String ipv4(String text) {
        return Optional.ofNullable(text)
                .flatMap(Cidr::parse)
                .map(Cidr::toString)
                .orElseThrow(() -> Refusal.invalid("CIDR block " + text + " is malformed"));
    }

    static String ipv6(String text) {
        if (text == null || !text.matches("[0-9a-fA-F:]*:[0-9a-fA-F:.]*/\\d{1,3}")) {
            throw Refusal.invalid("CIDR block " + text + " is malformed");
        }
        return text.toLowerCase(Locale.ROOT);
    }

    /** What makes two rules of a group the same one: everything but id and description. */
    static Object key(SecurityGroupRule rule) {
        return List.of(
                rule.ipProtocol(),
                rule.fromPort(),
                rule.toPort(),
                Optional.ofNullable(rule.cidrIpv4()),
                Optional.ofNullable(rule.cidrIpv6()),
                Optional.ofNullable(rule.referencedGroupInfo()).map(info -> info.groupId()));
    }

    /** In EC2's words: {@code peer: 0.0.0.0/0, TCP, from port: 80, to port: 80, ALLOW}. */
    static String words(SecurityGroupRule rule) {
        String ports = rule.ipProtocol().equals(ALL)
                ? "ALL"
                : rule.ipProtocol().toUpperCase(Locale.ROOT) + ", from port: " + rule.fromPort() + ", to port: "
                        + rule.toPort();
        return "peer: " + peer(rule) + ", " + ports + ", ALLOW";
    }

    private static String peer(SecurityGroupRule rule) {
        return Stream.of(
                        Optional.ofNullable(rule.cidrIpv4()),
                        Optional.ofNullable(rule.cidrIpv6()),
                        Optional.ofNullable(rule.referencedGroupInfo()).map(info -> info.groupId()))
                .flatMap(Optional::stream)
                .findFirst()
                .orElse("");
    }

    /** Rules as permissions: those with the same protocol and ports share one. */
    static List<IpPermission> grouped(Stream<SecurityGroupRule> rules) {
        return rules
                .collect(Collectors.groupingBy(
                        rule -> List.of(rule.ipProtocol(), rule.fromPort(), rule.toPort()),
                        LinkedHashMap::new,
                        Collectors.toList()))
                .values()
                .stream()
                .map(Permissions::permission)
                .toList();
    }

    private static IpPermission permission(Collection<SecurityGroupRule> rules) {
        SecurityGroupRule first = rules.iterator().next();
        boolean all = first.ipProtocol().equals(ALL);
        return IpPermission.builder()
                .ipProtocol(first.ipProtocol())
                .fromPort(all ? null : first.fromPort())
                .toPort(all ? null : first.toPort())
                .ipRanges(rules.stream()
                        .filter(rule -> rule.cidrIpv4() != null)
                        .map(rule -> IpRange.builder()
                                .cidrIp(rule.cidrIpv4())
                                .description(rule.description())
                                .build())
                        .toList())
                .ipv6Ranges(rules.stream()
                        .filter(rule -> rule.cidrIpv6() != null)
                        .map(rule -> Ipv6Range.builder()
                                .cidrIpv6(rule.cidrIpv6())
                                .description(rule.description())
                                .build())
                        .toList())
                .prefixListIds(List.<PrefixListId>of())
                .userIdGroupPairs(rules.stream()
                        .filter(rule -> rule.referencedGroupInfo() != null)
                        .map(rule -> UserIdGroupPair.builder()
                                .groupId(rule.referencedGroupInfo().groupId())
                                .userId(rule.referencedGroupInfo().userId())
                                .description(rule.description())
                                .build())
                        .toList())
                .build();
    }
}
