package dev.provision.localcloud.ec2;

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
 * @param groupsPerVpc security groups in one VPC
 * @param rulesPerGroup rules of one security group in one direction
 * @param groupsPerInterface security groups of one interface
 * @param interfaces network interfaces
 */
public record Ec2Quotas(
        int vpcs,
        int subnetsPerVpc,
        int internetGateways,
        int addresses,
        int natGatewaysPerZone,
        int routeTablesPerVpc,
        int routesPerTable,
        int groupsPerVpc,
        int rulesPerGroup,
        int groupsPerInterface,
        int interfaces) {
    /** What AWS grants a new account (VPC user guide, "Amazon VPC quotas"). */
    public static Ec2Quotas defaults() {
        return new Ec2Quotas(5, 200, 5, 5, 5, 200, 500, 2500, 60, 5, 5000);
    }

    /** The same with another number of Elastic IPs. */
    public Ec2Quotas withAddresses(int number) {
        return new Ec2Quotas(
                vpcs,
                subnetsPerVpc,
                internetGateways,
                number,
                natGatewaysPerZone,
                routeTablesPerVpc,
                routesPerTable,
                groupsPerVpc,
                rulesPerGroup,
                groupsPerInterface,
                interfaces);
    }

    /** The same with another number of VPCs and internet gateways. */
    public Ec2Quotas withVpcs(int number) {
        return new Ec2Quotas(
                number,
                subnetsPerVpc,
                number,
                addresses,
                natGatewaysPerZone,
                routeTablesPerVpc,
                routesPerTable,
                groupsPerVpc,
                rulesPerGroup,
                groupsPerInterface,
                interfaces);
    }
}
