package dev.provision.localcloud.ecs;

import dev.provision.localcloud.autoscaling.Scalable;
import dev.provision.localcloud.cloudwatch.MetricSink;
import dev.provision.localcloud.ecr.Images;
import dev.provision.localcloud.elb.Targets;
import dev.provision.localcloud.iam.Authority;
import dev.provision.localcloud.logs.LogSink;
import dev.provision.localcloud.network.NetworkInterfaces;
import dev.provision.localcloud.network.Reachability;
import dev.provision.localcloud.runtime.ContainerRuntime;
import dev.provision.localcloud.ssmmessages.Sessions;
import dev.provision.localcloud.state.Account;
import dev.provision.localcloud.state.ControlPlane;
import dev.provision.localcloud.time.CloudTime;
import dev.provision.localcloud.time.Latency;
import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;

/** The ECS service: puts its parts together. Closing it ends its timers; its containers end with the runtime. */
public final class Ecs implements AutoCloseable {
    private static final Duration LOOK = Duration.ofSeconds(1);
    /** Where nothing takes time, a task that became healthy is not waited for either. */
    private static final Duration LOOK_AT_ONCE = Duration.ofMillis(100);

    private final EcsStore store;
    private final TaskMetadata metadata;
    private final Scalable scaling;
    private final List<CloudTime.Scheduled> timers;
    private final List<Object> parts;

    /**
     * What ECS needs of the rest of the cloud.
     *
     * @param account whose clusters these are
     * @param plane the lock
     * @param time the clock
     * @param latency how long things take
     */
    public record Base(Account account, ControlPlane plane, CloudTime time, Latency latency) {}

    /**
     * The services that ECS calls.
     *
     * @param authority what roles may do
     * @param images where images come from
     * @param interfaces for tasks
     * @param reachability whether a task can get at the registry
     * @param targets of load balancers
     * @param logs where output goes
     * @param metrics where measurements go
     * @param runtime what runs the images
     * @param secrets what tasks' secrets are fetched from
     * @param sessions where people get at what they run in tasks
     */
    public record Neighbours(
            Authority authority,
            Images images,
            NetworkInterfaces interfaces,
            Reachability reachability,
            Targets targets,
            LogSink logs,
            MetricSink metrics,
            ContainerRuntime runtime,
            SecretValues secrets,
            Sessions sessions) {}

    /** @param vcpus that may run at once */
    public Ecs(Base base, Neighbours neighbours, int vcpus) {
        CloudTime time = base.time();
        store = new EcsStore(base.account());
        metadata = new TaskMetadata(base.plane(), store);
        TaskLauncher.Base common = new TaskLauncher.Base(base.plane(), time, base.latency());
        TaskEvents events = new TaskEvents();
        TargetGroups targets = new TargetGroups(neighbours.targets(), time);
        TaskStopper stopper = new TaskStopper(common, store, neighbours.interfaces(), events, targets);
        TaskLauncher launcher = new TaskLauncher(
                common,
                neighbours.interfaces(),
                new LaunchChecks(
                        base.account(),
                        neighbours.authority(),
                        neighbours.reachability(),
                        neighbours.images(),
                        neighbours.logs(),
                        neighbours.secrets()),
                neighbours.logs(),
                neighbours.runtime(),
                new TaskEnvironment(base.account().region(), metadata::base),
                stopper);
        TaskFactory factory = new TaskFactory(store, time);
        VcpuLimit limit = new VcpuLimit(store, vcpus);
        Rollouts rollouts = new Rollouts(time, RandomGenerator.getDefault());
        Scheduler scheduler = new Scheduler(time, store, factory, launcher, stopper, targets, rollouts, limit);
        events.listen(scheduler);
        scaling = new ServiceScaling(store, scheduler);
        ServiceChecks checks = new ServiceChecks(store, neighbours.targets());
        ServiceViews views = new ServiceViews(store);
        UsageMetrics usage = new UsageMetrics(base.plane(), store, neighbours.metrics());
        VcpuUsage vcpusUsed = new VcpuUsage(limit, time, neighbours.metrics());
        Duration look = base.latency() == Latency.INSTANT ? LOOK_AT_ONCE : LOOK;
        timers = List.of(
                time.every(look, () -> base.plane().run(() -> {
                    scheduler.look();
                    vcpusUsed.look();
                })),
                usage.everyMinute(time));
        parts = List.of(
                new Clusters(store),
                new TaskDefinitions(store, time),
                new Services(store, time, checks, views, rollouts, scheduler),
                new ServiceUpdates(store, checks, views, rollouts, scheduler),
                new ServiceDeployments(store),
                new Tasks(store, neighbours.authority(), checks, factory, launcher, stopper, limit),
                new TaskCommands(store, neighbours.authority(), neighbours.reachability(), neighbours.sessions()),
                new EcsTags(store),
                new AccountSettings(store),
                store,
                this);
    }

    /**
     * Kills containers of running tasks, as a crash would. Called under the control-plane lock.
     *
     * @param target a service's name, a task's id or ARN
     * @param count how many tasks at most
     * @return how many there were
     */
    public int killTasks(String target, int count) {
        List<EcsTask> victims = store.tasks().stream()
                .filter(task -> task.is("RUNNING"))
                .filter(task -> task.id().equals(EcsStore.lastPart(target))
                        || task.service()
                                .filter(service -> service.name().equals(target))
                                .isPresent())
                .limit(count)
                .toList();
        victims.forEach(task -> List.copyOf(task.running().values()).forEach(ContainerRuntime.Container::kill));
        return victims.size();
    }

    /** The API in its parts, and what else is to be mounted, listed and closed. */
    public List<Object> parts() {
        return parts;
    }

    /** Services, for Application Auto Scaling. */
    public Scalable scaling() {
        return scaling;
    }

    @Override
    public void close() {
        timers.forEach(CloudTime.Scheduled::cancel);
        metadata.close();
    }
}
