package dev.provision.localcloud.elb;

import dev.provision.localcloud.network.NetworkInterfaces.Attached;
import dev.provision.localcloud.state.Quota;
import dev.provision.localcloud.state.Quotas;
import dev.provision.localcloud.wire.AwsError;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Action;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Listener;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancer;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Rule;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroup;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroupTuple;

/** Everything that Elastic Load Balancing knows, by ARN. Only touched under the control-plane lock. */
final class ElbState {
    final Quotas quotas;
    final Map<String, Balancing> balancers = new LinkedHashMap<>();
    final Map<String, Grouping> groups = new LinkedHashMap<>();
    final Map<String, Listening> listeners = new LinkedHashMap<>();
    final Map<String, Ruling> rules = new LinkedHashMap<>();
    final Map<String, Map<String, String>> tags = new LinkedHashMap<>();

    /** By the ARN of their group. */
    final Map<String, Map<TargetKey, Registration>> targets = new LinkedHashMap<>();

    ElbState(Quotas quotas) {
        this.quotas = quotas;
    }

    /** Refuses when there are {@code used} of something already, and may not be more. */
    void checkRoom(int used, Quota quota, String code, String what) {
        int limit = quotas.limit(quota);
        if (used >= limit) {
            throw AwsError.badRequest(code, what.formatted(limit));
        }
    }

    /**
     * A target of a group.
     *
     * @param availabilityZone as registered or, for an address of the VPC, as its subnet's; empty if unknown
     * @param slowSince when its slow start began, if it had one; ends with its health
     */
    record Registration(TargetKey key, Optional<String> availabilityZone, Health health, Optional<Instant> slowSince) {
        Registration(TargetKey key, Optional<String> availabilityZone, Health health) {
            this(key, availabilityZone, health, Optional.empty());
        }

        Registration with(Health next) {
            return new Registration(key, availabilityZone, next, next.healthy() ? slowSince : Optional.empty());
        }

        Registration slowSince(Instant now) {
            return new Registration(key, availabilityZone, health, Optional.of(now));
        }
    }

    /**
     * A load balancer.
     *
     * @param shape as described
     * @param attributes all of them
     * @param address where it is on this machine
     * @param nodes its interfaces, one a subnet
     */
    record Balancing(LoadBalancer shape, Map<String, String> attributes, InetAddress address, List<Attached> nodes) {
        Balancing {
            attributes = Map.copyOf(attributes);
            nodes = List.copyOf(nodes);
        }

        Balancing with(LoadBalancer next) {
            return new Balancing(next, attributes, address, nodes);
        }

        Balancing with(Map<String, String> next) {
            return new Balancing(shape, next, address, nodes);
        }

        Balancing with(List<Attached> next) {
            return new Balancing(shape, attributes, address, next);
        }

        /** {@code app/<name>/<id>}. */
        String dimension() {
            String arn = shape.loadBalancerArn();
            return arn.substring(arn.indexOf(":loadbalancer/") + ":loadbalancer/".length());
        }
    }

    /**
     * A target group.
     *
     * @param shape as described, without the load balancers that use it
     * @param attributes all of them
     */
    record Grouping(TargetGroup shape, Map<String, String> attributes) {
        Grouping {
            attributes = Map.copyOf(attributes);
        }

        boolean lambda() {
            return "lambda".equals(shape.targetTypeAsString());
        }

        /** Over which new targets come to their full share; zero for at once. */
        Duration slowStart() {
            return Duration.ofSeconds(Integer.parseInt(attributes.getOrDefault("slow_start.duration_seconds", "0")));
        }

        /** {@code targetgroup/<name>/<id>}. */
        String dimension() {
            return shape.targetGroupArn().substring(shape.targetGroupArn().lastIndexOf(':') + 1);
        }
    }

    /**
     * A listener.
     *
     * @param shape as described, with its default certificate only
     * @param furtherCertificates ARNs
     * @param attributes all of them
     * @param visiblePort where it is on this machine
     */
    record Listening(
            Listener shape, List<String> furtherCertificates, Map<String, String> attributes, int visiblePort) {
        Listening {
            furtherCertificates = List.copyOf(furtherCertificates);
            attributes = Map.copyOf(attributes);
        }

        Listening with(Listener next) {
            return new Listening(next, furtherCertificates, attributes, visiblePort);
        }

        Listening at(int port) {
            return new Listening(shape, furtherCertificates, attributes, port);
        }
    }

    /** A rule that is not a listener's default. */
    record Ruling(String listenerArn, Rule shape) {
        int priority() {
            return Integer.parseInt(shape.priority());
        }
    }

    Map<TargetKey, Registration> targetsOf(String groupArn) {
        return targets.computeIfAbsent(groupArn, _ -> new LinkedHashMap<>());
    }

    Balancing balancer(String arn) {
        return Optional.ofNullable(balancers.get(arn)).orElseThrow(() -> Errors.noLoadBalancer(arn));
    }

    Grouping group(String arn) {
        return Optional.ofNullable(groups.get(arn)).orElseThrow(() -> Errors.noTargetGroup(arn));
    }

    Listening listener(String arn) {
        return Optional.ofNullable(listeners.get(arn)).orElseThrow(Errors::noListener);
    }

    Ruling rule(String arn) {
        return Optional.ofNullable(rules.get(arn)).orElseThrow(Errors::noRule);
    }

    List<Listening> listenersOf(String balancerArn) {
        return listeners.values().stream()
                .filter(one -> one.shape().loadBalancerArn().equals(balancerArn))
                .toList();
    }

    /** In the order of their priorities. */
    List<Ruling> rulesOf(String listenerArn) {
        return rules.values().stream()
                .filter(one -> one.listenerArn().equals(listenerArn))
                .sorted(Comparator.comparingInt(Ruling::priority))
                .toList();
    }

    /** The target groups that a listener's default action or one of its rules names. */
    Set<String> groupsOf(String listenerArn) {
        Set<String> arns = new LinkedHashSet<>();
        Stream.concat(
                        listener(listenerArn).shape().defaultActions().stream(),
                        rulesOf(listenerArn).stream().flatMap(rule -> rule.shape().actions().stream()))
                .forEach(action -> arns.addAll(groupsIn(action)));
        return arns;
    }

    /** The load balancers whose listeners use a target group. */
    List<String> usersOf(String groupArn) {
        List<String> users = new ArrayList<>();
        listeners.forEach((arn, listening) -> {
            String balancer = listening.shape().loadBalancerArn();
            if (!users.contains(balancer) && groupsOf(arn).contains(groupArn)) {
                users.add(balancer);
            }
        });
        return users;
    }

    /** The target groups that an action forwards to. */
    static List<String> groupsIn(Action action) {
        return action.forwardConfig() == null
                ? List.of()
                : action.forwardConfig().targetGroups().stream()
                        .map(TargetGroupTuple::targetGroupArn)
                        .toList();
    }

    void removeRule(String arn) {
        rules.remove(arn);
        tags.remove(arn);
    }

    void removeListener(String arn) {
        rulesOf(arn).forEach(rule -> removeRule(rule.shape().ruleArn()));
        listeners.remove(arn);
        tags.remove(arn);
    }
}
