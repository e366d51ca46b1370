package dev.provision.localcloud.state;

import java.util.Arrays;
import java.util.Optional;

/** A limit that the local cloud really enforces, with the codes and defaults that Service Quotas has for it. */
public enum Quota {
    VPCS(Service.VPC, "L-F678F1CE", "VPCs per Region", 5),
    SUBNETS_PER_VPC(Service.VPC, "L-407747CB", "Subnets per VPC", 200),
    INTERNET_GATEWAYS(Service.VPC, "L-A4707A72", "Internet gateways per Region", 5),
    NAT_GATEWAYS_PER_ZONE(Service.VPC, "L-FE5A380F", "NAT gateways per Availability Zone", 5),
    ROUTE_TABLES_PER_VPC(Service.VPC, "L-589F43AA", "Route tables per VPC", 200),
    ROUTES_PER_TABLE(Service.VPC, "L-93826ACB", "Routes per route table", 500),
    NETWORK_ACLS_PER_VPC(Service.VPC, "L-B4A6D682", "Network ACLs per VPC", 200),
    RULES_PER_NETWORK_ACL(Service.VPC, "L-2AEEBF1A", "Rules per network ACL", 20),
    SECURITY_GROUPS(Service.VPC, "L-E79EC296", "VPC security groups per Region", 2500),
    RULES_PER_GROUP(Service.VPC, "L-0EA8095F", "Inbound or outbound rules per security group", 60),
    GROUPS_PER_INTERFACE(Service.VPC, "L-2AFB9258", "Security groups per network interface", 5),
    NETWORK_INTERFACES(Service.VPC, "L-DF5E4CA3", "Network interfaces per Region", 5000),
    GATEWAY_ENDPOINTS(Service.VPC, "L-1B52E74A", "Gateway VPC endpoints per Region", 20),
    INTERFACE_ENDPOINTS_PER_VPC(Service.VPC, "L-29B6F2EB", "Interface VPC endpoints per VPC", 50),
    ADDRESSES(Service.EC2, "L-0263D0A3", "EC2-VPC Elastic IPs", 5),
    LOAD_BALANCERS(Service.ELB, "L-53DA6B97", "Application Load Balancers per Region", 50),
    TARGET_GROUPS(Service.ELB, "L-B22855CB", "Target Groups per Region", 3000),
    LISTENERS_PER_LOAD_BALANCER(Service.ELB, "L-B6DF7632", "Listeners per Application Load Balancer", 50),
    RULES_PER_LOAD_BALANCER(Service.ELB, "L-7EED9B64", "Rules per Application Load Balancer", 100),
    TARGETS_PER_GROUP(Service.ELB, "L-A0D0B863", "Targets per Target Group per Region", 1000),
    LAMBDA_CONCURRENCY(Service.LAMBDA, "L-B99A9384", "Concurrent executions", 1000),
    FARGATE_VCPUS(Service.FARGATE, "L-3032A538", "Fargate On-Demand vCPU resource count", 6);

    /** A service that has quotas. */
    public enum Service {
        VPC("vpc", "Amazon Virtual Private Cloud (Amazon VPC)"),
        EC2("ec2", "Amazon Elastic Compute Cloud (Amazon EC2)"),
        ELB("elasticloadbalancing", "Elastic Load Balancing (ELB)"),
        LAMBDA("lambda", "AWS Lambda"),
        FARGATE("fargate", "AWS Fargate");

        private final String code;
        private final String title;

        Service(String code, String title) {
            this.code = code;
            this.title = title;
        }

        /** As Service Quotas names it, for example {@code vpc}. */
        public String code() {
            return code;
        }

        /** For people. */
        public String title() {
            return title;
        }
    }

    private final Service service;
    private final String code;
    private final String title;
    private final int usual;

    Quota(Service service, String code, String title, int usual) {
        this.service = service;
        this.code = code;
        this.title = title;
        this.usual = usual;
    }

    /** The quota with a code such as {@code L-0263D0A3}; empty if the local cloud does not have it. */
    public static Optional<Quota> find(String code) {
        return Arrays.stream(values()).filter(quota -> quota.code.equals(code)).findFirst();
    }

    public Service service() {
        return service;
    }

    /** AWS's code, for example {@code L-0263D0A3}. */
    public String code() {
        return code;
    }

    /** For people. */
    public String title() {
        return title;
    }

    /** What tells how much of it is used; empty for a quota without such a metric. */
    public Optional<UsageMetric> usage() {
        return this == FARGATE_VCPUS ? Optional.of(UsageMetric.FARGATE_VCPUS) : Optional.empty();
    }

    /** What AWS grants an account that has not asked for more. */
    public int usual() {
        return usual;
    }
}
