package dev.provision.localcloud.ecs;

import dev.provision.localcloud.ecs.EcsTask.Health;
import dev.provision.localcloud.elb.Targets;
import dev.provision.localcloud.network.NetworkInterfaces.Attached;
import dev.provision.localcloud.time.CloudTime;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.ecs.model.LoadBalancer;

/** The tasks of services as targets of load balancers. Under the control-plane lock. */
final class TargetGroups {
    private final Targets targets;
    private final CloudTime time;

    TargetGroups(Targets targets, CloudTime time) {
        this.targets = targets;
        this.time = time;
    }

    void register(EcsTask task) {
        for (LoadBalancer balancer : balancers(task)) {
            targets.register(balancer.targetGroupArn(), ip(task), balancer.containerPort());
            event(task, "registered 1 targets in (target-group " + balancer.targetGroupArn() + ")");
        }
    }

    /** Takes a task out of its target groups. Returns how long draining takes at most. */
    Duration drain(EcsTask task) {
        int seconds = 0;
        for (LoadBalancer balancer : balancers(task)) {
            String group = balancer.targetGroupArn();
            if (targets.exists(group)) {
                targets.deregister(group, ip(task), balancer.containerPort());
                event(task, "deregistered 1 targets in (target-group " + group + ")");
                seconds = Math.max(seconds, targets.deregistrationDelaySeconds(group));
            }
        }
        if (seconds > 0) {
            event(task, "has begun draining connections on 1 tasks.");
        }
        return Duration.ofSeconds(seconds);
    }

    /** Whether a load balancer still sends what is under way to the task. */
    boolean draining(EcsTask task) {
        return balancers(task).stream()
                .anyMatch(balancer -> targets.health(balancer.targetGroupArn(), ip(task), balancer.containerPort())
                        .contains("draining"));
    }

    /** What the load balancers think of a running task; without any it is healthy. */
    Health health(EcsTask task) {
        List<String> states = balancers(task).stream()
                .map(balancer -> targets.health(balancer.targetGroupArn(), ip(task), balancer.containerPort()))
                .toList();
        if (states.contains("unhealthy")) {
            return Health.UNHEALTHY;
        }
        return states.stream().allMatch("healthy"::equals) ? Health.HEALTHY : Health.UNKNOWN;
    }

    /** The target group that thinks the task unhealthy. */
    Optional<LoadBalancer> unhealthyIn(EcsTask task) {
        return balancers(task).stream()
                .filter(balancer -> targets.health(balancer.targetGroupArn(), ip(task), balancer.containerPort())
                        .equals("unhealthy"))
                .findFirst();
    }

    private static List<LoadBalancer> balancers(EcsTask task) {
        return task.networkInterface().isEmpty()
                ? List.of()
                : task.service().map(EcsService::loadBalancers).orElse(List.of());
    }

    private static String ip(EcsTask task) {
        return task.networkInterface().map(Attached::privateIp).orElseThrow();
    }

    private void event(EcsTask task, String text) {
        task.service().ifPresent(service -> service.event(time.now(), text));
    }
}
