package dev.provision.aws.network;

import dev.provision.aws.network.WantedRule.Direction;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ec2.model.IpPermission;
import software.amazon.awssdk.services.ec2.model.IpRange;
import software.amazon.awssdk.services.ec2.model.Ipv6Range;
import software.amazon.awssdk.services.ec2.model.PrefixListId;
import software.amazon.awssdk.services.ec2.model.SecurityGroup;
import software.amazon.awssdk.services.ec2.model.UserIdGroupPair;

/**
 * One rule with one peer, as it is in EC2.
 *
 * @param protocol {@code tcp}, …; {@code -1} for all
 * @param fromPort -1 where the protocol has no ports
 * @param peer a CIDR range of either IP version, a group's id or a prefix list's
 */
public record LiveRule(Direction direction, String protocol, int fromPort, int toPort, String peer)
        implements Comparable<LiveRule> {

    static List<LiveRule> of(SecurityGroup group) {
        return Stream.concat(
                        of(Direction.INGRESS, group.ipPermissions()), of(Direction.EGRESS, group.ipPermissionsEgress()))
                .sorted()
                .toList();
    }

    private static Stream<LiveRule> of(Direction direction, List<IpPermission> permissions) {
        return permissions.stream().flatMap(permission -> peers(permission)
                .map(peer -> new LiveRule(
                        direction,
                        permission.ipProtocol(),
                        permission.fromPort() == null ? -1 : permission.fromPort(),
                        permission.toPort() == null ? -1 : permission.toPort(),
                        peer)));
    }

    private static Stream<String> peers(IpPermission permission) {
        return Stream.of(
                        permission.ipRanges().stream().map(IpRange::cidrIp),
                        permission.ipv6Ranges().stream().map(Ipv6Range::cidrIpv6),
                        permission.userIdGroupPairs().stream().map(UserIdGroupPair::groupId),
                        permission.prefixListIds().stream().map(PrefixListId::prefixListId))
                .flatMap(peers -> peers);
    }

    /** The rule as a call takes it. */
    IpPermission permission() {
        IpPermission.Builder permission = IpPermission.builder().ipProtocol(protocol);
        if (!protocol.equals("-1")) {
            permission.fromPort(fromPort).toPort(toPort);
        }
        if (peer.startsWith("sg-")) {
            permission.userIdGroupPairs(UserIdGroupPair.builder().groupId(peer).build());
        } else if (peer.startsWith("pl-")) {
            permission.prefixListIds(PrefixListId.builder().prefixListId(peer).build());
        } else if (peer.contains(":")) {
            permission.ipv6Ranges(Ipv6Range.builder().cidrIpv6(peer).build());
        } else {
            permission.ipRanges(IpRange.builder().cidrIp(peer).build());
        }
        return permission.build();
    }

    static List<IpPermission> permissions(List<LiveRule> rules, Direction direction) {
        return rules.stream()
                .filter(rule -> rule.direction() == direction)
                .map(LiveRule::permission)
                .toList();
    }

    @Override
    public int compareTo(LiveRule other) {
        return toString().compareTo(other.toString());
    }

    @Override
    public String toString() {
        String ports = fromPort == toPort ? String.valueOf(fromPort) : fromPort + "-" + toPort;
        return String.join(
                " ", Arrays.asList(direction.name(), protocol.equals("-1") ? "all" : protocol + " " + ports, peer));
    }
}
