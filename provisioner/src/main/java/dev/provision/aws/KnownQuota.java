package dev.provision.aws;

import java.util.Arrays;
import java.util.Optional;

/** The quotas that an environment may reach, as Service Quotas names them: list-service-quotas of the CLI. */
public enum KnownQuota {
    VPCS("vpc", "L-F678F1CE", "VPCs per Region", "VpcLimitExceeded"),
    SUBNETS("vpc", "L-407747CB", "Subnets per VPC", "SubnetLimitExceeded"),
    INTERNET_GATEWAYS("vpc", "L-A4707A72", "Internet gateways per Region", "InternetGatewayLimitExceeded"),
    NAT_GATEWAYS("vpc", "L-FE5A380F", "NAT gateways per Availability Zone", "NatGatewayLimitExceeded"),
    ROUTE_TABLES("vpc", "L-589F43AA", "Route tables per VPC", "RouteTableLimitExceeded"),
    ROUTES("vpc", "L-93826ACB", "Routes per route table", "RouteLimitExceeded"),
    SECURITY_GROUPS("vpc", "L-E79EC296", "VPC security groups per Region", "SecurityGroupLimitExceeded"),
    GROUP_RULES(
            "vpc", "L-0EA8095F", "Inbound or outbound rules per security group", "RulesPerSecurityGroupLimitExceeded"),
    ADDRESSES("ec2", "L-0263D0A3", "EC2-VPC Elastic IPs", "AddressLimitExceeded"),
    LOAD_BALANCERS(
            "elasticloadbalancing", "L-53DA6B97", "Application Load Balancers per Region", "TooManyLoadBalancers"),
    TARGET_GROUPS("elasticloadbalancing", "L-B22855CB", "Target Groups per Region", "TooManyTargetGroups"),
    LISTENERS("elasticloadbalancing", "L-B6DF7632", "Listeners per Application Load Balancer", "TooManyListeners"),
    LISTENER_RULES("elasticloadbalancing", "L-7EED9B64", "Rules per Application Load Balancer", "TooManyRules"),
    ROLES("iam", "L-FE177D64", "Roles per account", "CreateRole:LimitExceeded"),
    REPOSITORIES("ecr", "L-CFEB8E8D", "Registered repositories", "CreateRepository:LimitExceededException"),
    CONCURRENCY("lambda", "L-B99A9384", "Concurrent executions", "", "UnreservedConcurrentExecution"),
    /** https://repost.aws/knowledge-center/ecs-fargate-vcpu-max-limit */
    FARGATE_VCPUS("fargate", "L-3032A538", "Fargate On-Demand vCPU resource count", "", "limit on the number of vCPUs");

    private final String service;
    private final String code;
    private final String title;
    private final String error;
    private final String words;

    /** @param error code of the refusal, with the operation where the code alone does not say which quota it is */
    KnownQuota(String service, String code, String title, String error) {
        this(service, code, title, error, "");
    }

    /**
     * @param error empty for none
     * @param words by which a message is known to be about it, where no error code tells; empty for none
     */
    KnownQuota(String service, String code, String title, String error, String words) {
        this.service = service;
        this.code = code;
        this.title = title;
        this.error = error;
        this.words = words;
    }

    /** The one that an error is about. */
    static Optional<KnownQuota> of(AwsRefused refused) {
        String operation = refused.operation() + ":" + refused.code();
        return Arrays.stream(values())
                .filter(quota -> !quota.error.isEmpty())
                .filter(quota -> refused.is(quota.error) || quota.error.equals(operation))
                .findFirst()
                .or(() -> in(String.valueOf(refused.getMessage())));
    }

    /** The one that a message of AWS's is about. */
    public static Optional<KnownQuota> in(String message) {
        return Arrays.stream(values())
                .filter(quota -> !quota.words.isEmpty() && message.contains(quota.words))
                .findFirst();
    }

    /** The service as Service Quotas names it. */
    public String service() {
        return service;
    }

    public String code() {
        return code;
    }

    /** Its name, with the code. */
    public String title() {
        return "'" + title + "' (" + code + ")";
    }

    /** The command that asks AWS for more. */
    public String request() {
        return "aws service-quotas request-service-quota-increase --service-code " + service + " --quota-code " + code
                + (this == ROLES ? " --region us-east-1" : "") + " --desired-value NUMBER";
    }
}
