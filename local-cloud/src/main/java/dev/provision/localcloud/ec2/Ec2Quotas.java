package dev.provision.localcloud.ec2;

import dev.provision.localcloud.state.Quota;
import dev.provision.localcloud.state.Quotas;

/**
 * How much of everything an account may have in its region.
 *
 * @param vpcs VPCs
 * @param subnetsPerVpc subnets in one VPC
 * @param internetGateways internet gateways
 * @param addresses Elastic IPs
 * @param natGatewaysPerZone NAT gateways in one zone, those being made or deleted included
 * @param routeTablesPerVpc route tables in one VPC
 * @param routesPerTable routes in one table, the local one not counted
 * @param networkAclsPerVpc network ACLs in one VPC
 * @param rulesPerNetworkAcl rules of one network ACL in one direction, the last one included
 * @param groupsPerVpc security groups in one VPC
 * @param rulesPerGroup rules of one security group in one direction
 * @param groupsPerInterface security groups of one interface
 * @param interfaces network interfaces
 * @param gatewayEndpoints gateway VPC endpoints
 * @param interfaceEndpointsPerVpc interface VPC endpoints in one VPC
 */
record Ec2Quotas(
        int vpcs,
        int subnetsPerVpc,
        int internetGateways,
        int addresses,
        int natGatewaysPerZone,
        int routeTablesPerVpc,
        int routesPerTable,
        int networkAclsPerVpc,
        int rulesPerNetworkAcl,
        int groupsPerVpc,
        int rulesPerGroup,
        int groupsPerInterface,
        int interfaces,
        int gatewayEndpoints,
        int interfaceEndpointsPerVpc) {
    /** The part of the account's quotas that EC2 enforces. */
    static Ec2Quotas of(Quotas quotas) {
        return new Ec2Quotas(
                quotas.limit(Quota.VPCS),
                quotas.limit(Quota.SUBNETS_PER_VPC),
                quotas.limit(Quota.INTERNET_GATEWAYS),
                quotas.limit(Quota.ADDRESSES),
                quotas.limit(Quota.NAT_GATEWAYS_PER_ZONE),
                quotas.limit(Quota.ROUTE_TABLES_PER_VPC),
                quotas.limit(Quota.ROUTES_PER_TABLE),
                quotas.limit(Quota.NETWORK_ACLS_PER_VPC),
                quotas.limit(Quota.RULES_PER_NETWORK_ACL),
                quotas.limit(Quota.SECURITY_GROUPS),
                quotas.limit(Quota.RULES_PER_GROUP),
                quotas.limit(Quota.GROUPS_PER_INTERFACE),
                quotas.limit(Quota.NETWORK_INTERFACES),
                quotas.limit(Quota.GATEWAY_ENDPOINTS),
                quotas.limit(Quota.INTERFACE_ENDPOINTS_PER_VPC));
    }
}
