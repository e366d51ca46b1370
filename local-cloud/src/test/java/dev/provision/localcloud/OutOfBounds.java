package dev.provision.localcloud;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.params.provider.Arguments;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.applicationautoscaling.model.PolicyType;
import software.amazon.awssdk.services.applicationautoscaling.model.ScalableDimension;
import software.amazon.awssdk.services.applicationautoscaling.model.ServiceNamespace;
import software.amazon.awssdk.services.ecs.model.Compatibility;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.DeploymentStrategy;
import software.amazon.awssdk.services.ecs.model.LaunchType;
import software.amazon.awssdk.services.ecs.model.LogDriver;
import software.amazon.awssdk.services.ecs.model.NetworkMode;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Action;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ActionTypeEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ProtocolEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RedirectActionStatusCodeEnum;
import software.amazon.awssdk.services.lambda.model.CreateFunctionRequest;
import software.amazon.awssdk.services.lambda.model.PackageType;

/** What is too long, too large, of the wrong form or not together with something else, and AWS's codes for it. */
@SuppressWarnings("unchecked") // the SDK has varargs of generic consumers
final class OutOfBounds {
    private static final String VALIDATION = "ValidationException";
    private static final String PARAMETER = "InvalidParameterException";
    private static final String VALUE = "InvalidParameterValueException";
    private static final String FUNCTION = "crowded";

    private final CrowdedCloud cloud;

    private OutOfBounds(CrowdedCloud cloud) {
        this.cloud = cloud;
    }

    /** Rows of what it is, the code, and the call. */
    static Stream<Arguments> in(CrowdedCloud cloud) {
        OutOfBounds bounds = new OutOfBounds(cloud);
        return Stream.of(
                        bounds.functions(),
                        bounds.versions(),
                        bounds.invocations(),
                        bounds.tasks(),
                        bounds.services(),
                        bounds.groups(),
                        bounds.listeners(),
                        bounds.others())
                .flatMap(rows -> rows);
    }

    private static Arguments row(String what, String code, ThrowingCallable call) {
        return Arguments.of(what, code, call);
    }

    private void create(Consumer<CreateFunctionRequest.Builder> change) {
        cloud.lambda.createFunction(CreateFunctionRequest.builder()
                .functionName("other")
                .packageType(PackageType.IMAGE)
                .code(c -> c.imageUri(cloud.image))
                .role(cloud.role)
                .applyMutation(change)
                .build());
    }

    private Stream<Arguments> functions() {
        Map<String, String> large = Map.of("A", "x".repeat(4096));
        return Stream.of(
                row("function that is there", "ResourceConflictException", () -> create(f -> f.functionName(FUNCTION))),
                row("name of a function", VALIDATION, () -> create(f -> f.functionName("a.b"))),
                row("long name of a function", VALIDATION, () -> create(f -> f.functionName("a".repeat(65)))),
                row("memory of a function", VALIDATION, () -> create(f -> f.memorySize(127))),
                row("much memory of a function", VALIDATION, () -> create(f -> f.memorySize(10_241))),
                row("time-out of a function", VALIDATION, () -> create(f -> f.timeout(901))),
                row("/tmp of a function", VALIDATION, () -> create(f -> f.ephemeralStorage(e -> e.size(511)))),
                row("role that is no ARN", VALIDATION, () -> create(f -> f.role("crowded"))),
                row("role that is not there", VALUE, () -> create(f -> f.role(cloud.role + "-not"))),
                row("4 KB of variables", VALUE, () -> create(f -> f.environment(e -> e.variables(large)))),
                row(
                        "variable of Lambda's own",
                        VALUE,
                        () -> create(f -> f.environment(e -> e.variables(Map.of("AWS_REGION", "x"))))),
                row("subnets without groups", VALUE, () -> create(f -> f.vpcConfig(v -> v.subnetIds(cloud.subnet)))),
                row(
                        "code that somebody else changed",
                        "PreconditionFailedException",
                        () -> cloud.lambda.updateFunctionCode(r ->
                                r.functionName(FUNCTION).imageUri(cloud.image).revisionId("x"))));
    }

    private void alias(String name, String version, Map<String, Double> weights) {
        cloud.lambda.createAlias(r -> r.functionName(FUNCTION)
                .name(name)
                .functionVersion(version)
                .routingConfig(c -> c.additionalVersionWeights(weights)));
    }

    private Stream<Arguments> versions() {
        return Stream.of(
                row("alias of digits only", VALIDATION, () -> alias("12", "1", Map.of())),
                row("long name of an alias", VALIDATION, () -> alias("a".repeat(129), "1", Map.of())),
                row("alias of no version", "ResourceNotFoundException", () -> alias("a", "9", Map.of())),
                row("weight for no version", "ResourceNotFoundException", () -> alias("a", "1", Map.of("9", 0.1))),
                row("weight beyond 1", VALIDATION, () -> alias("a", "1", Map.of("2", 1.1))),
                row("three versions behind an alias", VALUE, () -> alias("a", "1", Map.of("2", 0.1, "3", 0.1))),
                row("weight with $LATEST", VALUE, () -> alias("a", "$LATEST", Map.of("2", 0.1))),
                row(
                        "code that is not the expected one",
                        VALUE,
                        () -> cloud.lambda.publishVersion(
                                r -> r.functionName(FUNCTION).codeSha256("0".repeat(64)))),
                row(
                        "provisioned concurrency of $LATEST",
                        VALUE,
                        () -> cloud.lambda.putProvisionedConcurrencyConfig(r ->
                                r.functionName(FUNCTION).qualifier("$LATEST").provisionedConcurrentExecutions(1))),
                row(
                        "no provisioned concurrency",
                        VALIDATION,
                        () -> cloud.lambda.putProvisionedConcurrencyConfig(
                                r -> r.functionName(FUNCTION).qualifier("1").provisionedConcurrentExecutions(0))));
    }

    private void permit(String qualifier, String statement) {
        cloud.lambda.addPermission(r -> r.functionName(FUNCTION)
                .qualifier(qualifier)
                .statementId(statement)
                .action("lambda:InvokeFunction")
                .principal("elasticloadbalancing.amazonaws.com"));
    }

    private Stream<Arguments> invocations() {
        SdkBytes tooLarge = SdkBytes.fromUtf8String("\"" + "x".repeat(6 * 1024 * 1024) + "\"");
        return Stream.of(
                row(
                        "payload of 6 MB",
                        "RequestTooLargeException",
                        () -> cloud.lambda.invoke(r -> r.functionName(FUNCTION).payload(tooLarge))),
                row(
                        "payload that is not JSON",
                        "InvalidRequestContentException",
                        () -> cloud.lambda.invoke(r -> r.functionName(FUNCTION).payload(SdkBytes.fromUtf8String("{")))),
                row(
                        "invocation of no alias",
                        "ResourceNotFoundException",
                        () -> cloud.lambda.invoke(r -> r.functionName(FUNCTION).qualifier("none"))),
                row("permission for $LATEST", VALUE, () -> permit("$LATEST", "alb")),
                row("permission that is there", "ResourceConflictException", () -> {
                    permit("1", "twice");
                    permit("1", "twice");
                }));
    }

    private void task(String cpu, String memory, ContainerDefinition container) {
        cloud.ecs.registerTaskDefinition(r -> r.family("other")
                .cpu(cpu)
                .memory(memory)
                .networkMode(NetworkMode.AWSVPC)
                .requiresCompatibilities(Compatibility.FARGATE)
                .executionRoleArn(cloud.role)
                .containerDefinitions(container));
    }

    private Stream<Arguments> tasks() {
        String client = "ClientException";
        ContainerDefinition app =
                ContainerDefinition.builder().name("app").image(cloud.image).build();
        List<String> eleven = Collections.nCopies(11, cloud.definition);
        return Stream.of(
                row("0.25 vCPU with 4 GB", client, () -> task("256", "4096", app)),
                row("1 vCPU with 2.5 GB", client, () -> task("1024", "2560", app)),
                row("8 vCPU with 17 GB", client, () -> task("8192", "17408", app)),
                row("0.3 vCPU", client, () -> task("300", "512", app)),
                row("container larger than its task", client, () -> task("256", "512", app.copy(c -> c.memory(513)))),
                row(
                        "other port of the host",
                        client,
                        () -> task(
                                "256",
                                "512",
                                app.copy(c -> c.portMappings(
                                        p -> p.containerPort(8080).hostPort(80))))),
                row(
                        "awslogs without a prefix",
                        client,
                        () -> task(
                                "256",
                                "512",
                                app.copy(c -> c.logConfiguration(l -> l.logDriver(LogDriver.AWSLOGS)
                                        .options(Map.of("awslogs-group", "/a", "awslogs-region", "eu-west-2")))))),
                row(
                        "eleven definitions to delete",
                        PARAMETER,
                        () -> cloud.ecs.deleteTaskDefinitions(r -> r.taskDefinitions(eleven))),
                row("name of a cluster", PARAMETER, () -> cloud.ecs.createCluster(r -> r.clusterName("a b"))));
    }

    private void service(String name, int least, int most, DeploymentStrategy strategy) {
        cloud.ecs.createService(r -> r.cluster(FUNCTION)
                .serviceName(name)
                .taskDefinition(cloud.definition)
                .desiredCount(0)
                .launchType(LaunchType.FARGATE)
                .deploymentConfiguration(
                        d -> d.minimumHealthyPercent(least).maximumPercent(most).strategy(strategy))
                .networkConfiguration(n -> n.awsvpcConfiguration(v -> v.subnets(cloud.subnet))));
    }

    private Stream<Arguments> services() {
        return Stream.of(
                row("name of a service", PARAMETER, () -> service("a b", 100, 200, DeploymentStrategy.ROLLING)),
                row("bounds that block", PARAMETER, () -> service("other", 100, 100, DeploymentStrategy.ROLLING)),
                row("bounds the wrong way", PARAMETER, () -> service("other", 100, 50, DeploymentStrategy.ROLLING)),
                row("blue/green by ECS", PARAMETER, () -> service("other", 100, 200, DeploymentStrategy.BLUE_GREEN)),
                row(
                        "port that no container maps",
                        PARAMETER,
                        () -> cloud.ecs.updateService(
                                r -> r.cluster(FUNCTION).service("serving").loadBalancers(l -> l.targetGroupArn(
                                                cloud.targets)
                                        .containerName("app")
                                        .containerPort(81)))));
    }

    private void group(String name, int interval, int timeout, String codes) {
        cloud.elb.createTargetGroup(r -> r.name(name)
                .targetType("ip")
                .protocol("HTTP")
                .port(8080)
                .vpcId(cloud.vpc)
                .healthCheckIntervalSeconds(interval)
                .healthCheckTimeoutSeconds(timeout)
                .matcher(m -> m.httpCode(codes)));
    }

    private void attribute(String key, String value) {
        cloud.elb.modifyTargetGroupAttributes(
                r -> r.targetGroupArn(cloud.targets).attributes(a -> a.key(key).value(value)));
    }

    private Stream<Arguments> groups() {
        String validation = "ValidationError";
        return Stream.of(
                row("name of a target group", validation, () -> group("a_b", 30, 5, "200")),
                row("long name of a target group", validation, () -> group("a".repeat(33), 30, 5, "200")),
                row("interval of health checks", validation, () -> group("other", 4, 2, "200")),
                row("time-out beyond the interval", validation, () -> group("other", 10, 10, "200")),
                row("codes of health checks", validation, () -> group("other", 30, 5, "199")),
                row(
                        "deregistration delay",
                        validation,
                        () -> attribute("deregistration_delay.timeout_seconds", "3601")),
                row(
                        "duration of stickiness",
                        validation,
                        () -> attribute("stickiness.lb_cookie.duration_seconds", "604801")),
                row(
                        "target group that is not there",
                        "TargetGroupNotFound",
                        () -> cloud.elb.describeTargetHealth(r -> r.targetGroupArn(cloud.targets + "0"))));
    }

    private void listen(ProtocolEnum protocol, Action action) {
        cloud.elb.createListener(r ->
                r.loadBalancerArn(cloud.balancer).port(8443).protocol(protocol).defaultActions(action));
    }

    private Stream<Arguments> listeners() {
        Action nothing = Action.builder()
                .type(ActionTypeEnum.FIXED_RESPONSE)
                .fixedResponseConfig(f -> f.statusCode("404"))
                .build();
        Action loop = Action.builder()
                .type(ActionTypeEnum.REDIRECT)
                .redirectConfig(c -> c.query("a=b").statusCode(RedirectActionStatusCodeEnum.HTTP_301))
                .build();
        Action empty = Action.builder().type(ActionTypeEnum.FORWARD).build();
        Action answer = nothing.toBuilder()
                .fixedResponseConfig(f -> f.statusCode("301"))
                .build();
        return Stream.of(
                row("HTTPS without a certificate", "ValidationError", () -> listen(ProtocolEnum.HTTPS, nothing)),
                row("redirect in a loop", "InvalidLoadBalancerAction", () -> listen(ProtocolEnum.HTTP, loop)),
                row("forward to nowhere", "ValidationError", () -> listen(ProtocolEnum.HTTP, empty)),
                row("fixed redirect", "ValidationError", () -> listen(ProtocolEnum.HTTP, answer)),
                row(
                        "unknown certificate",
                        "CertificateNotFound",
                        () -> cloud.elb.createListener(r -> r.loadBalancerArn(cloud.balancer)
                                .port(8443)
                                .protocol(ProtocolEnum.HTTPS)
                                .certificates(
                                        c -> c.certificateArn(
                                                "arn:aws:acm:eu-west-2:000000000000:certificate/00000000-0000-0000-0000-000000000000"))
                                .defaultActions(nothing))));
    }

    private void scale(int least, int most) {
        cloud.scaling.registerScalableTarget(r -> r.serviceNamespace(ServiceNamespace.ECS)
                .scalableDimension(ScalableDimension.ECS_SERVICE_DESIRED_COUNT)
                .resourceId("service/crowded/none")
                .minCapacity(least)
                .maxCapacity(most));
    }

    private Stream<Arguments> others() {
        List<software.amazon.awssdk.services.ec2.model.Tag> many = IntStream.range(0, 51)
                .mapToObj(i -> software.amazon.awssdk.services.ec2.model.Tag.builder()
                        .key("k" + i)
                        .value("v")
                        .build())
                .toList();
        return Stream.of(
                row("minimum beyond the maximum", VALIDATION, () -> scale(2, 1)),
                row("scaling of no service", VALIDATION, () -> scale(1, 2)),
                row(
                        "policy of no target",
                        "ObjectNotFoundException",
                        () -> cloud.scaling.putScalingPolicy(r -> r.serviceNamespace(ServiceNamespace.ECS)
                                .scalableDimension(ScalableDimension.ECS_SERVICE_DESIRED_COUNT)
                                .resourceId("service/crowded/serving")
                                .policyName("other")
                                .policyType(PolicyType.STEP_SCALING))),
                row(
                        "tag of AWS's own",
                        "InvalidParameterValue",
                        () -> cloud.ec2.createTags(r -> r.resources(cloud.vpc)
                                .tags(t -> t.key("aws:mine").value("x")))),
                row(
                        "51 tags",
                        "TagLimitExceeded",
                        () -> cloud.ec2.createTags(r -> r.resources(cloud.vpc).tags(many))),
                row(
                        "name of a repository",
                        PARAMETER,
                        () -> cloud.ecr.createRepository(r -> r.repositoryName("Upper"))),
                row("network of /15", "InvalidVpc.Range", () -> cloud.ec2.createVpc(r -> r.cidrBlock("10.0.0.0/15"))),
                row(
                        "subnet outside its VPC",
                        "InvalidSubnet.Range",
                        () -> cloud.ec2.createSubnet(r -> r.vpcId(cloud.vpc).cidrBlock("10.1.0.0/24"))));
    }
}
