package dev.provision.aws.ecs;

import dev.provision.aws.Api;
import dev.provision.aws.AwsStep;
import dev.provision.aws.Changes;
import dev.provision.aws.CpuArchitecture;
import dev.provision.aws.Owner;
import dev.provision.aws.ecr.ImageStep;
import dev.provision.aws.iam.RoleArn;
import dev.provision.aws.iam.RoleSource;
import dev.provision.aws.logs.LogGroupStep;
import dev.provision.aws.secrets.ContainerVariables;
import dev.provision.graph.Change;
import dev.provision.graph.Ref;
import dev.provision.graph.StepKey;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.CPUArchitecture;
import software.amazon.awssdk.services.ecs.model.Compatibility;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.DescribeTaskDefinitionRequest;
import software.amazon.awssdk.services.ecs.model.DescribeTaskDefinitionResponse;
import software.amazon.awssdk.services.ecs.model.KeyValuePair;
import software.amazon.awssdk.services.ecs.model.LogDriver;
import software.amazon.awssdk.services.ecs.model.NetworkMode;
import software.amazon.awssdk.services.ecs.model.OSFamily;
import software.amazon.awssdk.services.ecs.model.PortMapping;
import software.amazon.awssdk.services.ecs.model.Secret;
import software.amazon.awssdk.services.ecs.model.SortOrder;
import software.amazon.awssdk.services.ecs.model.TaskDefinition;
import software.amazon.awssdk.services.ecs.model.TaskDefinitionField;
import software.amazon.awssdk.services.ecs.model.TaskDefinitionStatus;
import software.amazon.awssdk.services.ecs.model.TransportProtocol;

/** What a task runs. A revision never changes: a change registers the next one. */
public final class TaskDefinitionStep extends AwsStep<TaskDefinitionStep.Live> {
    private static final int DELETED_PER_CALL = 10;
    private final Spec spec;
    private final Parts parts;
    private final Owner owner;
    private final Api<EcsClient> ecs;

    /**
     * What is wanted.
     *
     * @param container the name of the only container
     * @param cpu vCPU units
     * @param memory MiB
     * @param port that the container serves on
     * @param region of the log group
     * @param current the revision that the slot runs; empty: the latest one counts
     */
    public record Spec(
            String family,
            String container,
            int cpu,
            int memory,
            CpuArchitecture architecture,
            int port,
            String region,
            ContainerVariables variables,
            Optional<TaskDefinitionArn> current) {}

    /** What it is made of. */
    public record Parts(
            Ref<ImageStep.Live> image, RoleSource taskRole, RoleSource executionRole, Ref<LogGroupStep.Live> logs) {}

    public TaskDefinitionStep(StepKey key, Spec spec, Parts parts, Owner owner, Api<EcsClient> ecs) {
        super(
                key,
                "ecs",
                needs(
                        needs(parts.image(), parts.logs()),
                        needs(
                                needs(
                                        parts.taskRole().needs(),
                                        parts.executionRole().needs()),
                                spec.variables().needs())));
        this.spec = spec;
        this.parts = parts;
        this.owner = owner;
        this.ecs = ecs;
    }

    /** An active revision. */
    public record Live(TaskDefinitionArn arn, int revision, TaskShape shape, Map<String, String> tags) {}

    @Override
    public Optional<Live> find() {
        return spec.current()
                .flatMap(this::active)
                .or(() -> revisions().stream().findFirst().map(this::describe));
    }

    private Optional<Live> active(TaskDefinitionArn arn) {
        return described(ecs, arn.value())
                .filter(answer -> answer.taskDefinition().status() == TaskDefinitionStatus.ACTIVE)
                .map(answer -> live(answer.taskDefinition(), EcsTags.map(answer.tags())));
    }

    static Optional<DescribeTaskDefinitionResponse> described(Api<EcsClient> ecs, String arn) {
        DescribeTaskDefinitionRequest one = DescribeTaskDefinitionRequest.builder()
                .taskDefinition(arn)
                .include(TaskDefinitionField.TAGS)
                .build();
        return ecs.findShared(one, EcsClient::describeTaskDefinition);
    }

    /** The active revisions, latest first. */
    private List<String> revisions() {
        return ecs.call(c -> c
                .listTaskDefinitionsPaginator(r -> r.familyPrefix(spec.family())
                        .status(TaskDefinitionStatus.ACTIVE)
                        .sort(SortOrder.DESC))
                .taskDefinitionArns()
                .stream()
                .toList());
    }

    private Live describe(String arn) {
        DescribeTaskDefinitionResponse answer =
                described(ecs, arn).orElseThrow(() -> new IllegalStateException(arn + " is listed and not described"));
        return live(answer.taskDefinition(), EcsTags.map(answer.tags()));
    }

    private static Live live(TaskDefinition definition, Map<String, String> tags) {
        return new Live(
                new TaskDefinitionArn(definition.taskDefinitionArn()),
                definition.revision(),
                TaskShape.of(definition),
                tags);
    }

    @Override
    protected Changes comparison(Live live) {
        TaskShape shape = live.shape();
        Changes changes = new Changes()
                .tags(live.tags(), tags())
                .known("image", shape.image(), parts.image().live().map(ImageStep.Live::uri))
                .field("container", shape.container(), spec.container())
                .field("cpu", shape.cpu(), String.valueOf(spec.cpu()))
                .field("memory", shape.memory(), String.valueOf(spec.memory()))
                .field("architecture", shape.architecture(), architecture())
                .known("task_role_arn", shape.taskRole(), parts.taskRole().arn().map(RoleArn::value))
                .known(
                        "execution_role_arn",
                        shape.executionRole(),
                        parts.executionRole().arn().map(RoleArn::value))
                .field("port", shape.port(), spec.port())
                .known("log_options", shape.logs(), logs())
                .known(
                        "secrets",
                        new TreeMap<>(shape.secrets()),
                        spec.variables().valuesFrom().map(TreeMap::new));
        Map<String, String> plain = spec.variables().plain();
        if (!shape.environment().equals(plain)) {
            // Only the names: a value may be a secret.
            changes.field(
                    "environment",
                    "variables " + new TreeSet<>(shape.environment().keySet()),
                    "new values of " + new TreeSet<>(plain.keySet()));
        }
        return changes;
    }

    /** The same for both slots: a revision that was registered for one may come to run in the other. */
    private Map<String, String> tags() {
        return owner.tags(new StepKey("task-definition", spec.container()));
    }

    /** Streams are named ecs/&lt;container&gt;/&lt;task id&gt;: using_awslogs in the ECS guide. */
    private Optional<Map<String, String>> logs() {
        return parts.logs()
                .live()
                .map(group -> Map.of(
                        "awslogs-group", group.name(),
                        "awslogs-region", spec.region(),
                        "awslogs-stream-prefix", "ecs"));
    }

    /** By the next revision. */
    @Override
    public boolean renewedBy(List<Change> changes) {
        return true;
    }

    @Override
    public Live create() {
        return ecs.createOnce(this::same, this::register);
    }

    /** A revision that is as wanted: registered by a call whose answer was lost. There is no client token. */
    private Optional<Live> same() {
        return find().filter(live -> changes(live).isEmpty());
    }

    private Live register(EcsClient client) {
        TaskDefinition made = client.registerTaskDefinition(r -> r.family(spec.family())
                        .requiresCompatibilities(Compatibility.FARGATE)
                        .networkMode(NetworkMode.AWSVPC)
                        .cpu(String.valueOf(spec.cpu()))
                        .memory(String.valueOf(spec.memory()))
                        .runtimePlatform(p -> p.cpuArchitecture(architecture()).operatingSystemFamily(OSFamily.LINUX))
                        .taskRoleArn(parts.taskRole().require().value())
                        .executionRoleArn(parts.executionRole().require().value())
                        .containerDefinitions(container())
                        .tags(EcsTags.list(tags())))
                .taskDefinition();
        return live(made, tags());
    }

    private CPUArchitecture architecture() {
        return switch (spec.architecture()) {
            case X86_64 -> CPUArchitecture.X86_64;
            case ARM64 -> CPUArchitecture.ARM64;
        };
    }

    private ContainerDefinition container() {
        return ContainerDefinition.builder()
                .name(spec.container())
                .image(parts.image().require().uri())
                .essential(true)
                .portMappings(PortMapping.builder()
                        .containerPort(spec.port())
                        .protocol(TransportProtocol.TCP)
                        .build())
                .environment(spec.variables().plain().entrySet().stream()
                        .map(e -> KeyValuePair.builder()
                                .name(e.getKey())
                                .value(e.getValue())
                                .build())
                        .toList())
                .secrets(secrets())
                .logConfiguration(l -> l.logDriver(LogDriver.AWSLOGS).options(logs().orElseThrow()))
                .build();
    }

    private List<Secret> secrets() {
        return spec.variables().valuesFrom().orElseThrow().entrySet().stream()
                .map(e -> Secret.builder()
                        .name(e.getKey())
                        .valueFrom(e.getValue())
                        .build())
                .toList();
    }

    /** Tags alone are no reason for another revision: tasks would be started anew for them. */
    @Override
    public Live converge(Live live, List<Change> changes) {
        if (changes.stream().allMatch(change -> Changes.touch(List.of(change), "tags"))) {
            ecs.run(c -> c.tagResource(r -> r.resourceArn(live.arn().value()).tags(EcsTags.list(tags()))));
            return new Live(live.arn(), live.revision(), live.shape(), tags());
        }
        return create();
    }

    /** All revisions of the family. */
    @Override
    public void delete(Live live) {
        List<String> all = revisions();
        all.forEach(arn -> ecs.delete(c -> c.deregisterTaskDefinition(r -> r.taskDefinition(arn))));
        for (int from = 0; from < all.size(); from += DELETED_PER_CALL) {
            List<String> some = all.subList(from, Math.min(all.size(), from + DELETED_PER_CALL));
            ecs.delete(c -> c.deleteTaskDefinitions(r -> r.taskDefinitions(some)));
        }
    }

    @Override
    public Set<String> actions() {
        return Set.of(
                "ecs:DeleteTaskDefinitions",
                "ecs:DeregisterTaskDefinition",
                "ecs:DescribeTaskDefinition",
                "ecs:ListTaskDefinitions",
                "ecs:RegisterTaskDefinition",
                "ecs:TagResource",
                "iam:PassRole");
    }
}
