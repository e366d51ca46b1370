package dev.provision.aws.elb;

import java.util.List;
import java.util.stream.Stream;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Action;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ActionTypeEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Rule;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RuleCondition;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RuleTransform;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroupStickinessConfig;

/**
 * What the rule of a route has beyond paths to match and target groups to forward to; of this, provision makes nothing. In
 * words, each list in order.
 *
 * @param conditions for example {@code host-header: a.example.com}
 * @param actions for example {@code authenticate-oidc}
 * @param transforms for example {@code url-rewrite}
 */
public record RuleAdditions(List<String> conditions, List<String> actions, List<String> transforms) {
    /** What a rule has of it. */
    public static RuleAdditions of(Rule rule) {
        return new RuleAdditions(
                rule.conditions().stream()
                        .flatMap(RuleAdditions::words)
                        .sorted()
                        .toList(),
                rule.actions().stream().flatMap(RuleAdditions::words).sorted().toList(),
                rule.transforms().stream()
                        .map(RuleTransform::typeAsString)
                        .sorted()
                        .toList());
    }

    private static Stream<String> words(RuleCondition condition) {
        if (condition.pathPatternConfig() != null) {
            return condition.pathPatternConfig().regexValues().stream().map(regex -> "path-pattern: " + regex);
        }
        return Stream.of(condition.field() + ": " + String.join(", ", values(condition)));
    }

    private static List<String> values(RuleCondition condition) {
        if (condition.hostHeaderConfig() != null) {
            return Stream.concat(
                            condition.hostHeaderConfig().values().stream(),
                            condition.hostHeaderConfig().regexValues().stream())
                    .toList();
        }
        if (condition.httpHeaderConfig() != null) {
            return Stream.of(
                            Stream.of(condition.httpHeaderConfig().httpHeaderName()),
                            condition.httpHeaderConfig().values().stream(),
                            condition.httpHeaderConfig().regexValues().stream())
                    .flatMap(values -> values)
                    .toList();
        }
        if (condition.httpRequestMethodConfig() != null) {
            return condition.httpRequestMethodConfig().values();
        }
        if (condition.queryStringConfig() != null) {
            return condition.queryStringConfig().values().stream()
                    .map(pair -> pair.key() == null ? pair.value() : pair.key() + "=" + pair.value())
                    .toList();
        }
        return condition.sourceIpConfig() == null
                ? condition.values()
                : condition.sourceIpConfig().values();
    }

    private static Stream<String> words(Action action) {
        if (action.type() != ActionTypeEnum.FORWARD) {
            return Stream.of(action.typeAsString());
        }
        return Stream.ofNullable(action.forwardConfig())
                .flatMap(forward -> Stream.ofNullable(forward.targetGroupStickinessConfig()))
                .filter(stickiness -> Boolean.TRUE.equals(stickiness.enabled()))
                .map(RuleAdditions::words);
    }

    private static String words(TargetGroupStickinessConfig stickiness) {
        return "stickiness of " + stickiness.durationSeconds() + " s";
    }
}
