package dev.provision.aws.doctor;

import dev.provision.aws.elb.RuleAdditions;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Rule;

/** From the listener to the target groups of a route: by the rule for its path pattern. */
final class RuleHop {
    private RuleHop() {}

    /** @param rules of the listener */
    static Finding of(String path, List<Rule> rules) {
        String hop = "rule of " + path;
        return rules.stream()
                .filter(rule -> isFor(path, rule))
                .findFirst()
                .map(rule -> finding(hop, rule))
                .orElseGet(
                        () -> Finding.bad(hop, "the listener has none: requests get its default answer, which is 404"));
    }

    private static boolean isFor(String path, Rule rule) {
        return rule.conditions().stream()
                .flatMap(condition -> Stream.ofNullable(condition.pathPatternConfig()))
                .anyMatch(paths -> paths.values().contains(path));
    }

    private static Finding finding(String hop, Rule rule) {
        RuleAdditions additions = RuleAdditions.of(rule);
        if (!additions.conditions().isEmpty()) {
            return Finding.bad(hop, "it only takes requests with " + String.join(" and ", additions.conditions()));
        }
        List<String> groups = rule.actions().stream()
                .flatMap(action -> Stream.ofNullable(action.forwardConfig()))
                .flatMap(forward -> forward.targetGroups().stream())
                .filter(group -> group.weight() == null || group.weight() > 0)
                .map(group -> group.targetGroupArn().split("/")[1])
                .toList();
        if (groups.isEmpty()) {
            return Finding.bad(hop, "it forwards to no target group");
        }
        return Finding.good(hop, groups.stream().collect(Collectors.joining(", ", "it forwards to ", "")));
    }
}
