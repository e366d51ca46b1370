package dev.provision.aws.doctor;

import java.util.List;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.ec2.model.IpPermission;
import software.amazon.awssdk.services.ec2.model.SecurityGroup;

/** What the rules of security groups are about. */
final class GroupRules {
    private static final String ANYWHERE = "0.0.0.0/0";

    private GroupRules() {}

    /** Whether a rule is about connections to a port, whoever is at the other end. */
    static boolean covers(IpPermission rule, int port) {
        return "-1".equals(rule.ipProtocol())
                || ("tcp".equals(rule.ipProtocol()) && rule.fromPort() <= port && port <= rule.toPort());
    }

    /** Whether anybody may be at the other end. */
    static boolean anywhere(IpPermission rule) {
        return rule.ipRanges().stream().anyMatch(range -> ANYWHERE.equals(range.cidrIp()));
    }

    static String names(List<SecurityGroup> groups) {
        return groups.stream()
                .map(group -> group.groupName() + " (" + group.groupId() + ")")
                .collect(Collectors.joining(", "));
    }
}
