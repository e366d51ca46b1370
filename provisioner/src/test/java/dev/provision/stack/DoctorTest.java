package dev.provision.stack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.provision.aws.doctor.Finding;
import dev.provision.config.Environment;
import dev.provision.graph.Poller;
import dev.provision.graph.Readiness;
import dev.provision.graph.Sleeper;
import dev.provision.graph.StepKey;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.NetworkAcl;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.RuleAction;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.ec2.model.TagSpecification;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Rule;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RuleCondition;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealthStateEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetTypeEnum;
import software.amazon.awssdk.services.lambda.LambdaClient;

/** What stands in the way is named: in the account before, on the way of a request after. */
@SuppressWarnings("unchecked") // the SDK has varargs of generic consumers
@Timeout(120)
final class DoctorTest {
    private static final String FUNCTION = "arn:aws:lambda:eu-west-2:000000000000:function:demo-small-lambda:blue";

    private static final String NOBODY = "10.0.10.250";

    @TempDir
    private Path folder;

    private static List<String> bad(List<Finding> findings) {
        return findings.stream()
                .filter(line -> line.grade() == Finding.Grade.BAD)
                .map(line -> line.check() + ": " + line.detail())
                .toList();
    }

    private static String group(Ec2Client ec2, String name) {
        return ec2.describeSecurityGroups(r -> r.filters(Filter.builder()
                        .name("group-name")
                        .values("demo-small-" + name)
                        .build()))
                .securityGroups()
                .getFirst()
                .groupId();
    }

    private static String listener(ElasticLoadBalancingV2Client elb) {
        String balancer = elb.describeLoadBalancers().loadBalancers().getFirst().loadBalancerArn();
        return elb.describeListeners(r -> r.loadBalancerArn(balancer))
                .listeners()
                .getFirst()
                .listenerArn();
    }

    private static Rule rule(ElasticLoadBalancingV2Client elb, String path) {
        return elb.describeRules(r -> r.listenerArn(listener(elb))).rules().stream()
                .filter(rule -> rule.conditions().toString().contains(path))
                .findFirst()
                .orElseThrow();
    }

    private static void narrow(ElasticLoadBalancingV2Client elb, Rule rule) {
        RuleCondition host = RuleCondition.builder()
                .field("host-header")
                .values("elsewhere.example.com")
                .build();
        elb.modifyRule(
                r -> r.ruleArn(rule.ruleArn()).conditions(rule.conditions().getFirst(), host));
    }

    /** Lets the load balancer call the function, for one target group. */
    private static void letCall(LambdaClient lambda, String group) {
        lambda.addPermission(r -> r.functionName("demo-small-lambda")
                .qualifier("blue")
                .statementId("by-hand")
                .action("lambda:InvokeFunction")
                .principal("elasticloadbalancing.amazonaws.com")
                .sourceArn(group));
    }

    private static void letNoneCall(LambdaClient lambda, String statement) {
        lambda.removePermission(
                r -> r.functionName("demo-small-lambda").qualifier("blue").statementId(statement));
    }

    private static String targetGroup(ElasticLoadBalancingV2Client elb, TargetTypeEnum type) {
        return elb.describeTargetGroups().targetGroups().stream()
                .filter(group -> group.targetType() == type)
                .findFirst()
                .orElseThrow()
                .targetGroupArn();
    }

    /** The states of those that are not leaving. */
    private static Map<String, TargetHealthStateEnum> targets(ElasticLoadBalancingV2Client elb, String group) {
        return elb.describeTargetHealth(r -> r.targetGroupArn(group)).targetHealthDescriptions().stream()
                .filter(target -> target.targetHealth().state() != TargetHealthStateEnum.DRAINING)
                .collect(Collectors.toMap(target -> target.target().id(), target -> target.targetHealth()
                        .state()));
    }

    /** Instead of its tasks the target group gets an address at which nobody answers, until its checks have found that out. */
    private static void onlyTargetIsUnhealthy(Cloudlet cloudlet, ElasticLoadBalancingV2Client elb) {
        String group = targetGroup(elb, TargetTypeEnum.IP);
        cloudlet.client(EcsClient.builder()).updateService(r -> r.cluster("demo-small")
                .service("demo-small-fargate-blue")
                .desiredCount(0));
        elb.modifyTargetGroup(r -> r.targetGroupArn(group)
                .healthCheckIntervalSeconds(5)
                .healthCheckTimeoutSeconds(2)
                .unhealthyThresholdCount(2));
        elb.registerTargets(
                r -> r.targetGroupArn(group).targets(t -> t.id(NOBODY).port(8080)));
        Poller.brisk(Clock.systemUTC(), Sleeper.system())
                .await(
                        new StepKey("target", "nobody"),
                        Duration.ofMinutes(1),
                        () -> targets(elb, group).equals(Map.of(NOBODY, TargetHealthStateEnum.UNHEALTHY))
                                ? Readiness.ready()
                                : Readiness.pending("others are left, or it is not checked yet"),
                        reason -> {});
    }

    /** Load balancer and tasks are in the same two subnets here: what stays in one of them does not meet its ACL. */
    private static void theirAclIsNamedWhereItIsMet(Ec2Client ec2, Doctor doctor) {
        NetworkAcl acl = ec2.describeNetworkAcls(r -> r.filters(Filter.builder()
                        .name("association.subnet-id")
                        .values(subnet(ec2, "b"))
                        .build()))
                .networkAcls()
                .getFirst();
        ec2.createNetworkAclEntry(r -> r.networkAclId(acl.networkAclId())
                .ruleNumber(90)
                .egress(false)
                .protocol("6")
                .portRange(ports -> ports.from(8080).to(8080))
                .ruleAction(RuleAction.DENY)
                .cidrBlock("10.0.1.0/24"));
        assertThat(bad(doctor.wayIn()))
                .filteredOn(line -> line.contains("ACL"))
                .singleElement()
                .satisfies(line -> assertThat(line)
                        .startsWith("network ACL of " + subnet(ec2, "b") + ": rule 90 of " + acl.networkAclId()
                                + " denies tcp 8080 in from 10.0.1.0/24"));
        ec2.deleteNetworkAclEntry(
                r -> r.networkAclId(acl.networkAclId()).ruleNumber(90).egress(false));
    }

    /** Of the 1,000 instances 100 must stay unreserved; those that the environment's own function has are no one else's. */
    private static void theirShareIsNotOurs(Cloudlet cloudlet, LambdaClient lambda) {
        String own = "demo-small-lambda";
        Environment small = cloudlet.environment("small", "", reserving(900));
        Environment other = cloudlet.environment("other", "", reserving(100));
        lambda.putFunctionConcurrency(r -> r.functionName(own).reservedConcurrentExecutions(850));
        assertThat(bad(cloudlet.stack(small).doctor(Instant.now()).beforehand()))
                .isEmpty();
        assertThat(bad(cloudlet.stack(other).doctor(Instant.now()).beforehand()))
                .singleElement()
                .satisfies(line -> assertThat(line)
                        .startsWith(
                                "Lambda concurrency: 100 are to be reserved or kept warm, and only 50 can be of the account's"
                                        + " 1000, of which others have 850: lower reservedConcurrency"));
        lambda.deleteFunctionConcurrency(r -> r.functionName(own));
    }

    private static String reserving(int instances) {
        return Cloudlet.LAMBDA.replace("memory: 256", "memory: 256, reservedConcurrency: " + instances);
    }

    private static TagSpecification tagged(String env) {
        return TagSpecification.builder()
                .resourceType(ResourceType.VPC)
                .tags(tag("Name", "demo-" + env + "-main"), tag("provision:name", "demo"), tag("provision:env", env))
                .build();
    }

    private static Tag tag(String key, String value) {
        return Tag.builder().key(key).value(value).build();
    }

    private static String subnet(Ec2Client ec2, String zone) {
        return ec2.describeSubnets(r -> r.filters(Filter.builder()
                        .name("tag:Name")
                        .values("demo-small-public-" + zone)
                        .build()))
                .subnets()
                .getFirst()
                .subnetId();
    }

    @Test
    void quotasAndBlockedHopsAreNamed() {
        // Five seconds between two health checks are one.
        try (Cloudlet cloudlet = Cloudlet.start(folder, options -> options.withSpeed(5));
                Ec2Client ec2 = cloudlet.client(Ec2Client.builder());
                ElasticLoadBalancingV2Client elb = cloudlet.client(ElasticLoadBalancingV2Client.builder())) {
            Environment small = cloudlet.environment("small", "network: { natGateways: none }");
            Doctor doctor = cloudlet.stack(small).doctor(Instant.now());
            assertThat(bad(doctor.beforehand())).isEmpty();
            assertThat(bad(doctor.wayIn())).containsExactly("load balancer: there is none: the environment is not up");

            Environment large = cloudlet.environment(
                    "large",
                    "network: { availabilityZones: 3 }",
                    Cloudlet.LAMBDA.replace("memory: 256", "memory: 256, reservedConcurrency: 5000")
                            + Cloudlet.FARGATE.replace(
                                    "awsFargateEcs }",
                                    "awsFargateEcs, awsFargateEcs: { cpu: 4096, memory: 8192, maxInstances: 500 } }"));
            for (int i = 0; i < 3; i++) {
                ec2.allocateAddress(r -> {});
            }
            // Another environment's, although all that it has is named as if it were this one's.
            String like = ec2.createVpc(r -> r.cidrBlock("10.0.0.0/16").tagSpecifications(tagged("large-two")))
                    .vpc()
                    .vpcId();
            assertThat(cloudlet.stack(large).doctor(Instant.now()).beforehand())
                    .anyMatch(line -> line.check().equals("range of the network")
                            && line.detail().contains("overlaps that of " + like));
            ec2.deleteVpc(r -> r.vpcId(like));
            assertThat(bad(cloudlet.stack(large).doctor(Instant.now()).beforehand()))
                    .anyMatch(line -> line.startsWith("elastic IP addresses: 3 of 5")
                            && line.contains("--service-code ec2 --quota-code L-0263D0A3"))
                    .anyMatch(line -> line.startsWith("Fargate vCPUs: 4000.0 are needed"))
                    .anyMatch(line -> line.startsWith("Lambda concurrency: 5000 are to be reserved"))
                    .hasSize(3);

            cloudlet.up(small).orThrow();
            assertThat(bad(doctor.wayIn())).isEmpty();
            LambdaClient lambda = cloudlet.client(LambdaClient.builder());
            theirShareIsNotOurs(cloudlet, lambda);
            letNoneCall(lambda, "load-balancer-blue");
            letCall(lambda, targetGroup(elb, TargetTypeEnum.IP));
            assertThat(bad(doctor.wayIn())).singleElement().satisfies(line -> assertThat(line)
                    .startsWith("function demo-small-lambda:blue: its resource policy does not let the load balancer"
                            + " call it for target group demo-small-lambda-blue"));
            letNoneCall(lambda, "by-hand");
            letCall(lambda, targetGroup(elb, TargetTypeEnum.LAMBDA));
            assertThat(bad(doctor.wayIn())).isEmpty();
            theirAclIsNamedWhereItIsMet(ec2, doctor);
            onlyTargetIsUnhealthy(cloudlet, elb);
            assertThat(bad(doctor.wayIn())).singleElement().satisfies(line -> assertThat(line)
                    .matches("target group demo-small-fargate-blue.*" + NOBODY + " is unhealthy: Target\\..*"));
            String group = group(ec2, "alb");
            String tasks = group(ec2, "fargate");
            ec2.revokeSecurityGroupIngress(r ->
                    r.groupId(group).ipProtocol("tcp").fromPort(80).toPort(80).cidrIp("0.0.0.0/0"));
            ec2.describeRouteTables(r -> r.filters(Filter.builder()
                            .name("tag:Name")
                            .values("demo-small-public")
                            .build()))
                    .routeTables()
                    .forEach(table -> ec2.deleteRoute(
                            r -> r.routeTableId(table.routeTableId()).destinationCidrBlock("0.0.0.0/0")));
            ec2.revokeSecurityGroupIngress(r -> r.groupId(tasks).ipPermissions(p -> p.ipProtocol("tcp")
                    .fromPort(8080)
                    .toPort(8080)
                    .userIdGroupPairs(pair -> pair.groupId(group))));
            narrow(elb, rule(elb, "/lambda/*"));
            lambda.deleteFunction(r -> r.functionName("demo-small-lambda"));
            assertThat(bad(cloudlet.stack(small).doctor(Instant.now()).wayIn()))
                    .anyMatch(line -> line.startsWith("security group of the load balancer: demo-small-alb (" + group
                            + ") has no rule that lets in tcp 80"))
                    .anyMatch(line -> line.contains("its route table has no active route 0.0.0.0/0"))
                    .anyMatch(line -> line.matches("way out of " + subnet(ec2, "a") + ": rtb-[0-9a-f]+ has no route .*"
                            + " aws ec2 create-route .* --gateway-id igw-[0-9a-f]+"))
                    .contains(
                            "rule of /lambda/*: it only takes requests with host-header: elsewhere.example.com",
                            "function demo-small-lambda:blue: there is none: requests get 502")
                    .anyMatch(line -> line.startsWith("from the load balancer to the tasks: demo-small-fargate ("
                            + tasks + ") has no rule that lets in tcp 8080 from demo-small-alb"))
                    .hasSize(9);
            elb.deleteRule(r -> r.ruleArn(rule(elb, "/fargate/*").ruleArn()));
            elb.describeTargetGroups().targetGroups().stream()
                    .filter(targets -> targets.targetType() == TargetTypeEnum.LAMBDA)
                    .forEach(targets -> elb.deregisterTargets(
                            r -> r.targetGroupArn(targets.targetGroupArn()).targets(t -> t.id(FUNCTION))));
            assertThat(bad(cloudlet.stack(small).doctor(Instant.now()).wayIn()))
                    .contains(
                            "rule of /fargate/*: the listener has none: requests get its default answer, which is 404")
                    .anyMatch(line -> line.matches("target group demo-small-.*: it has no target"));
            elb.deleteListener(r -> r.listenerArn(listener(elb)));
            assertThat(bad(cloudlet.stack(small).doctor(Instant.now()).wayIn()))
                    .contains("listener: there is none on port 80");
        }
    }
}
