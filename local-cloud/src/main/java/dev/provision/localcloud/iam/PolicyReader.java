package dev.provision.localcloud.iam;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.provision.localcloud.iam.Statement.Patterns;
import dev.provision.localcloud.iam.Statement.Principals;
import dev.provision.localcloud.wire.AwsError;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Reads policy documents and refuses those that break the grammar, in IAM's words.
 *
 * @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html">Grammar of the policy
 *     language</a>
 */
final class PolicyReader {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Set<String> ELEMENTS = Set.of(
            "Sid",
            "Effect",
            "Principal",
            "NotPrincipal",
            "Action",
            "NotAction",
            "Resource",
            "NotResource",
            "Condition");
    private final Kind kind;

    /** Where a policy stands, which decides what its statements must and must not have. */
    enum Kind {
        /** Attached to a role. */
        IDENTITY,
        /** Says who may assume a role. */
        TRUST,
        /** Attached to a resource of another service. */
        RESOURCE
    }

    private PolicyReader(Kind kind) {
        this.kind = kind;
    }

    /** @throws AwsError {@code MalformedPolicyDocument} */
    static Policy read(Kind kind, String document) {
        return new PolicyReader(kind).policy(document);
    }

    private Policy policy(String document) {
        JsonNode root = parse(document);
        check(root.isObject(), "Syntax errors in policy.");
        root.fieldNames()
                .forEachRemaining(
                        name -> check(Set.of("Version", "Id", "Statement").contains(name), "Syntax errors in policy."));
        JsonNode version = root.path("Version");
        check(
                version.isMissingNode() || Set.of("2012-10-17", "2008-10-17").contains(version.asText()),
                "The policy must contain a valid version string");
        JsonNode statements = root.path("Statement");
        check(statements.isObject() || (statements.isArray() && !statements.isEmpty()), "Syntax errors in policy.");
        List<JsonNode> nodes = statements.isObject()
                ? List.of(statements)
                : StreamSupport.stream(statements.spliterator(), false).toList();
        checkSids(nodes);
        return new Policy(nodes.stream().map(this::statement).toList());
    }

    private static JsonNode parse(String document) {
        try {
            return JSON.readTree(document);
        } catch (JsonProcessingException broken) {
            throw malformed("This policy contains invalid Json");
        }
    }

    private static void checkSids(List<JsonNode> statements) {
        Set<String> seen = new HashSet<>();
        for (JsonNode statement : statements) {
            Optional<String> sid = Optional.of(statement.path("Sid").asText()).filter(text -> !text.isEmpty());
            sid.ifPresent(text -> check(seen.add(text), "Statement IDs (SID) in a single policy must be unique."));
        }
    }

    private Statement statement(JsonNode node) {
        check(node.isObject(), "Syntax errors in policy.");
        node.fieldNames().forEachRemaining(name -> check(ELEMENTS.contains(name), "Syntax errors in policy."));
        String sid = node.path("Sid").asText();
        check(
                kind == Kind.RESOURCE || sid.matches("[A-Za-z0-9]*"),
                "Statement IDs (SID) must be alpha-numeric. Check that your input satisfies the regular expression"
                        + " [A-Za-z0-9]*");
        check(node.has("Effect"), "Missing required field Effect cannot be empty!");
        String effect = node.path("Effect").asText();
        check(Set.of("Allow", "Deny").contains(effect), "Invalid effect: " + effect);
        Patterns actions = patterns(node, "Action", "NotAction")
                .orElseThrow(() -> malformed("Policy statement must contain actions."));
        actions.values().forEach(this::checkAction);
        Optional<Patterns> resources = patterns(node, "Resource", "NotResource");
        checkResources(resources);
        Optional<Principals> principals = principals(node);
        return new Statement(
                effect.equals("Allow"), principals, actions, resources, conditions(node.path("Condition")));
    }

    private void checkAction(String action) {
        if (kind == Kind.TRUST) {
            check(
                    action.toLowerCase(java.util.Locale.ROOT).matches("sts:[a-z*?]+|\\*"),
                    "AssumeRole policy may only specify STS AssumeRole actions.");
        } else {
            check(
                    action.equals("*") || action.matches("[A-Za-z0-9-]+:.+"),
                    "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.");
        }
    }

    private void checkResources(Optional<Patterns> resources) {
        switch (kind) {
            case TRUST -> check(resources.isEmpty(), "Has prohibited field Resource");
            case RESOURCE -> {}
            case IDENTITY -> {
                check(resources.isPresent(), "Policy statement must contain resources.");
                for (String resource : resources.get().values()) {
                    check(
                            resource.equals("*") || resource.startsWith("arn:"),
                            "Resource " + resource + " must be in ARN format or \"*\".");
                    check(
                            resource.equals("*") || resource.split(":", 6).length == 6 || resource.contains("*"),
                            "The policy failed legacy parsing");
                }
            }
        }
    }

    private static Optional<Patterns> patterns(JsonNode node, String name, String except) {
        check(!(node.has(name) && node.has(except)), "Syntax errors in policy.");
        if (!node.has(name) && !node.has(except)) {
            return Optional.empty();
        }
        List<String> values = strings(node.has(name) ? node.get(name) : node.get(except));
        return values.isEmpty() ? Optional.empty() : Optional.of(new Patterns(node.has(except), values));
    }

    private Optional<Principals> principals(JsonNode node) {
        boolean except = node.has("NotPrincipal");
        boolean present = except || node.has("Principal");
        if (kind == Kind.IDENTITY) {
            check(!present, "Policy document should not specify a principal.");
            return Optional.empty();
        }
        check(present, "Missing required field Principal");
        JsonNode principal = except ? node.get("NotPrincipal") : node.get("Principal");
        Map<String, List<String>> byType = new LinkedHashMap<>();
        if (principal.isTextual()) {
            check(principal.asText().equals("*"), "Invalid principal in policy: \"" + principal.asText() + "\"");
            byType.put("AWS", List.of("*"));
        } else {
            check(principal.isObject() && !principal.isEmpty(), "Invalid principal in policy.");
            principal.properties().forEach(entry -> byType.put(entry.getKey(), strings(entry.getValue())));
        }
        byType.forEach(PolicyReader::checkPrincipals);
        return Optional.of(new Principals(except, byType));
    }

    private static void checkPrincipals(String type, List<String> names) {
        for (String name : names) {
            boolean valid =
                    switch (type) {
                        case "AWS" -> name.matches("\\*|\\d{12}|arn:aws:(iam|sts)::\\d{12}:.+");
                        case "Service" -> name.matches("[a-z0-9.-]+\\.amazonaws\\.com");
                        case "Federated", "CanonicalUser" -> !name.isEmpty();
                        default -> false;
                    };
            check(
                    valid,
                    "Invalid principal in policy: \"" + type.toUpperCase(java.util.Locale.ROOT) + "\":\"" + name
                            + "\"");
        }
    }

    private static List<Condition> conditions(JsonNode node) {
        check(node.isMissingNode() || node.isObject(), "Syntax errors in policy.");
        List<Condition> conditions = new ArrayList<>();
        node.properties().forEach(operator -> {
            check(operator.getValue().isObject(), "Syntax errors in policy.");
            operator.getValue()
                    .properties()
                    .forEach(
                            key -> conditions.add(Condition.of(operator.getKey(), key.getKey(), strings(key.getValue()))
                                    .orElseThrow(() -> malformed("Invalid Condition type : " + operator.getKey()))));
        });
        return conditions;
    }

    /** A string, number or boolean, or a list of them. */
    private static List<String> strings(JsonNode node) {
        Stream<JsonNode> items = node.isArray() ? StreamSupport.stream(node.spliterator(), false) : Stream.of(node);
        return items.map(item -> {
                    check(item.isValueNode() && !item.isNull(), "Syntax errors in policy.");
                    return item.asText();
                })
                .toList();
    }

    private static void check(boolean holds, String message) {
        if (!holds) {
            throw malformed(message);
        }
    }

    private static AwsError malformed(String message) {
        return AwsError.badRequest("MalformedPolicyDocument", message);
    }
}
