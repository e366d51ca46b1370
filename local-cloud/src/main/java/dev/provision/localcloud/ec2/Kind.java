package dev.provision.localcloud.ec2;

import dev.provision.localcloud.state.Ids;
import dev.provision.localcloud.wire.AwsError;
import java.util.Arrays;
import java.util.Optional;

/** The kinds of resources, with the names that EC2's ids, tags, ARNs and errors have for them. */
enum Kind {
    VPC("vpc", "vpc", "vpcId", "InvalidVpcID", "The vpc ID '%s' does not exist"),
    SUBNET("subnet", "subnet", "subnetId", "InvalidSubnetID", "The subnet ID '%s' does not exist"),
    INTERNET_GATEWAY(
            "igw",
            "internet-gateway",
            "internetGatewayId",
            "InvalidInternetGatewayID",
            "The internetGateway ID '%s' does not exist"),
    ADDRESS("eipalloc", "elastic-ip", "allocationId", "InvalidAllocationID", "The allocation ID '%s' does not exist"),
    NAT_GATEWAY("nat", "natgateway", "natGatewayId", "NatGateway", "The Nat Gateway %s was not found"),
    ROUTE_TABLE("rtb", "route-table", "routeTableId", "InvalidRouteTableID", "The routeTable ID '%s' does not exist"),
    SECURITY_GROUP("sg", "security-group", "groupId", "InvalidGroup", "The security group '%s' does not exist"),
    SECURITY_GROUP_RULE(
            "sgr",
            "security-group-rule",
            "securityGroupRuleId",
            "InvalidSecurityGroupRuleId",
            "The security group rule ID '%s' does not exist"),
    NETWORK_INTERFACE(
            "eni",
            "network-interface",
            "networkInterfaceId",
            "InvalidNetworkInterfaceID",
            "The networkInterface ID '%s' does not exist"),
    NETWORK_ACL("acl", "network-acl", "networkAclId", "InvalidNetworkAclID", "The networkAcl ID '%s' does not exist"),
    DHCP_OPTIONS(
            "dopt", "dhcp-options", "dhcpOptionsId", "InvalidDhcpOptionID", "The dhcpOption ID '%s' does not exist");

    private final String prefix;
    private final String type;
    private final String parameter;
    private final String code;
    private final String absence;

    Kind(String prefix, String type, String parameter, String code, String absence) {
        this.prefix = prefix;
        this.type = type;
        this.parameter = parameter;
        this.code = code;
        this.absence = absence;
    }

    /** The kind of a resource with this id. */
    static Optional<Kind> of(String id) {
        return Arrays.stream(values()).filter(kind -> kind.owns(id)).findFirst();
    }

    /** As tags and ARNs name it. */
    String type() {
        return type;
    }

    /** The request parameter that carries its id. */
    String parameter() {
        return parameter;
    }

    String newId() {
        return Ids.ec2(prefix);
    }

    boolean owns(String id) {
        return id.startsWith(prefix + "-");
    }

    AwsError absent(String id) {
        boolean gateway = this == NAT_GATEWAY;
        return owns(id)
                ? Refusal.of(code + (gateway ? "NotFound" : ".NotFound"), absence.formatted(id))
                : Refusal.of(
                        gateway ? "NatGatewayMalformed" : code.replaceAll("ID$", "Id") + malformed(),
                        "Invalid id: \"" + id + "\" (expecting \"" + prefix + "-...\")");
    }

    private String malformed() {
        return this == SECURITY_GROUP ? "Id.Malformed" : ".Malformed";
    }
}
