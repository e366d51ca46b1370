package dev.provision.aws.lambda;

import dev.provision.aws.Api;
import dev.provision.aws.Arn;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.policybuilder.iam.IamCondition;
import software.amazon.awssdk.policybuilder.iam.IamEffect;
import software.amazon.awssdk.policybuilder.iam.IamPolicy;
import software.amazon.awssdk.policybuilder.iam.IamPrincipal;
import software.amazon.awssdk.policybuilder.iam.IamPrincipalType;
import software.amazon.awssdk.policybuilder.iam.IamStatement;
import software.amazon.awssdk.services.lambda.LambdaClient;

/** Who may call an alias of a function: the statements of its resource policy. */
record CallRights(List<IamStatement> statements) {
    /** Who calls functions that are targets: lambda-functions in the guide of the load balancer. */
    static final String BALANCER = "elasticloadbalancing.amazonaws.com";

    static final String CALL = "lambda:InvokeFunction";
    private static final String SOURCE = "aws:sourcearn";
    private static final String ACCOUNT = "aws:sourceaccount";

    /** None where there is no such alias, or nobody was given any. */
    static CallRights of(Api<LambdaClient> lambda, String function, String alias) {
        return new CallRights(
                lambda.find(c -> c.getPolicy(r -> r.functionName(function).qualifier(alias)))
                        .map(answer -> IamPolicy.fromJson(answer.policy()).statements())
                        .orElse(List.of()));
    }

    /** The resource for which alone a statement holds; an empty text if for any. */
    static String source(IamStatement statement) {
        return statement.conditions().stream()
                .filter(condition -> condition.key().value().equalsIgnoreCase(SOURCE))
                .map(IamCondition::value)
                .findFirst()
                .orElse("");
    }

    /** Whether the load balancer may call it for this target group. */
    boolean balancerFor(String group) {
        return concerning(group).anyMatch(statement -> statement.effect().equals(IamEffect.ALLOW))
                && concerning(group).allMatch(statement -> statement.effect().equals(IamEffect.ALLOW));
    }

    private Stream<IamStatement> concerning(String group) {
        return statements.stream()
                .filter(statement -> statement.principals().stream().anyMatch(CallRights::balancer))
                .filter(statement -> statement.actions().stream().anyMatch(action -> like(action.value(), CALL)))
                .filter(statement -> holds(statement, group));
    }

    private static boolean balancer(IamPrincipal principal) {
        return principal.equals(IamPrincipal.ALL)
                || (principal.type().equals(IamPrincipalType.SERVICE)
                        && principal.id().equals(BALANCER));
    }

    /** Of several values of one key one has to fit, of several keys each; others than these two say nothing that is known. */
    private static boolean holds(IamStatement statement, String group) {
        return statement.conditions().stream()
                .collect(Collectors.groupingBy(
                        condition -> condition.key().value().toLowerCase(Locale.ROOT)))
                .entrySet()
                .stream()
                .allMatch(key -> key.getValue().stream().anyMatch(condition -> switch (key.getKey()) {
                    case SOURCE -> like(condition.value(), group);
                    case ACCOUNT -> condition.value().equals(new Arn(group).account());
                    default -> false;
                }));
    }

    private static boolean like(String pattern, String value) {
        return Pattern.matches(
                Stream.of(pattern.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining(".*")), value);
    }
}
