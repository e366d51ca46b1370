package dev.provision.localcloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.applicationautoscaling.model.ScalableDimension;
import software.amazon.awssdk.services.applicationautoscaling.model.ServiceNamespace;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Action;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ProtocolEnum;

/** What is in use by something else stays, what is there is not made again, what is not there is not found: AWS's codes. */
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class RefusalsTest {
    private CrowdedCloud cloud;

    @BeforeAll
    void start() throws Exception {
        cloud = new CrowdedCloud();
    }

    @AfterAll
    void stop() {
        if (cloud != null) {
            cloud.close();
        }
    }

    private static Arguments row(String what, String code, ThrowingCallable call) {
        return Arguments.of(what, code, call);
    }

    Stream<Arguments> network() {
        String dependency = "DependencyViolation";
        CrowdedCloud c = cloud;
        return Stream.of(
                row("group of an interface", dependency, () -> c.ec2.deleteSecurityGroup(r -> r.groupId(c.group))),
                row(
                        "group in another one's rule",
                        dependency,
                        () -> c.ec2.deleteSecurityGroup(r -> r.groupId(c.referenced))),
                row("subnet with interfaces", dependency, () -> c.ec2.deleteSubnet(r -> r.subnetId(c.subnet))),
                row("VPC with subnets", dependency, () -> c.ec2.deleteVpc(r -> r.vpcId(c.vpc))),
                row("table of a subnet", dependency, () -> c.ec2.deleteRouteTable(r -> r.routeTableId(c.table))),
                row(
                        "gateway of a VPC",
                        dependency,
                        () -> c.ec2.deleteInternetGateway(r -> r.internetGatewayId(c.gateway))),
                row(
                        "address of a NAT gateway",
                        "InvalidIPAddress.InUse",
                        () -> c.ec2.releaseAddress(r -> r.allocationId(c.address))),
                row(
                        "route that is there",
                        "RouteAlreadyExists",
                        () -> c.ec2.createRoute(r -> r.routeTableId(c.table)
                                .destinationCidrBlock("0.0.0.0/0")
                                .natGatewayId(c.nat))),
                row(
                        "group that is there",
                        "InvalidGroup.Duplicate",
                        () -> c.ec2.createSecurityGroup(
                                r -> r.vpcId(c.vpc).groupName("all").description("all"))),
                row(
                        "subnet that overlaps",
                        "InvalidSubnet.Conflict",
                        () -> c.ec2.createSubnet(r -> r.vpcId(c.vpc).cidrBlock("10.0.1.128/25"))),
                row(
                        "no such table",
                        "InvalidRouteTableID.NotFound",
                        () -> c.ec2.deleteRouteTable(r -> r.routeTableId("rtb-00000000000000000"))),
                row(
                        "no such association",
                        "InvalidAssociationID.NotFound",
                        () -> c.ec2.disassociateRouteTable(r -> r.associationId("rtbassoc-00000000000000000"))),
                row(
                        "no such address",
                        "InvalidAllocationID.NotFound",
                        () -> c.ec2.releaseAddress(r -> r.allocationId("eipalloc-00000000000000000"))),
                row(
                        "no such NAT gateway",
                        "NatGatewayNotFound",
                        () -> c.ec2.deleteNatGateway(r -> r.natGatewayId("nat-00000000000000000"))));
    }

    Stream<Arguments> balancing() {
        CrowdedCloud c = cloud;
        return Stream.of(
                row(
                        "target group of a rule",
                        "ResourceInUse",
                        () -> c.elb.deleteTargetGroup(r -> r.targetGroupArn(c.targets))),
                row("priority of a rule", "PriorityInUse", () -> c.rule(1)),
                row(
                        "port of a listener",
                        "DuplicateListener",
                        () -> c.elb.createListener(r -> r.loadBalancerArn(c.balancer)
                                .port(80)
                                .protocol(ProtocolEnum.HTTP)
                                .defaultActions(Action.builder()
                                        .type("fixed-response")
                                        .fixedResponseConfig(f -> f.statusCode("404"))
                                        .build()))),
                row(
                        "name of a load balancer",
                        "DuplicateLoadBalancerName",
                        () -> c.elb.createLoadBalancer(r -> r.name("crowded")
                                .subnets(c.subnet, c.otherSubnet)
                                .scheme("internal"))),
                row(
                        "name of a target group",
                        "DuplicateTargetGroupName",
                        () -> c.elb.createTargetGroup(r -> r.name("used")
                                .targetType("ip")
                                .protocol("HTTP")
                                .port(81)
                                .vpcId(c.vpc))));
    }

    Stream<Arguments> compute() {
        CrowdedCloud c = cloud;
        String name = "crowded";
        return Stream.of(
                row(
                        "cluster with services",
                        "ClusterContainsServicesException",
                        () -> c.ecs.deleteCluster(r -> r.cluster(name))),
                row(
                        "service whose target group no listener uses",
                        "InvalidParameterException",
                        () -> c.service("new", c.definition, c.unusedTargets)),
                row(
                        "name of a service",
                        "InvalidParameterException",
                        () -> c.service("serving", c.definition, c.targets)),
                row(
                        "service that is gone",
                        "ServiceNotActiveException",
                        () -> c.ecs.updateService(
                                r -> r.cluster(name).service("gone").desiredCount(1))),
                row(
                        "cluster that is not there",
                        "ClusterNotFoundException",
                        () -> c.ecs.listServices(r -> r.cluster("none"))),
                row(
                        "version of an alias",
                        "ResourceConflictException",
                        () -> c.lambda.deleteFunction(r -> r.functionName(name).qualifier("1"))),
                row(
                        "version with a weight",
                        "ResourceConflictException",
                        () -> c.lambda.deleteFunction(r -> r.functionName(name).qualifier("2"))),
                row(
                        "provisioned concurrency of an alias with weights",
                        "InvalidParameterValueException",
                        () -> c.lambda.putProvisionedConcurrencyConfig(
                                r -> r.functionName(name).qualifier("live").provisionedConcurrentExecutions(1))),
                row(
                        "alias that somebody else changed",
                        "PreconditionFailedException",
                        () -> c.lambda.updateAlias(r ->
                                r.functionName(name).name("live").revisionId("00000000-0000-0000-0000-000000000000"))),
                row(
                        "more reserved than an account has",
                        "InvalidParameterValueException",
                        () -> c.lambda.putFunctionConcurrency(
                                r -> r.functionName(name).reservedConcurrentExecutions(950))),
                row(
                        "name of an alias",
                        "ResourceConflictException",
                        () -> c.lambda.createAlias(
                                r -> r.functionName(name).name("live").functionVersion("1"))),
                row(
                        "target of scaling that is not there",
                        "ObjectNotFoundException",
                        () -> c.scaling.deregisterScalableTarget(r -> r.serviceNamespace(ServiceNamespace.ECS)
                                .scalableDimension(ScalableDimension.ECS_SERVICE_DESIRED_COUNT)
                                .resourceId("service/crowded/serving"))));
    }

    Stream<Arguments> rightsAndImages() {
        CrowdedCloud c = cloud;
        return Stream.of(
                row("role with policies", "DeleteConflict", () -> c.iam.deleteRole(r -> r.roleName("crowded"))),
                row(
                        "name of a role",
                        "EntityAlreadyExists",
                        () -> c.iam.createRole(
                                r -> r.roleName("crowded").assumeRolePolicyDocument(CrowdedCloud.TRUST))),
                row(
                        "name of a log group",
                        "ResourceAlreadyExistsException",
                        () -> c.logs.createLogGroup(r -> r.logGroupName("crowded"))),
                row(
                        "repository with images",
                        "RepositoryNotEmptyException",
                        () -> c.ecr.deleteRepository(r -> r.repositoryName("crowded"))),
                row(
                        "name of a repository",
                        "RepositoryAlreadyExistsException",
                        () -> c.ecr.createRepository(r -> r.repositoryName("crowded"))));
    }

    Stream<Arguments> outOfBounds() {
        return OutOfBounds.in(cloud);
    }

    /** The last ones, for they leave no room. */
    Stream<Arguments> full() {
        return FullAccount.of(cloud);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource({"network", "balancing", "compute", "rightsAndImages", "outOfBounds", "full"})
    void isRefusedWithAwsCode(String what, String code, ThrowingCallable call) {
        assertThatThrownBy(call).as(what).isInstanceOfSatisfying(AwsServiceException.class, refused -> assertThat(
                        refused.awsErrorDetails().errorCode())
                .isEqualTo(code));
    }

    @Test
    void anInternetGatewayStaysWhilePublicAddressesAreMapped() {
        assertThatThrownBy(() ->
                        cloud.ec2.detachInternetGateway(r -> r.vpcId(cloud.vpc).internetGatewayId(cloud.gateway)))
                .hasMessageContaining("has some mapped public address(es)");
    }
}
