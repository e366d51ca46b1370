package dev.provision.localcloud.ecs;

import dev.provision.localcloud.ecs.EcsTask.Health;
import dev.provision.localcloud.ecs.RolloutPlan.Bounds;
import dev.provision.localcloud.ecs.RolloutPlan.Member;
import dev.provision.localcloud.ecs.RolloutPlan.Phase;
import dev.provision.localcloud.time.CloudTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ecs.model.DeploymentConfiguration;
import software.amazon.awssdk.services.ecs.model.PropagateTags;
import software.amazon.awssdk.services.ecs.model.TaskOverride;
import software.amazon.awssdk.services.ecs.model.TaskStopCode;

/**
 * Keeps services at their count: starts and stops tasks as the deployment allows, replaces what dies or fails its load
 * balancer's health checks. Runs whenever something changed, and again and again. Under the control-plane lock.
 */
final class Scheduler implements TaskEvents.Listener {
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(15);
    private static final Duration LONGEST_CRASH_PAUSE = Duration.ofSeconds(10);
    private static final Duration NO_CAPACITY_PAUSE = Duration.ofSeconds(30);
    private static final Duration PROBATION = Duration.ofSeconds(10);
    private static final int INCONSISTENT_AFTER = 5;

    private final CloudTime time;
    private final EcsStore store;
    private final TaskFactory factory;
    private final TaskLauncher launcher;
    private final TaskStopper stopper;
    private final TargetGroups targets;
    private final Rollouts rollouts;
    private final VcpuLimit limit;

    Scheduler(
            CloudTime time,
            EcsStore store,
            TaskFactory factory,
            TaskLauncher launcher,
            TaskStopper stopper,
            TargetGroups targets,
            Rollouts rollouts,
            VcpuLimit limit) {
        this.time = time;
        this.store = store;
        this.factory = factory;
        this.launcher = launcher;
        this.stopper = stopper;
        this.targets = targets;
        this.rollouts = rollouts;
        this.limit = limit;
    }

    /** Looks after all services. */
    void look() {
        store.services().filter(EcsService::alive).toList().forEach(this::reconcile);
    }

    /** Brings a service closer to what it should be. */
    void reconcile(EcsService service) {
        lookAtHealth(service);
        List<EcsTask> tasks = wanted(service);
        if (!rollouts.stuck(service)) {
            RolloutPlan plan = RolloutPlan.of(bounds(service), members(service, tasks));
            stop(service, tasks, plan.stop());
            start(service, plan.start());
        }
        rollouts.settle(service, store.tasks(service));
    }

    private List<EcsTask> wanted(EcsService service) {
        return store.tasks(service).stream().filter(EcsTask::wanted).toList();
    }

    private static Bounds bounds(EcsService service) {
        DeploymentConfiguration configuration = service.view().deploymentConfiguration();
        return new Bounds(service.desired(), configuration.minimumHealthyPercent(), configuration.maximumPercent());
    }

    private static List<Member> members(EcsService service, List<EcsTask> tasks) {
        return tasks.stream()
                .map(task -> new Member(
                        task.id(), task.startedBy().equals(service.primary().id()), phase(task)))
                .toList();
    }

    private static Phase phase(EcsTask task) {
        if (!task.is("RUNNING")) {
            return Phase.STARTING;
        }
        return task.health() == Health.HEALTHY ? Phase.HEALTHY : Phase.RUNNING;
    }

    private void lookAtHealth(EcsService service) {
        Duration grace = Duration.ofSeconds(Optional.ofNullable(service.view().healthCheckGracePeriodSeconds())
                .orElse(0));
        for (EcsTask task : wanted(service)) {
            if (!task.is("RUNNING")) {
                continue;
            }
            Health before = task.health();
            Health now = targets.health(task);
            boolean inGrace = time.now().isBefore(task.startedAt().plus(grace));
            if (now == Health.UNHEALTHY && !inGrace) {
                replaceUnhealthy(service, task);
            } else if (now != Health.UNHEALTHY || before != Health.UNKNOWN) {
                task.health(now);
            }
            if (now == Health.HEALTHY && !justStarted(task)) {
                service.rollout(task.startedBy()).ifPresent(Rollout::taskHealthy);
            }
        }
    }

    private void replaceUnhealthy(EcsService service, EcsTask task) {
        targets.unhealthyIn(task).ifPresent(balancer -> {
            service.event(
                    time.now(),
                    "(task " + task.id() + ") (port " + balancer.containerPort() + ") is unhealthy in (target-group "
                            + balancer.targetGroupArn() + ") due to (reason Health checks failed).");
            task.health(Health.UNHEALTHY);
            stopper.stop(
                    task,
                    TaskStopCode.SERVICE_SCHEDULER_INITIATED,
                    "Task failed ELB health checks in (target-group " + balancer.targetGroupArn() + ")");
        });
    }

    private void stop(EcsService service, List<EcsTask> tasks, List<String> ids) {
        for (EcsTask task : tasks) {
            if (ids.contains(task.id())) {
                String deployment = task.startedBy();
                stopper.stop(
                        task,
                        TaskStopCode.SERVICE_SCHEDULER_INITIATED,
                        "Scaling activity initiated by (deployment " + deployment + ")");
            }
        }
        if (!ids.isEmpty()) {
            service.steady(false);
            service.event(time.now(), "has stopped " + ids.size() + " running tasks: " + named(ids) + ".");
        }
    }

    private void start(EcsService service, int count) {
        Rollout primary = service.primary();
        if (count == 0 || time.now().isBefore(primary.nextStart())) {
            return;
        }
        service.steady(false);
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            if (!limit.fits(primary.definition().cpu(), 1)) {
                service.event(time.now(), "was unable to place a task. Reason: " + VcpuLimit.REACHED + ".");
                primary.postpone(time.now().plus(NO_CAPACITY_PAUSE));
                break;
            }
            EcsTask task = factory.make(request(service, primary), Optional.of(service));
            ids.add(task.id());
            launcher.launch(task);
        }
        if (!ids.isEmpty()) {
            service.event(time.now(), "has started " + ids.size() + " tasks: " + named(ids) + ".");
        }
    }

    private TaskFactory.Request request(EcsService service, Rollout rollout) {
        Map<String, String> tags = new TreeMap<>();
        if (service.view().propagateTags() == PropagateTags.SERVICE) {
            tags.putAll(store.tags(service.arn()));
        } else if (service.view().propagateTags() == PropagateTags.TASK_DEFINITION) {
            tags.putAll(store.tags(rollout.definition().taskDefinitionArn()));
        }
        if (Boolean.TRUE.equals(service.view().enableECSManagedTags())) {
            tags.put("aws:ecs:clusterName", service.cluster().name());
            tags.put("aws:ecs:serviceName", service.name());
        }
        return new TaskFactory.Request(
                service.cluster(),
                rollout.definition(),
                TaskNetwork.of(rollout.network()),
                "service:" + service.name(),
                Optional.of(rollout.id()),
                TaskOverride.builder().build(),
                Boolean.TRUE.equals(service.view().enableExecuteCommand()),
                tags);
    }

    private static String named(List<String> ids) {
        return ids.stream().map(id -> "(task " + id + ")").collect(Collectors.joining(" "));
    }

    @Override
    public void running(EcsTask task) {
        targets.register(task);
        task.service().ifPresent(this::reconcile);
    }

    @Override
    public void ending(EcsTask task) {
        task.service().ifPresent(service -> {
            service.steady(false);
            if (failed(task)) {
                service.rollout(task.startedBy()).ifPresent(rollout -> countFailure(service, rollout, task));
            }
            // Not from within: whoever ends several tasks at once shall be done with it first.
            time.after(Duration.ZERO, () -> stopper.base().plane().run(() -> reconcileIfAlive(service)));
        });
    }

    /** Whether a task's end speaks against its deployment: it never was healthy, and nobody wanted it to end. */
    private boolean failed(EcsTask task) {
        boolean wantedToEnd = task.view().stopCode() == TaskStopCode.USER_INITIATED
                || (task.view().stopCode() == TaskStopCode.SERVICE_SCHEDULER_INITIATED
                        && task.health() != Health.UNHEALTHY);
        return !wantedToEnd && (task.health() != Health.HEALTHY || justStarted(task));
    }

    /** Without a load balancer a task is healthy as soon as it runs, which does not say much yet. */
    private boolean justStarted(EcsTask task) {
        boolean balanced = task.service()
                .filter(service -> !service.loadBalancers().isEmpty())
                .isPresent();
        return !balanced && task.startedAt().isAfter(time.now().minus(PROBATION));
    }

    private void countFailure(EcsService service, Rollout rollout, EcsTask task) {
        // The first one is replaced at once, the pauses grow after that (ECS guide, service-throttle-logic). Real ECS
        // does
        // so for tasks that never run only; what crashes at once would keep this machine busy.
        boolean ran = task.is("RUNNING");
        int row = Math.min(rollout.failedTasks(), 10);
        Duration pause = row == 0 ? Duration.ZERO : Duration.ofSeconds(1L << (row - 1));
        Duration longest = ran ? LONGEST_CRASH_PAUSE : LONGEST_PAUSE;
        Instant next = time.now()
                .plus(Stream.of(pause, longest).min(Duration::compareTo).orElseThrow());
        rollout.taskFailed(next);
        if (!ran) {
            service.event(
                    time.now(),
                    "was unable to place a task. Reason: " + task.view().stoppedReason());
        }
        if (rollout.failedTasks() == INCONSISTENT_AFTER) {
            service.event(
                    time.now(),
                    "is unable to consistently start tasks successfully. For more information, see the Troubleshooting"
                            + " section of the Amazon ECS Developer Guide.");
        }
    }

    @Override
    public void stopped(EcsTask task) {
        task.service().ifPresent(this::reconcileIfAlive);
    }

    private void reconcileIfAlive(EcsService service) {
        if (service.alive()) {
            reconcile(service);
        }
    }
}
