package dev.provision.localcloud.ec2;

import dev.provision.localcloud.state.Ids;
import dev.provision.localcloud.wire.AwsError;
import java.util.Arrays;
import java.util.Optional;

/**
 * The kinds of resources, with the names that EC2's ids, tags, ARNs and errors have for them. The spelling of the error codes
 * (ID, Id) is the one of the EC2 API reference, "Error codes"; allocation ids have no code of their own for a malformed one.
 */
enum Kind {
    VPC("vpc", "vpc", "vpcId", "InvalidVpcID.NotFound", "InvalidVpcID.Malformed", "The vpc ID '%s' does not exist"),
    SUBNET(
            "subnet",
            "subnet",
            "subnetId",
            "InvalidSubnetID.NotFound",
            "InvalidSubnetID.Malformed",
            "The subnet ID '%s' does not exist"),
    INTERNET_GATEWAY(
            "igw",
            "internet-gateway",
            "internetGatewayId",
            "InvalidInternetGatewayID.NotFound",
            "InvalidInternetGatewayId.Malformed",
            "The internetGateway ID '%s' does not exist"),
    ADDRESS(
            "eipalloc",
            "elastic-ip",
            "allocationId",
            "InvalidAllocationID.NotFound",
            "InvalidAllocationID.NotFound",
            "The allocation ID '%s' does not exist"),
    NAT_GATEWAY(
            "nat",
            "natgateway",
            "natGatewayId",
            "NatGatewayNotFound",
            "NatGatewayMalformed",
            "NAT gateway %s was not found"),
    ROUTE_TABLE(
            "rtb",
            "route-table",
            "routeTableId",
            "InvalidRouteTableID.NotFound",
            "InvalidRouteTableId.Malformed",
            "The routeTable ID '%s' does not exist"),
    SECURITY_GROUP(
            "sg",
            "security-group",
            "groupId",
            "InvalidGroup.NotFound",
            "InvalidGroupId.Malformed",
            "The security group '%s' does not exist"),
    SECURITY_GROUP_RULE(
            "sgr",
            "security-group-rule",
            "securityGroupRuleId",
            "InvalidSecurityGroupRuleId.NotFound",
            "InvalidSecurityGroupRuleId.Malformed",
            "The security group rule ID '%s' does not exist"),
    NETWORK_INTERFACE(
            "eni",
            "network-interface",
            "networkInterfaceId",
            "InvalidNetworkInterfaceID.NotFound",
            "InvalidNetworkInterfaceId.Malformed",
            "The networkInterface ID '%s' does not exist"),
    NETWORK_ACL(
            "acl",
            "network-acl",
            "networkAclId",
            "InvalidNetworkAclID.NotFound",
            "InvalidNetworkAclId.Malformed",
            "The networkAcl ID '%s' does not exist"),
    VPC_ENDPOINT(
            "vpce",
            "vpc-endpoint",
            "vpcEndpointId",
            "InvalidVpcEndpointId.NotFound",
            "InvalidVpcEndpointId.Malformed",
            "The Vpc Endpoint Id '%s' does not exist"),
    DHCP_OPTIONS(
            "dopt",
            "dhcp-options",
            "dhcpOptionsId",
            "InvalidDhcpOptionID.NotFound",
            "InvalidDhcpOptionsId.Malformed",
            "The dhcpOption ID '%s' does not exist");

    private final String prefix;
    private final String type;
    private final String parameter;
    private final String absentCode;
    private final String malformedCode;
    private final String absence;

    Kind(String prefix, String type, String parameter, String absentCode, String malformedCode, String absence) {
        this.prefix = prefix;
        this.type = type;
        this.parameter = parameter;
        this.absentCode = absentCode;
        this.malformedCode = malformedCode;
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

    /** The error for an id that no resource has; another one if it does not even look like one. */
    AwsError absent(String id) {
        return id.matches(prefix + "-[0-9a-f]+")
                ? Refusal.of(absentCode, absence.formatted(id))
                : Refusal.of(malformedCode, "Invalid id: \"" + id + "\" (expecting \"" + prefix + "-...\")");
    }
}
