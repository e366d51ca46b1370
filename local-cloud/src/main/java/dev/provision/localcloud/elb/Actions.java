package dev.provision.localcloud.elb;

import dev.provision.localcloud.elb.ElbState.Balancing;
import dev.provision.localcloud.elb.ElbState.Grouping;
import dev.provision.localcloud.wire.AwsError;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Action;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.FixedResponseActionConfig;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ForwardActionConfig;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ProtocolEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RedirectActionConfig;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RedirectActionStatusCodeEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroupStickinessConfig;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroupTuple;

/** Checks the actions of listeners and rules, and fills in what AWS fills in. */
final class Actions {
    private static final int MOST_GROUPS = 5;
    private static final int MOST_WEIGHT = 999;
    private static final int LONGEST_STICKINESS = 604_800;
    private static final Set<String> CONTENT_TYPES =
            Set.of("text/plain", "text/css", "text/html", "application/javascript", "application/json");

    private final ElbState state;

    Actions(ElbState state) {
        this.state = state;
    }

    /** The actions as AWS shows them. */
    List<Action> complete(List<Action> requested, Balancing balancing, ProtocolEnum protocol) {
        if (requested.size() != 1) {
            throw AwsError.badRequest(
                    "InvalidLoadBalancerAction",
                    "Exactly one of the actions forward, redirect and fixed-response must be specified; the local cloud has"
                            + " no authenticate actions");
        }
        Action action = requested.getFirst();
        if (action.type() == null) {
            throw Errors.validation("An action type must be specified");
        }
        Action completed =
                switch (action.type()) {
                    case FORWARD -> forward(action, balancing);
                    case REDIRECT -> redirect(action, protocol);
                    case FIXED_RESPONSE -> fixedResponse(action);
                    default ->
                        throw AwsError.badRequest(
                                "InvalidLoadBalancerAction",
                                "Action type '" + action.typeAsString() + "' is not available in the local cloud");
                };
        return List.of(completed);
    }

    private Action forward(Action action, Balancing balancing) {
        List<TargetGroupTuple> groups = new ArrayList<>();
        if (action.forwardConfig() != null
                && !action.forwardConfig().targetGroups().isEmpty()) {
            action.forwardConfig()
                    .targetGroups()
                    .forEach(tuple -> groups.add(tuple.toBuilder()
                            .weight(tuple.weight() == null ? 1 : tuple.weight())
                            .build()));
        } else if (action.targetGroupArn() != null) {
            groups.add(TargetGroupTuple.builder()
                    .targetGroupArn(action.targetGroupArn())
                    .weight(1)
                    .build());
        } else {
            throw Errors.validation("A target group ARN must be specified");
        }
        if (groups.size() > MOST_GROUPS) {
            throw AwsError.badRequest("TooManyTargetGroups", "An action cannot forward to more than '5' target groups");
        }
        if (groups.stream().map(TargetGroupTuple::targetGroupArn).distinct().count() != groups.size()) {
            throw Errors.validation("A target group cannot be specified more than once in an action");
        }
        groups.forEach(tuple -> usable(tuple, balancing));
        TargetGroupStickinessConfig stickiness = stickiness(action, groups);
        return Action.builder()
                .type(action.type())
                .order(action.order())
                .targetGroupArn(groups.size() == 1 ? groups.getFirst().targetGroupArn() : null)
                .forwardConfig(ForwardActionConfig.builder()
                        .targetGroups(groups)
                        .targetGroupStickinessConfig(stickiness)
                        .build())
                .build();
    }

    private void usable(TargetGroupTuple tuple, Balancing balancing) {
        String arn = tuple.targetGroupArn();
        Grouping group = state.groups.get(arn);
        if (group == null) {
            throw AwsError.badRequest("TargetGroupNotFound", "One or more target groups not found");
        }
        if (tuple.weight() < 0 || tuple.weight() > MOST_WEIGHT) {
            throw Errors.validation("Weight '" + tuple.weight() + "' must be in the range 0-999");
        }
        if (state.usersOf(arn).stream()
                .anyMatch(user -> !user.equals(balancing.shape().loadBalancerArn()))) {
            throw AwsError.badRequest(
                    "TargetGroupAssociationLimit",
                    "The following target groups cannot be associated with more than one load balancer: " + arn);
        }
        String vpc = group.shape().vpcId();
        if (vpc != null && !vpc.equals(balancing.shape().vpcId())) {
            throw Errors.configuration("The following target groups belong to a different VPC than the load balancer '"
                    + balancing.shape().loadBalancerArn() + "': " + arn);
        }
    }

    private TargetGroupStickinessConfig stickiness(Action action, List<TargetGroupTuple> groups) {
        TargetGroupStickinessConfig wanted =
                action.forwardConfig() == null ? null : action.forwardConfig().targetGroupStickinessConfig();
        boolean enabled = wanted != null && Boolean.TRUE.equals(wanted.enabled());
        Integer seconds = wanted == null ? null : wanted.durationSeconds();
        if (enabled && (seconds == null || seconds < 1 || seconds > LONGEST_STICKINESS)) {
            throw Errors.validation("Target group stickiness duration must be in the range 1-604800 seconds");
        }
        boolean stickyMember = groups.stream()
                .map(tuple -> state.group(tuple.targetGroupArn()))
                .anyMatch(group -> "true".equals(group.attributes().get("stickiness.enabled")));
        if (!enabled && groups.size() > 1 && stickyMember) {
            throw Errors.configuration(
                    "Target group stickiness must be enabled on the rule when one of its target groups"
                            + " has stickiness enabled");
        }
        return TargetGroupStickinessConfig.builder()
                .enabled(enabled)
                .durationSeconds(seconds)
                .build();
    }

    private static Action redirect(Action action, ProtocolEnum listener) {
        RedirectActionConfig wanted = action.redirectConfig();
        if (wanted == null
                || wanted.statusCode() == null
                || wanted.statusCode() == RedirectActionStatusCodeEnum.UNKNOWN_TO_SDK_VERSION) {
            throw Errors.validation("A redirect needs the status code HTTP_301 or HTTP_302");
        }
        RedirectActionConfig full = RedirectActionConfig.builder()
                .statusCode(wanted.statusCode())
                .protocol(or(wanted.protocol(), "#{protocol}"))
                .host(or(wanted.host(), "#{host}"))
                .port(or(wanted.port(), "#{port}"))
                .path(or(wanted.path(), "/#{path}"))
                .query(or(wanted.query(), "#{query}"))
                .build();
        boolean same = (full.protocol().equals("#{protocol}")
                        || full.protocol().equals(listener == ProtocolEnum.HTTPS ? "HTTPS" : "HTTP"))
                && full.host().equals("#{host}")
                && full.port().equals("#{port}")
                && full.path().equals("/#{path}");
        if (same) {
            throw AwsError.badRequest(
                    "InvalidLoadBalancerAction",
                    "A redirect must change at least one of protocol, port, host and path, to not end in a loop");
        }
        if (!full.protocol().matches("HTTP|HTTPS|#\\{protocol}")) {
            throw Errors.validation("Redirect protocol '" + full.protocol() + "' must be HTTP, HTTPS or #{protocol}");
        }
        if (listener == ProtocolEnum.HTTPS && full.protocol().equals("HTTP")) {
            throw Errors.validation("A redirect from HTTPS to HTTP is not allowed");
        }
        if (!full.port().matches("#\\{port}|[1-9]\\d{0,4}")) {
            throw Errors.validation("Redirect port '" + full.port() + "' must be in the range 1-65535 or #{port}");
        }
        if (!full.path().startsWith("/")) {
            throw Errors.validation("Redirect path '" + full.path() + "' must start with '/'");
        }
        return Action.builder()
                .type(action.type())
                .order(action.order())
                .redirectConfig(full)
                .build();
    }

    private static String or(String value, String otherwise) {
        return value == null ? otherwise : value;
    }

    private static Action fixedResponse(Action action) {
        FixedResponseActionConfig config = action.fixedResponseConfig();
        if (config == null
                || config.statusCode() == null
                || !config.statusCode().matches("[245]\\d\\d")) {
            throw Errors.validation("A fixed response needs a status code 2XX, 4XX or 5XX");
        }
        if (config.contentType() != null && !CONTENT_TYPES.contains(config.contentType())) {
            throw Errors.validation("Fixed response content type '" + config.contentType() + "' must be one of '"
                    + CONTENT_TYPES.stream().sorted().toList() + "'");
        }
        if (config.messageBody() != null && config.messageBody().length() > 1024) {
            throw Errors.validation("Fixed response message body cannot be longer than '1024' characters");
        }
        return Action.builder()
                .type(action.type())
                .order(action.order())
                .fixedResponseConfig(config)
                .build();
    }
}
