package dev.provision.localcloud.ecs;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import software.amazon.awssdk.services.ecs.model.DeploymentCircuitBreaker;
import software.amazon.awssdk.services.ecs.model.LoadBalancer;
import software.amazon.awssdk.services.ecs.model.Service;
import software.amazon.awssdk.services.ecs.model.ServiceEvent;

/** A service: its configuration, deployments and events. Changes under the control-plane lock only. */
final class EcsService {
    private static final int MOST_EVENTS = 100;
    private static final int MOST_HISTORY = 50;

    private final EcsCluster cluster;
    private final String clientToken;
    private final Deque<ServiceEvent> events = new ArrayDeque<>();
    private final List<Rollout> rollouts = new ArrayList<>();
    private final Deque<Rollout> history = new ArrayDeque<>();
    private Optional<Rollout> lastCompleted = Optional.empty();
    private boolean steady;
    private Service view;

    /** @param view as the API shows it, without counts, deployments and events */
    EcsService(EcsCluster cluster, String clientToken, Service view) {
        this.cluster = cluster;
        this.clientToken = clientToken;
        this.view = view;
    }

    EcsCluster cluster() {
        return cluster;
    }

    String clientToken() {
        return clientToken;
    }

    Service view() {
        return view;
    }

    void change(Consumer<Service.Builder> change) {
        view = view.copy(change);
    }

    String name() {
        return view.serviceName();
    }

    String arn() {
        return view.serviceArn();
    }

    boolean active() {
        return view.status().equals("ACTIVE");
    }

    boolean draining() {
        return view.status().equals("DRAINING");
    }

    /** Active or draining. */
    boolean alive() {
        return active() || draining();
    }

    int desired() {
        return view.desiredCount();
    }

    List<LoadBalancer> loadBalancers() {
        return view.loadBalancers();
    }

    DeploymentCircuitBreaker circuitBreaker() {
        return Optional.ofNullable(view.deploymentConfiguration().deploymentCircuitBreaker())
                .orElse(DeploymentCircuitBreaker.builder()
                        .enable(false)
                        .rollback(false)
                        .build());
    }

    /** Newest first; the first one is PRIMARY. */
    List<Rollout> rollouts() {
        return rollouts;
    }

    Rollout primary() {
        return rollouts.getFirst();
    }

    Optional<Rollout> rollout(String id) {
        return rollouts.stream().filter(rollout -> rollout.id().equals(id)).findFirst();
    }

    /** Makes a deployment the primary one; one that is there already moves to the front. */
    void promote(Rollout rollout) {
        rollouts.remove(rollout);
        rollouts.addFirst(rollout);
        if (!history.contains(rollout)) {
            history.addFirst(rollout);
        }
        if (history.size() > MOST_HISTORY) {
            history.removeLast();
        }
        steady = false;
    }

    /** All deployments lately, newest first. */
    List<Rollout> history() {
        return List.copyOf(history);
    }

    Optional<Rollout> lastCompleted() {
        return lastCompleted;
    }

    void completed(Rollout rollout) {
        lastCompleted = Optional.of(rollout);
    }

    boolean steady() {
        return steady;
    }

    void steady(boolean now) {
        steady = now;
    }

    /** Newest first. */
    List<ServiceEvent> events() {
        return List.copyOf(events);
    }

    /** @param text behind {@code (service name) } */
    void event(Instant now, String text) {
        events.addFirst(ServiceEvent.builder()
                .id(UUID.randomUUID().toString())
                .createdAt(now)
                .message("(service " + name() + ") " + text)
                .build());
        if (events.size() > MOST_EVENTS) {
            events.removeLast();
        }
    }
}
