package dev.provision.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.services.applicationautoscaling.ApplicationAutoScalingClient;
import software.amazon.awssdk.services.applicationautoscaling.model.PolicyType;
import software.amazon.awssdk.services.applicationautoscaling.model.ScalableDimension;
import software.amazon.awssdk.services.applicationautoscaling.model.ScalableTarget;
import software.amazon.awssdk.services.applicationautoscaling.model.ScalingPolicy;
import software.amazon.awssdk.services.applicationautoscaling.model.ServiceNamespace;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.Service;
import software.amazon.awssdk.services.ecs.model.TaskDefinitionStatus;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.AliasConfiguration;
import software.amazon.awssdk.services.lambda.model.FunctionConfiguration;
import software.amazon.awssdk.services.lambda.model.ResourceNotFoundException;

/** What others may do with functions and tasks. */
@SuppressWarnings("unchecked") // the SDK has varargs of generic consumers
final class ComputeMeddlings {
    private static final String CLUSTER = "demo-dev";
    private static final String OURS = "demo-dev-";

    private final LambdaClient lambda;
    private final EcsClient ecs;
    private final ApplicationAutoScalingClient scaling;

    ComputeMeddlings(Account account) {
        lambda = account.client(LambdaClient.builder());
        ecs = account.client(EcsClient.builder());
        scaling = account.client(ApplicationAutoScalingClient.builder());
    }

    List<Meddling> all() {
        List<Meddling> all = new ArrayList<>();
        lambda.listFunctions().functions().forEach(function -> all.addAll(function(function)));
        if (ecs.listClusters().clusterArns().stream().anyMatch(arn -> arn.endsWith("/" + CLUSTER))) {
            List<String> services = ecs.listServices(r -> r.cluster(CLUSTER)).serviceArns();
            if (!services.isEmpty()) {
                ecs.describeServices(r -> r.cluster(CLUSTER).services(services))
                        .services()
                        .forEach(service -> all.addAll(service(service)));
            }
        }
        ecs.listTaskDefinitions(r -> r.status(TaskDefinitionStatus.ACTIVE))
                .taskDefinitionArns()
                .forEach(arn -> all.add(new Meddling(
                        "task definition deregistered",
                        arn.substring(arn.lastIndexOf('/') + 1),
                        Set.of(),
                        () -> ecs.deregisterTaskDefinition(r -> r.taskDefinition(arn)))));
        scaling.describeScalableTargets(r -> r.serviceNamespace(ServiceNamespace.ECS))
                .scalableTargets()
                .forEach(target -> all.addAll(target(target)));
        scaling.describeScalingPolicies(r -> r.serviceNamespace(ServiceNamespace.ECS))
                .scalingPolicies()
                .forEach(policy -> all.addAll(policy(policy)));
        return all;
    }

    private static String bare(String name) {
        return name.replaceFirst("^" + OURS, "");
    }

    private List<Meddling> function(FunctionConfiguration function) {
        String name = function.functionName();
        Set<String> step = Set.of("function/" + bare(name));
        List<Meddling> all = new ArrayList<>();
        all.add(new Meddling("function's fields", name, step, () -> Tampering.function(lambda, name)));
        all.add(new Meddling(
                "function's memory",
                name,
                step,
                () -> lambda.updateFunctionConfiguration(
                        r -> r.functionName(name).memorySize(777))));
        all.add(new Meddling(
                "reserved concurrency",
                name,
                step,
                () -> lambda.putFunctionConcurrency(r -> r.functionName(name).reservedConcurrentExecutions(7))));
        all.add(new Meddling("function deleted", name, step, () -> lambda.deleteFunction(r -> r.functionName(name))));
        all.add(new Meddling("version published", name, Set.of(), () -> {
            Tampering.function(lambda, name);
            lambda.publishVersion(r -> r.functionName(name));
        }));
        List<String> versions = lambda.listVersionsByFunction(r -> r.functionName(name)).versions().stream()
                .map(FunctionConfiguration::version)
                .filter(version -> !version.equals("$LATEST"))
                .toList();
        lambda.listAliases(r -> r.functionName(name))
                .aliases()
                .forEach(alias -> all.addAll(alias(name, alias, versions)));
        return all;
    }

    private List<Meddling> alias(String function, AliasConfiguration alias, List<String> versions) {
        String step = bare(function) + "-" + alias.name();
        Set<String> steps = Set.of("function-alias/" + step);
        List<Meddling> all = new ArrayList<>();
        all.add(new Meddling(
                "alias deleted",
                step,
                steps,
                () -> lambda.deleteAlias(r -> r.functionName(function).name(alias.name()))));
        all.add(new Meddling(
                "provisioned concurrency",
                step,
                steps,
                () -> lambda.putProvisionedConcurrencyConfig(
                        r -> r.functionName(function).qualifier(alias.name()).provisionedConcurrentExecutions(3))));
        versions.stream()
                .filter(version -> !version.equals(alias.functionVersion()))
                .forEach(version -> {
                    all.add(new Meddling(
                            "alias's version",
                            step,
                            steps,
                            () -> lambda.updateAlias(r ->
                                    r.functionName(function).name(alias.name()).functionVersion(version))));
                    all.add(new Meddling(
                            "alias's weights",
                            step,
                            steps,
                            () -> lambda.updateAlias(r -> r.functionName(function)
                                    .name(alias.name())
                                    .routingConfig(w -> w.additionalVersionWeights(Map.of(version, 0.5))))));
                });
        try {
            String policy = lambda.getPolicy(r -> r.functionName(function).qualifier(alias.name()))
                    .policy();
            String sid = policy.replaceFirst("(?s).*\"Sid\"\\s*:\\s*\"([^\"]*)\".*", "$1");
            all.add(new Meddling(
                    "permission removed",
                    step,
                    Set.of("function-permission/" + step),
                    () -> lambda.removePermission(r ->
                            r.functionName(function).qualifier(alias.name()).statementId(sid))));
        } catch (ResourceNotFoundException none) {
            // There is nothing to remove.
        }
        return all;
    }

    private List<Meddling> service(Service service) {
        String name = service.serviceName();
        Set<String> steps = Set.of("service/" + bare(name));
        List<Meddling> all = new ArrayList<>();
        all.add(new Meddling(
                "no tasks wanted",
                name,
                Set.of(),
                () -> ecs.updateService(r -> r.cluster(CLUSTER).service(name).desiredCount(0))));
        all.add(new Meddling(
                "service's fields",
                name,
                steps,
                () -> Tampering.service(
                        ecs,
                        name,
                        service.networkConfiguration()
                                .awsvpcConfiguration()
                                .subnets()
                                .getFirst(),
                        service.networkConfiguration()
                                .awsvpcConfiguration()
                                .securityGroups()
                                .getFirst())));
        all.add(new Meddling(
                "service deleted",
                name,
                steps,
                () -> ecs.deleteService(r -> r.cluster(CLUSTER).service(name).force(true))));
        String family = service.taskDefinition().replaceFirst("^.*/", "").replaceFirst(":\\d+$", "");
        ecs.listTaskDefinitions(r -> r.familyPrefix(family)).taskDefinitionArns().stream()
                .filter(arn -> !arn.equals(service.taskDefinition()))
                .forEach(arn -> all.add(new Meddling(
                        "service's task definition",
                        name,
                        steps,
                        () -> ecs.updateService(
                                r -> r.cluster(CLUSTER).service(name).taskDefinition(arn)))));
        ecs.listTasks(r -> r.cluster(CLUSTER).serviceName(name))
                .taskArns()
                .forEach(task -> all.add(new Meddling(
                        "task stopped",
                        name,
                        Set.of(),
                        () -> ecs.stopTask(r -> r.cluster(CLUSTER).task(task)))));
        return all;
    }

    private List<Meddling> target(ScalableTarget target) {
        String name = bare(target.resourceId().replaceFirst("^.*/", ""));
        Set<String> steps = Set.of("scalable-target/" + name);
        return List.of(
                new Meddling("limits of tasks", name, steps, () -> Tampering.limits(scaling, target.resourceId())),
                new Meddling(
                        "scaling ended",
                        name,
                        steps,
                        () -> scaling.deregisterScalableTarget(r -> r.serviceNamespace(ServiceNamespace.ECS)
                                .resourceId(target.resourceId())
                                .scalableDimension(ScalableDimension.ECS_SERVICE_DESIRED_COUNT))),
                new Meddling(
                        "scaling suspended",
                        name,
                        Set.of(),
                        () -> scaling.registerScalableTarget(r -> r.serviceNamespace(ServiceNamespace.ECS)
                                .resourceId(target.resourceId())
                                .scalableDimension(ScalableDimension.ECS_SERVICE_DESIRED_COUNT)
                                .suspendedState(s -> s.dynamicScalingOutSuspended(true)))));
    }

    private List<Meddling> policy(ScalingPolicy policy) {
        String name = bare(policy.policyName());
        Set<String> steps = Set.of("scaling-policy/" + name);
        List<Meddling> all = new ArrayList<>();
        all.add(new Meddling(
                "scaling policy deleted",
                name,
                steps,
                () -> scaling.deleteScalingPolicy(r -> r.policyName(policy.policyName())
                        .serviceNamespace(ServiceNamespace.ECS)
                        .resourceId(policy.resourceId())
                        .scalableDimension(policy.scalableDimension()))));
        if (policy.policyType() == PolicyType.STEP_SCALING) {
            all.add(new Meddling("scaling steps", name, steps, () -> Tampering.steps(scaling, policy)));
        } else {
            all.add(new Meddling(
                    "scaling's aim",
                    name,
                    steps,
                    () -> scaling.putScalingPolicy(r -> r.policyName(policy.policyName())
                            .policyType(policy.policyType())
                            .serviceNamespace(ServiceNamespace.ECS)
                            .resourceId(policy.resourceId())
                            .scalableDimension(policy.scalableDimension())
                            .targetTrackingScalingPolicyConfiguration(
                                    policy.targetTrackingScalingPolicyConfiguration().toBuilder()
                                            .targetValue(7.0)
                                            .build()))));
        }
        return all;
    }
}
