package dev.provision.stack;

import dev.provision.aws.ecr.RepositoryStep;
import dev.provision.aws.iam.PolicyDocument;
import dev.provision.aws.iam.RoleArn;
import dev.provision.aws.iam.RoleSource;
import dev.provision.aws.iam.RoleStep;
import dev.provision.aws.iam.RoleSteps;
import dev.provision.aws.logs.LogGroupStep;
import dev.provision.aws.logs.LogGroupSteps;
import dev.provision.aws.secrets.ContainerVariables;
import dev.provision.config.AwsFargateEcs;
import dev.provision.config.Container;
import dev.provision.config.Environment;
import dev.provision.graph.Disposition;
import dev.provision.graph.Ref;
import dev.provision.graph.StepGraph;
import dev.provision.graph.StepKey;
import dev.provision.release.ComputeKind;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a container has on one compute apart from the network and the load balancer: its log group and its roles.
 *
 * @param disposition whether the container is to run on it, or only what does so already is left alone
 * @param variables of the container
 * @param role of the function, or of what runs in a task
 * @param execution of Fargate, when it starts a task; empty for a function
 */
record ComputePart(
        Container container,
        ComputeKind kind,
        Disposition disposition,
        Ref<LogGroupStep.Live> logs,
        ContainerVariables variables,
        RoleSource role,
        Optional<RoleSource> execution) {
    private static final String LAMBDA = "lambda.amazonaws.com";
    private static final String TASKS = "ecs-tasks.amazonaws.com";

    /** Who assumes the role of a container on a compute. */
    static String principal(ComputeKind kind) {
        return switch (kind) {
            case LAMBDA -> LAMBDA;
            case FARGATE -> TASKS;
        };
    }

    static ComputePart add(
            StepGraph.Builder graph,
            RoleSteps roles,
            LogGroupSteps logGroups,
            Environment environment,
            Ref<RepositoryStep.Live> repository,
            Container container,
            ComputeKind kind,
            Disposition disposition,
            ContainerVariables variables) {
        return new Adding(
                        graph,
                        roles,
                        logGroups,
                        new ResourceNames(environment),
                        container,
                        kind,
                        disposition,
                        variables)
                .part(repository, environment.logRetentionDays());
    }

    /** The key of the configuration that names an existing role. */
    static String roleSetting(Container container) {
        return "containers." + container.name() + ".compute.awsIam.roleArn";
    }

    /** What must outlive the network interfaces of a function: its role, with which Lambda removes them, and its log. */
    Set<StepKey> outliving() {
        return switch (kind) {
            case LAMBDA ->
                Stream.concat(Stream.of(logs.key()), role.needs().stream()).collect(Collectors.toUnmodifiableSet());
            case FARGATE -> Set.of();
        };
    }

    private record Adding(
            StepGraph.Builder graph,
            RoleSteps roles,
            LogGroupSteps logGroups,
            ResourceNames names,
            Container container,
            ComputeKind kind,
            Disposition disposition,
            ContainerVariables variables) {
        ComputePart part(Ref<RepositoryStep.Live> repository, int retentionDays) {
            return switch (kind) {
                case LAMBDA ->
                    new ComputePart(
                            container,
                            kind,
                            disposition,
                            logs(names.functionLogs(container), retentionDays),
                            variables,
                            own(
                                    "function",
                                    LAMBDA,
                                    () -> Rights.function(container.iam(), variables),
                                    variables.needs()),
                            Optional.empty());
                case FARGATE -> {
                    Ref<LogGroupStep.Live> logs = logs(names.taskLogs(container), retentionDays);
                    RoleSource task =
                            own("task", TASKS, () -> Optional.of(Rights.task(container.iam(), exec())), Set.of());
                    RoleSource execution = made(
                            "execution",
                            TASKS,
                            () -> Rights.execution(repository, logs, variables),
                            Stream.concat(Stream.of(repository.key(), logs.key()), variables.needs().stream())
                                    .collect(Collectors.toUnmodifiableSet()));
                    yield new ComputePart(container, kind, disposition, logs, variables, task, Optional.of(execution));
                }
            };
        }

        private boolean exec() {
            return container.compute() instanceof AwsFargateEcs fargate && fargate.enableExecuteCommand();
        }

        private Ref<LogGroupStep.Live> logs(String name, int retentionDays) {
            boolean own = kind == ResourceNames.kind(container);
            StepKey key = new StepKey("log-group", own ? container.name() : container.name() + "-" + kind.word());
            return graph.add(logGroups.logGroup(key, new LogGroupStep.Spec(name, retentionDays)), disposition);
        }

        /** The role that the user brings, or else one of ours. */
        private RoleSource own(
                String use, String service, Supplier<Optional<PolicyDocument>> policy, Set<StepKey> order) {
            return container
                    .iam()
                    .roleArn()
                    .<RoleSource>map(arn -> existing(new RoleArn(arn), use, service))
                    .orElseGet(() -> made(use, service, policy, order));
        }

        private RoleSource existing(RoleArn arn, String use, String service) {
            StepKey key = new StepKey("existing-role", container.name() + "-" + use);
            return new RoleSource.Existing(
                    arn,
                    graph.add(roles.given(key, arn, service, roleSetting(container)), disposition)
                            .key());
        }

        private RoleSource made(
                String use, String service, Supplier<Optional<PolicyDocument>> policy, Set<StepKey> order) {
            return new RoleSource.Made(graph.add(
                    roles.role(
                            new StepKey("role", container.name() + "-" + use),
                            new RoleStep.Spec(names.role(container, use), service, policy),
                            order),
                    disposition));
        }
    }
}
