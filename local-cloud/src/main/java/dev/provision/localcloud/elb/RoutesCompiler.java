package dev.provision.localcloud.elb;

import dev.provision.localcloud.elb.ElbState.Balancing;
import dev.provision.localcloud.elb.ElbState.Grouping;
import dev.provision.localcloud.elb.ElbState.Listening;
import dev.provision.localcloud.elb.ElbState.Registration;
import dev.provision.localcloud.elb.routes.Group;
import dev.provision.localcloud.elb.routes.ListenerRoutes;
import dev.provision.localcloud.elb.routes.LoadBalancerPlan;
import dev.provision.localcloud.elb.routes.LoadBalancerPlan.ForwardedFor;
import dev.provision.localcloud.elb.routes.LoadBalancerPlan.Node;
import dev.provision.localcloud.elb.routes.Route;
import dev.provision.localcloud.network.NetworkInterfaces;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Action;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.FixedResponseActionConfig;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ForwardActionConfig;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancerSchemeEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancerStateEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ProtocolEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RedirectActionConfig;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TransformTypeEnum;

/** Compiles the model into what the data path reads. */
final class RoutesCompiler {
    private final ElbState state;
    private final NetworkInterfaces interfaces;

    RoutesCompiler(ElbState state, NetworkInterfaces interfaces) {
        this.state = state;
        this.interfaces = interfaces;
    }

    ListenerRoutes compile(Listening listening) {
        Balancing balancing = state.balancer(listening.shape().loadBalancerArn());
        Map<Integer, Integer> visiblePorts = new HashMap<>();
        state.listenersOf(listening.shape().loadBalancerArn())
                .forEach(one -> visiblePorts.put(one.shape().port(), one.visiblePort()));
        List<ListenerRoutes.Rule> rules = state.rulesOf(listening.shape().listenerArn()).stream()
                .map(rule -> new ListenerRoutes.Rule(
                        rule.shape().priority(),
                        rule.shape().conditions().stream()
                                .map(Conditions::compile)
                                .toList(),
                        route(rule.shape().actions().getFirst()),
                        Transforms.compile(rule.shape().transforms(), TransformTypeEnum.URL_REWRITE),
                        Transforms.compile(rule.shape().transforms(), TransformTypeEnum.HOST_HEADER_REWRITE)))
                .toList();
        return new ListenerRoutes(
                listening.shape().listenerArn(),
                listening.shape().protocol() == ProtocolEnum.HTTPS,
                listening.shape().port(),
                plan(balancing),
                rules,
                route(listening.shape().defaultActions().getFirst()),
                visiblePorts,
                Boolean.parseBoolean(listening.attributes().get("routing.http.response.server.enabled")));
    }

    private static LoadBalancerPlan plan(Balancing balancing) {
        Map<String, String> attributes = balancing.attributes();
        return new LoadBalancerPlan(
                balancing.dimension(),
                balancing.shape().state().code() == LoadBalancerStateEnum.ACTIVE,
                balancing.shape().scheme() == LoadBalancerSchemeEnum.INTERNAL,
                nodes(balancing),
                Duration.ofSeconds(Integer.parseInt(attributes.get("idle_timeout.timeout_seconds"))),
                ForwardedFor.valueOf(attributes
                        .get("routing.http.xff_header_processing.mode")
                        .toUpperCase(Locale.ROOT)),
                Boolean.parseBoolean(attributes.get("routing.http.xff_client_port.enabled")),
                Boolean.parseBoolean(attributes.get("routing.http.drop_invalid_header_fields.enabled")),
                LogBuckets.logged(balancing));
    }

    static List<Node> nodes(Balancing balancing) {
        return balancing.nodes().stream()
                .map(node -> new Node(node.id(), node.availabilityZone()))
                .toList();
    }

    private Route route(Action action) {
        return switch (action.type()) {
            case FORWARD -> forward(action.forwardConfig());
            case REDIRECT -> {
                RedirectActionConfig config = action.redirectConfig();
                int status = config.statusCodeAsString().equals("HTTP_301") ? 301 : 302;
                yield new Route.Redirect(
                        status, config.protocol(), config.host(), config.port(), config.path(), config.query());
            }
            default -> {
                FixedResponseActionConfig config = action.fixedResponseConfig();
                yield new Route.FixedResponse(
                        Integer.parseInt(config.statusCode()),
                        Optional.ofNullable(config.contentType()),
                        Optional.ofNullable(config.messageBody()).orElse(""));
            }
        };
    }

    private Route forward(ForwardActionConfig config) {
        List<Route.Weighted> groups = config.targetGroups().stream()
                .map(tuple -> new Route.Weighted(group(state.group(tuple.targetGroupArn())), tuple.weight()))
                .toList();
        Optional<Duration> stickiness = config.targetGroupStickinessConfig().enabled()
                ? Optional.of(
                        Duration.ofSeconds(config.targetGroupStickinessConfig().durationSeconds()))
                : Optional.empty();
        return new Route.Forward(groups, stickiness);
    }

    private Group group(Grouping grouping) {
        String arn = grouping.shape().targetGroupArn();
        Collection<Registration> all = state.targetsOf(arn).values();
        if (grouping.lambda()) {
            return lambda(grouping);
        }
        List<Registration> receiving =
                all.stream().filter(one -> one.health().healthy()).toList();
        if (receiving.isEmpty()) {
            receiving = all.stream().filter(one -> !one.health().draining()).toList();
        }
        return new Group.Ip(
                arn,
                grouping.dimension(),
                receiving.stream().map(one -> target(one, grouping)).toList(),
                grouping.shape().protocol() == ProtocolEnum.HTTPS,
                "least_outstanding_requests".equals(grouping.attributes().get("load_balancing.algorithm.type")),
                stickiness(grouping.attributes()));
    }

    Group.Lambda lambda(Grouping grouping) {
        String arn = grouping.shape().targetGroupArn();
        return new Group.Lambda(
                arn,
                grouping.dimension(),
                state.targetsOf(arn).keySet().stream().map(TargetKey::id).findFirst(),
                Boolean.parseBoolean(grouping.attributes().get("lambda.multi_value_headers.enabled")));
    }

    Group.Target target(Registration one, Grouping grouping) {
        TargetKey key = one.key();
        Optional<Group.Place> place = interfaces
                .find(grouping.shape().vpcId(), key.id())
                .map(found -> new Group.Place(found.id(), new InetSocketAddress(found.loopback(), key.port())));
        Optional<Group.SlowStart> slowStart = one.slowSince()
                .filter(_ -> grouping.slowStart().isPositive())
                .map(since -> new Group.SlowStart(since, grouping.slowStart()));
        return new Group.Target(key.id(), key.port(), place, slowStart);
    }

    private static Optional<Group.Stickiness> stickiness(Map<String, String> attributes) {
        if (!Boolean.parseBoolean(attributes.get("stickiness.enabled"))) {
            return Optional.empty();
        }
        boolean application = "app_cookie".equals(attributes.get("stickiness.type"));
        String kind = application ? "app_cookie" : "lb_cookie";
        return Optional.of(new Group.Stickiness(
                application ? Optional.of(attributes.get("stickiness.app_cookie.cookie_name")) : Optional.empty(),
                Duration.ofSeconds(Integer.parseInt(attributes.get("stickiness." + kind + ".duration_seconds")))));
    }
}
