package dev.provision.localcloud.elb;

import dev.provision.localcloud.elb.routes.AddressBlock;
import dev.provision.localcloud.elb.routes.Condition;
import dev.provision.localcloud.elb.routes.Glob;
import dev.provision.localcloud.elb.routes.TextPattern;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.HostHeaderConditionConfig;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.PathPatternConditionConfig;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RuleCondition;

/** Checks the conditions of rules ("Listener rules for your Application Load Balancer"), and compiles them. */
final class Conditions {
    private static final int MOST_VALUES = 5;
    private static final int MOST_WILDCARDS = 5;
    private static final Set<String> FIELDS =
            Set.of("path-pattern", "host-header", "http-header", "http-request-method", "query-string", "source-ip");
    private static final Set<String> WITH_REGEX = Set.of("path-pattern", "host-header", "http-header");
    private static final int LONGEST_REGEX = 128;
    private static final Set<String> REPEATABLE = Set.of("http-header", "query-string");
    private static final Pattern PATH = Pattern.compile("[A-Za-z0-9_\\-.$/~\"'@:+&*?%,;=()!\\[\\]]+");
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9\\-.*?]+");
    private static final Pattern METHOD = Pattern.compile("[A-Z_-]{1,40}");

    private Conditions() {}

    /** The conditions as AWS shows them. */
    static List<RuleCondition> complete(List<RuleCondition> requested) {
        if (requested.isEmpty()) {
            throw Errors.validation("A condition must be specified");
        }
        Set<String> seen = new HashSet<>();
        for (RuleCondition condition : requested) {
            if (condition.field() == null || !FIELDS.contains(condition.field())) {
                throw Errors.validation("Condition field '" + condition.field() + "' must be one of '["
                        + String.join(", ", FIELDS.stream().sorted().toList()) + "]'");
            }
            if (!seen.add(condition.field()) && !REPEATABLE.contains(condition.field())) {
                throw Errors.validation(
                        "A rule can only have one condition with the field '" + condition.field() + "'");
            }
        }
        List<RuleCondition> completed =
                requested.stream().map(Conditions::complete).toList();
        completed.forEach(Conditions::check);
        limits(completed);
        return completed;
    }

    /** Paths and hosts may be given, and are shown, in an older and in a newer member. */
    private static RuleCondition complete(RuleCondition condition) {
        return switch (condition.field()) {
            case "path-pattern" -> {
                List<String> values = condition.pathPatternConfig() == null
                        ? condition.values()
                        : condition.pathPatternConfig().values();
                yield both(condition, values)
                        .pathPatternConfig(PathPatternConditionConfig.builder()
                                .values(values)
                                .regexValues(regexes(condition))
                                .build())
                        .build();
            }
            case "host-header" -> {
                List<String> values = condition.hostHeaderConfig() == null
                        ? condition.values()
                        : condition.hostHeaderConfig().values();
                yield both(condition, values)
                        .hostHeaderConfig(HostHeaderConditionConfig.builder()
                                .values(values)
                                .regexValues(regexes(condition))
                                .build())
                        .build();
            }
            default -> condition;
        };
    }

    private static RuleCondition.Builder both(RuleCondition condition, List<String> values) {
        return condition.toBuilder().values(values).regexValues(regexes(condition));
    }

    /** The regular expressions of a condition that can have some. */
    private static List<String> regexes(RuleCondition condition) {
        return switch (condition.field()) {
            case "path-pattern" ->
                condition.pathPatternConfig() == null
                        ? condition.regexValues()
                        : condition.pathPatternConfig().regexValues();
            case "host-header" ->
                condition.hostHeaderConfig() == null
                        ? condition.regexValues()
                        : condition.hostHeaderConfig().regexValues();
            case "http-header" ->
                condition.httpHeaderConfig() == null
                        ? condition.regexValues()
                        : condition.httpHeaderConfig().regexValues();
            default -> condition.regexValues();
        };
    }

    private static List<String> values(RuleCondition condition) {
        return switch (condition.field()) {
            case "http-header" ->
                condition.httpHeaderConfig() == null
                        ? List.of()
                        : condition.httpHeaderConfig().values();
            case "http-request-method" ->
                condition.httpRequestMethodConfig() == null
                        ? condition.values()
                        : condition.httpRequestMethodConfig().values();
            case "query-string" ->
                condition.queryStringConfig() == null
                        ? List.of()
                        : condition.queryStringConfig().values().stream()
                                .map(pair -> (pair.key() == null ? "" : pair.key() + "=") + pair.value())
                                .toList();
            case "source-ip" ->
                condition.sourceIpConfig() == null
                        ? condition.values()
                        : condition.sourceIpConfig().values();
            default -> condition.values();
        };
    }

    private static void check(RuleCondition condition) {
        List<String> values = values(condition);
        List<String> regexes = regexes(condition);
        if (values.isEmpty() && regexes.isEmpty()) {
            throw Errors.validation("A condition value must be specified");
        }
        if (!regexes.isEmpty() && (!values.isEmpty() || !WITH_REGEX.contains(condition.field()))) {
            throw Errors.validation("Regular expressions can be specified instead of values, for the fields '["
                    + String.join(", ", WITH_REGEX.stream().sorted().toList()) + "]'");
        }
        for (String regex : regexes) {
            if (regex.length() > LONGEST_REGEX) {
                throw Errors.validation("The regular expression '" + regex + "' has more than '128' characters");
            }
            Transforms.pattern(regex);
        }
        if (new HashSet<>(values).size() != values.size()) {
            throw Errors.validation("A condition value cannot be specified more than once");
        }
        if (condition.field().equals("http-header")
                && (condition.httpHeaderConfig() == null
                        || condition.httpHeaderConfig().httpHeaderName() == null
                        || !condition.httpHeaderConfig().httpHeaderName().matches("[A-Za-z0-9_-]{1,40}"))) {
            throw Errors.validation("A condition on a header needs the header's name, of up to 40 characters");
        }
        values.forEach(value -> check(condition.field(), value));
    }

    private static void check(String field, String value) {
        int longest = field.equals("query-string") ? 257 : 128;
        if (value.isEmpty() || value.length() > longest) {
            throw Errors.validation(
                    "Condition value '" + value + "' must have between 1 and " + longest + " characters");
        }
        boolean valid =
                switch (field) {
                    case "path-pattern" -> PATH.matcher(value).matches();
                    case "host-header" -> HOST.matcher(value).matches();
                    case "http-request-method" -> METHOD.matcher(value).matches();
                    case "source-ip" -> block(value).isPresent();
                    default -> true;
                };
        if (!valid) {
            throw Errors.validation("Condition value '" + value + "' is not valid for the field '" + field + "'");
        }
    }

    private static Optional<AddressBlock> block(String cidr) {
        try {
            return Optional.of(AddressBlock.of(cidr));
        } catch (IllegalArgumentException e) {
            // Not a CIDR block, which is what was asked.
            return Optional.empty();
        }
    }

    /** "Quotas for your Application Load Balancers". */
    private static void limits(List<RuleCondition> conditions) {
        long values = conditions.stream()
                .mapToLong(one -> values(one).size() + regexes(one).size())
                .sum();
        if (values > MOST_VALUES) {
            throw Errors.validation("A rule can only have '5' condition values");
        }
        long wildcards = conditions.stream()
                .filter(condition -> !condition.field().equals("source-ip"))
                .flatMap(condition -> values(condition).stream())
                .flatMapToInt(String::chars)
                .filter(c -> c == '*' || c == '?')
                .count();
        if (wildcards > MOST_WILDCARDS) {
            throw Errors.validation("A rule can only have '5' wildcards");
        }
    }

    /** What the data path evaluates. */
    static Condition compile(RuleCondition condition) {
        return switch (condition.field()) {
            case "path-pattern" -> new Condition.Path(patterns(condition, Glob::exact));
            case "host-header" -> new Condition.Host(patterns(condition, Glob::ignoringCase));
            case "http-header" ->
                new Condition.Header(
                        condition.httpHeaderConfig().httpHeaderName(), patterns(condition, Glob::ignoringCase));
            case "http-request-method" -> new Condition.Method(Set.copyOf(values(condition)));
            case "source-ip" ->
                new Condition.SourceIp(
                        values(condition).stream().map(AddressBlock::of).toList());
            default ->
                new Condition.Query(condition.queryStringConfig().values().stream()
                        .map(pair -> new Condition.Query.Pair(
                                Optional.ofNullable(pair.key()).map(Glob::ignoringCase),
                                Glob.ignoringCase(pair.value())))
                        .toList());
        };
    }

    private static List<TextPattern> patterns(RuleCondition condition, Function<String, Glob> form) {
        return Stream.concat(
                        values(condition).stream().map(form),
                        regexes(condition).stream().map(Transforms::pattern).map(TextPattern.Regex::new))
                .toList();
    }
}
