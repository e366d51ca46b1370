package dev.provision.aws.ecs;

import dev.provision.aws.Api;
import dev.provision.aws.AwsRefused;
import dev.provision.aws.AwsStep;
import dev.provision.aws.Changes;
import dev.provision.aws.Owner;
import dev.provision.aws.elb.TargetGroupArn;
import dev.provision.aws.elb.TargetGroupStep;
import dev.provision.aws.logs.LogTail;
import dev.provision.aws.network.Placement;
import dev.provision.graph.Change;
import dev.provision.graph.ProvisionException.PermissionMissing;
import dev.provision.graph.Readiness;
import dev.provision.graph.Ref;
import dev.provision.graph.StepKey;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.AssignPublicIp;
import software.amazon.awssdk.services.ecs.model.DeploymentConfiguration;
import software.amazon.awssdk.services.ecs.model.LaunchType;
import software.amazon.awssdk.services.ecs.model.LoadBalancer;
import software.amazon.awssdk.services.ecs.model.NetworkConfiguration;
import software.amazon.awssdk.services.ecs.model.PropagateTags;
import software.amazon.awssdk.services.ecs.model.Service;

/** The tasks of a slot: as many as wanted, behind a target group, in the private subnets. */
public final class ServiceStep extends AwsStep<ServiceStep.Live> {
    private static final Duration PROPAGATION = Duration.ofMinutes(2);
    private static final String DEPLOYMENT = "deployment_configuration";
    private static final String COUNT = "desired_count";
    private static final int LOG_LINES = 10;
    private static final String EXEC = "enable_execute_command";
    private final Spec spec;
    private final Parts parts;
    private final Owner owner;
    private final Api<EcsClient> ecs;
    private final LogTail logs;

    /**
     * What is wanted.
     *
     * @param judged whether a release watches how the tasks do, so that the step does not wait for them
     * @param container the container that serves, and the port it does it on
     * @param graceSeconds how long after its start the load balancer's health check does not count
     * @param exec whether commands can be run in its tasks
     * @param logs the log group of its tasks
     */
    public record Spec(
            String name,
            TaskCount tasks,
            boolean judged,
            String container,
            int port,
            int graceSeconds,
            boolean exec,
            String logs) {}

    /** What it is made of. */
    public record Parts(
            Ref<ClusterStep.Live> cluster,
            Ref<TaskDefinitionStep.Live> taskDefinition,
            Ref<TargetGroupStep.Live> targetGroup,
            Placement placement) {}

    /**
     * @param order what must be there before it, without being part of it: the rule that uses the target group, the rules of
     *     the security group, the way to the registry
     */
    public ServiceStep(
            StepKey key, Spec spec, Parts parts, Set<StepKey> order, Owner owner, Api<EcsClient> ecs, LogTail logs) {
        super(
                key,
                "ecs",
                needs(
                        needs(parts.cluster(), parts.taskDefinition(), parts.targetGroup()),
                        needs(parts.placement().needs(), order)));
        this.spec = spec;
        this.parts = parts;
        this.owner = owner;
        this.ecs = ecs;
        this.logs = logs;
    }

    /**
     * A service that exists.
     *
     * @param desired how many tasks it should have
     */
    public record Live(ServiceArn arn, String cluster, String name, ServiceShape shape, int desired, boolean steady) {}

    @Override
    public Optional<Live> find() {
        return parts.cluster()
                .live()
                .flatMap(cluster -> ServiceView.described(ecs, cluster.name(), spec.name()))
                .map(this::live);
    }

    private Live live(Service service) {
        return new Live(
                new ServiceArn(service.serviceArn()),
                parts.cluster().require().name(),
                service.serviceName(),
                ServiceShape.of(service),
                service.desiredCount() == null ? 0 : service.desiredCount(),
                Rollout.of(service, service.taskDefinition()) instanceof Readiness.Ready);
    }

    @Override
    protected Changes comparison(Live live) {
        ServiceShape shape = live.shape();
        return new Changes()
                .fixed("status", shape.status(), "ACTIVE")
                .tags(shape.tags(), owner.tags(key()))
                .known(
                        "task_definition",
                        shape.taskDefinition(),
                        parts.taskDefinition().live().map(TaskDefinitionStep.Live::arn))
                .known("target_groups", shape.targetGroups(), targetGroups())
                .known("subnets", shape.subnets(), parts.placement().knownSubnets())
                .known("security_groups", shape.groups(), parts.placement().knownGroups())
                .field(
                        "assign_public_ip",
                        shape.publicAddress(),
                        parts.placement().publicAddress())
                .field(DEPLOYMENT, shape.deployment(), ServiceShape.describe(deployment()))
                .field("health_check_grace_period_seconds", shape.graceSeconds(), spec.graceSeconds())
                .field(EXEC, shape.exec(), spec.exec())
                .field("managed_tags", shape.managedTags(), true)
                .field("propagate_tags", shape.propagation(), PropagateTags.SERVICE)
                .field(COUNT, live.desired(), spec.tasks().wanted(live.desired()));
    }

    private Optional<Set<TargetGroupArn>> targetGroups() {
        return parts.targetGroup().live().map(group -> Set.of(group.arn()));
    }

    private NetworkConfiguration network() {
        return NetworkConfiguration.builder()
                .awsvpcConfiguration(v -> v.subnets(parts.placement().subnetIds())
                        .securityGroups(parts.placement().groupId())
                        .assignPublicIp(
                                parts.placement().publicAddress() ? AssignPublicIp.ENABLED : AssignPublicIp.DISABLED))
                .build();
    }

    private LoadBalancer loadBalancer() {
        return LoadBalancer.builder()
                .targetGroupArn(parts.targetGroup().require().arn().value())
                .containerName(spec.container())
                .containerPort(spec.port())
                .build();
    }

    private static DeploymentConfiguration deployment() {
        return DeploymentConfiguration.builder()
                .minimumHealthyPercent(100)
                .maximumPercent(200)
                .deploymentCircuitBreaker(b -> b.enable(true).rollback(true))
                .build();
    }

    @Override
    public Live create() {
        String token = UUID.randomUUID().toString();
        return live(ecs.settle(PROPAGATION, ServiceStep::notKnownYet, c -> c.createService(r -> r.cluster(
                                parts.cluster().require().name())
                        .serviceName(spec.name())
                        .clientToken(token)
                        .launchType(LaunchType.FARGATE)
                        .desiredCount(spec.tasks().first())
                        .taskDefinition(parts.taskDefinition().require().arn().value())
                        .loadBalancers(loadBalancer())
                        .networkConfiguration(network())
                        .deploymentConfiguration(deployment())
                        .healthCheckGracePeriodSeconds(spec.graceSeconds())
                        .enableExecuteCommand(spec.exec())
                        .enableECSManagedTags(true)
                        .propagateTags(PropagateTags.SERVICE)
                        .tags(EcsTags.list(owner.tags(key()))))
                .service()));
    }

    /** The rule that makes a load balancer of the target group may not be known to ECS yet; the code tells nothing more. */
    private static boolean notKnownYet(AwsRefused refused) {
        return ClusterStep.serviceRoleMissing(refused)
                || (refused.is("InvalidParameterException")
                        && refused.getMessage().contains("does not have an associated load balancer"));
    }

    /** Sends a count only where it is not scaling that has the say. */
    @Override
    public Live converge(Live live, List<Change> changes) {
        if (Changes.touch(changes, "tags")) {
            ecs.run(c -> c.tagResource(r -> r.resourceArn(live.arn().value()).tags(EcsTags.list(owner.tags(key())))));
        }
        if (changes.stream().allMatch(change -> Changes.touch(List.of(change), "tags"))) {
            return find().orElse(live);
        }
        return live(ecs.call(c -> c.updateService(r -> {
                    r.cluster(live.cluster())
                            .service(live.name())
                            .taskDefinition(
                                    parts.taskDefinition().require().arn().value())
                            .loadBalancers(loadBalancer())
                            .networkConfiguration(network())
                            .deploymentConfiguration(deployment())
                            .healthCheckGracePeriodSeconds(spec.graceSeconds())
                            .enableECSManagedTags(true)
                            .propagateTags(PropagateTags.SERVICE);
                    if (Changes.touch(changes, EXEC)) {
                        // Only new tasks have it, and it makes none by itself: API_UpdateService.
                        r.enableExecuteCommand(spec.exec()).forceNewDeployment(true);
                    }
                    if (Changes.touch(changes, COUNT)) {
                        r.desiredCount(spec.tasks().wanted(live.desired()));
                    }
                })
                .service()));
    }

    @Override
    public Readiness probe(Live live) {
        if (live.steady() || spec.judged()) {
            return Readiness.ready();
        }
        return ServiceView.described(ecs, live.cluster(), live.name())
                .map(service -> Rollout.of(
                        service, parts.taskDefinition().require().arn().value()))
                .map(readiness -> readiness instanceof Readiness.Ready
                        ? readiness
                        : new StoppedTasks(ecs, live.cluster(), live.name()).explain(readiness, this::lastLines))
                .orElseGet(() -> Readiness.pending("the service is not described yet"));
    }

    /** Whoever may not read logs is told the rest of the failure all the same. */
    private List<String> lastLines(String task) {
        try {
            return logs.ofStream(spec.logs(), "ecs/" + spec.container() + "/" + task, LOG_LINES);
        } catch (PermissionMissing denied) {
            return List.of("its log: " + denied.getMessage());
        }
    }

    @Override
    public void delete(Live live) {
        if (live.shape().status().equals("ACTIVE")) {
            ecs.delete(c -> c.deleteService(
                    r -> r.cluster(live.cluster()).service(live.name()).force(true)));
        }
    }

    @Override
    public Set<String> actions() {
        return Set.of(
                "ecs:CreateService",
                "ecs:DeleteService",
                "ecs:DescribeServices",
                "ecs:DescribeTasks",
                "ecs:ListTasks",
                "ecs:TagResource",
                "ecs:UpdateService",
                "iam:PassRole");
    }

    @Override
    public int typicalSeconds() {
        return 60;
    }
}
