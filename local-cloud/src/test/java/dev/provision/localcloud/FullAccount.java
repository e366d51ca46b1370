package dev.provision.localcloud;

import dev.provision.localcloud.state.Quota;
import dev.provision.localcloud.state.Quotas;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ActionTypeEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ProtocolEnum;

/** What an account has no more room for, and AWS's codes for it. */
@SuppressWarnings("unchecked") // the SDK has varargs of generic consumers
final class FullAccount {
    /** Room for one more of each than a crowded cloud has. */
    static final Quotas QUOTAS = Quotas.usual()
            .with(Quota.SUBNETS_PER_VPC, 3)
            .with(Quota.INTERNET_GATEWAYS, 2)
            .with(Quota.ROUTE_TABLES_PER_VPC, 3)
            .with(Quota.ROUTES_PER_TABLE, 3)
            .with(Quota.SECURITY_GROUPS, 4)
            .with(Quota.LOAD_BALANCERS, 2)
            .with(Quota.LISTENERS_PER_LOAD_BALANCER, 2)
            .with(Quota.RULES_PER_LOAD_BALANCER, 2)
            .with(Quota.TARGET_GROUPS, 3);

    private final CrowdedCloud cloud;

    private FullAccount(CrowdedCloud cloud) {
        this.cloud = cloud;
    }

    /** Rows of what it is, the code, and the call. */
    static Stream<Arguments> of(CrowdedCloud cloud) {
        FullAccount account = new FullAccount(cloud);
        return Stream.concat(account.network(), account.balancing());
    }

    /** Makes one of a number, which differs from one to the next. */
    private interface Make {
        void make(int number);
    }

    /** More than there is room for. */
    private static Arguments row(String what, String code, Make make) {
        return Arguments.of(what, code, (org.assertj.core.api.ThrowableAssert.ThrowingCallable) () -> {
            for (int i = 0; i < 3; i++) {
                make.make(i);
            }
        });
    }

    private Stream<Arguments> network() {
        return Stream.of(
                row(
                        "subnets of a VPC",
                        "SubnetLimitExceeded",
                        i -> cloud.ec2.createSubnet(r -> r.vpcId(cloud.vpc).cidrBlock("10.0." + (100 + i) + ".0/24"))),
                row("gateways", "InternetGatewayLimitExceeded", i -> cloud.ec2.createInternetGateway()),
                row(
                        "route tables of a VPC",
                        "RouteTableLimitExceeded",
                        i -> cloud.ec2.createRouteTable(r -> r.vpcId(cloud.vpc))),
                row(
                        "routes of a table",
                        "RouteLimitExceeded",
                        i -> cloud.ec2.createRoute(r -> r.routeTableId(cloud.table)
                                .destinationCidrBlock("192.0.2." + i + "/32")
                                .gatewayId(cloud.gateway))),
                row(
                        "security groups",
                        "SecurityGroupLimitExceeded",
                        i -> cloud.ec2.createSecurityGroup(
                                r -> r.vpcId(cloud.vpc).groupName("more" + i).description("more"))));
    }

    private Stream<Arguments> balancing() {
        return Stream.of(
                row(
                        "load balancers",
                        "TooManyLoadBalancers",
                        i -> cloud.elb.createLoadBalancer(
                                r -> r.name("more" + i).subnets(cloud.subnet, cloud.otherSubnet))),
                row(
                        "listeners of a load balancer",
                        "TooManyListeners",
                        i -> cloud.elb.createListener(r -> r.loadBalancerArn(cloud.balancer)
                                .port(9000 + i)
                                .protocol(ProtocolEnum.HTTP)
                                .defaultActions(a -> a.type(ActionTypeEnum.FIXED_RESPONSE)
                                        .fixedResponseConfig(f -> f.statusCode("404"))))),
                row("rules of a load balancer", "TooManyRules", i -> cloud.rule(100 + i)),
                row(
                        "target groups",
                        "TooManyTargetGroups",
                        i -> cloud.elb.createTargetGroup(r -> r.name("more" + i)
                                .targetType("ip")
                                .protocol("HTTP")
                                .port(8080)
                                .vpcId(cloud.vpc))));
    }
}
