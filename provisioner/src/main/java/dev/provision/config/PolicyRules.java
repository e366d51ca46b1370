package dev.provision.config;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * What IAM would refuse of {@code customPolicy}, once everything that comes before roles is made: "Grammar of the IAM JSON
 * policy language" in the IAM guide.
 */
final class PolicyRules {
    /** "IAM and AWS STS quotas" in the IAM guide: characters of all inline policies of a role, without white space. */
    private static final int LONGEST = 10_240;

    private static final String VERSION = "2012-10-17";
    private static final List<String> DOCUMENT = List.of("Version", "Id", "Statement");
    private static final List<String> STATEMENT =
            List.of("Sid", "Effect", "Action", "NotAction", "Resource", "NotResource", "Condition");
    private static final List<String> EFFECTS = List.of("Allow", "Deny");
    private static final List<String> OPERATORS = List.of(
            "StringEquals",
            "StringNotEquals",
            "StringEqualsIgnoreCase",
            "StringNotEqualsIgnoreCase",
            "StringLike",
            "StringNotLike",
            "NumericEquals",
            "NumericNotEquals",
            "NumericLessThan",
            "NumericLessThanEquals",
            "NumericGreaterThan",
            "NumericGreaterThanEquals",
            "DateEquals",
            "DateNotEquals",
            "DateLessThan",
            "DateLessThanEquals",
            "DateGreaterThan",
            "DateGreaterThanEquals",
            "Bool",
            "BinaryEquals",
            "IpAddress",
            "NotIpAddress",
            "ArnEquals",
            "ArnNotEquals",
            "ArnLike",
            "ArnNotLike",
            "Null");
    private static final Pattern ACTION = Pattern.compile("\\*|[a-z0-9-]+:[A-Za-z0-9*?]+");
    private static final Pattern RESOURCE = Pattern.compile("\\*|arn:([^:]*:){4}.+|arn:.*\\*.*");
    private static final Pattern SID = Pattern.compile("[A-Za-z0-9]*");
    private static final Pattern MODIFIERS = Pattern.compile("^(ForAllValues:|ForAnyValue:)|IfExists$");

    private final Problems problems;
    private final Map<String, Place> sids = new HashMap<>();

    PolicyRules(Problems problems) {
        this.problems = problems;
    }

    /** @param iam the section {@code awsIam} */
    void check(Values iam) {
        iam.tree("customPolicy").ifPresent(policy -> {
            String path = iam.path("customPolicy");
            if (iam.written("roleArn").isPresent()) {
                problems.add(
                        policy.place(),
                        path,
                        "is added to a role that is made, and roleArn names one that exists; remove one of them");
            }
            policy(policy, path);
            int length = Json.of(policy).length();
            if (length > LONGEST) {
                problems.add(
                        policy.place(),
                        path,
                        "has " + length + " characters, and a role takes " + LONGEST
                                + " in all; put some into a managed policy of a role of your own, and name that as roleArn");
            }
        });
    }

    private void policy(Tree policy, String path) {
        switch (policy) {
            case Tree.Items list -> statements(list, path);
            case Tree.Entries document
            when document.get("Statement").isPresent() -> {
                known(document, DOCUMENT, path);
                document.get("Version")
                        .ifPresent(version -> text(version, path + ".Version", VERSION::equals, "'" + VERSION + "'"));
                policy(document.get("Statement").get(), path + ".Statement");
            }
            case Tree other -> statement(other, path);
        }
    }

    private void statements(Tree.Items list, String path) {
        if (list.items().isEmpty()) {
            problems.add(list.place(), path, "expected at least one statement, found an empty list");
        }
        for (int i = 0; i < list.items().size(); i++) {
            statement(list.items().get(i), path + "[" + i + "]");
        }
    }

    private void statement(Tree tree, String path) {
        if (!(tree instanceof Tree.Entries statement)) {
            problems.add(
                    tree.place(), path, "expected a statement with Effect, Action and Resource, found " + tree.words());
            return;
        }
        known(statement, STATEMENT, path);
        statement.get("Sid").ifPresent(sid -> sid(sid, path + ".Sid"));
        statement
                .get("Effect")
                .ifPresentOrElse(
                        effect -> text(effect, path + ".Effect", EFFECTS::contains, "one of Allow, Deny"),
                        () -> problems.add(
                                statement.place(), path + ".Effect", "is missing; expected one of Allow, Deny"));
        oneOf(statement, "Action", ACTION, "an action such as s3:GetObject, or *", path);
        oneOf(statement, "Resource", RESOURCE, "an ARN such as arn:aws:s3:::bucket/*, or *", path);
        statement.get("Condition").ifPresent(condition -> condition(condition, path + ".Condition"));
    }

    private void known(Tree.Entries section, List<String> names, String path) {
        section.entries().forEach((name, entry) -> {
            if (name.endsWith("Principal")) {
                problems.add(
                        entry.place(),
                        path + "." + name,
                        "not here: what a role may do is said of that role and nobody else");
            } else if (!names.contains(name)) {
                problems.add(
                        entry.place(),
                        path + "." + name,
                        "unknown key"
                                + Nearest.to(name, names)
                                        .map(found -> "; did you mean " + found + "?")
                                        .orElse("; expected one of " + String.join(", ", names)));
            }
        });
    }

    private void sid(Tree sid, String path) {
        text(sid, path, SID.asMatchPredicate(), "letters and digits");
        if (sid instanceof Tree.Value value) {
            Place earlier = sids.putIfAbsent(value.text(), sid.place());
            if (earlier != null) {
                problems.add(
                        sid.place(), path, "'" + value.text() + "' is there twice, first in line " + earlier.line());
            }
        }
    }

    /** Either the key or its negation must be there, with one value or several. */
    private void oneOf(Tree.Entries statement, String name, Pattern good, String words, String path) {
        String other = "Not" + name;
        if (statement.get(name).isPresent() == statement.get(other).isPresent()) {
            problems.add(
                    statement.place(),
                    path + "." + name,
                    statement.get(name).isPresent()
                            ? "and " + other + " exclude each other; remove one of them"
                            : "is missing; expected " + words);
        }
        for (String key : List.of(name, other)) {
            statement.get(key).ifPresent(values -> values(values, good.asMatchPredicate(), words, path + "." + key));
        }
    }

    private void values(Tree tree, Predicate<String> good, String words, String path) {
        if (tree instanceof Tree.Items list && !list.items().isEmpty()) {
            for (int i = 0; i < list.items().size(); i++) {
                text(list.items().get(i), path + "[" + i + "]", good, words);
            }
        } else {
            text(tree, path, good, words);
        }
    }

    private void condition(Tree tree, String path) {
        if (!(tree instanceof Tree.Entries operators)) {
            problems.add(
                    tree.place(),
                    path,
                    "expected a section with operators such as StringEquals, found " + tree.words());
            return;
        }
        operators.entries().forEach((operator, entry) -> {
            String bare = MODIFIERS.matcher(operator).replaceAll("");
            if (!OPERATORS.contains(bare)) {
                problems.add(entry.place(), path + "." + operator, "no such operator" + Nearest.hint(bare, OPERATORS));
            }
            if (entry.value() instanceof Tree.Entries keys) {
                keys.entries()
                        .forEach((key, value) ->
                                values(value.value(), _ -> true, "a value", path + "." + operator + "." + key));
            } else {
                problems.add(
                        entry.place(),
                        path + "." + operator,
                        "expected a section with condition keys, found "
                                + entry.value().words());
            }
        });
    }

    private void text(Tree tree, String path, Predicate<String> good, String words) {
        if (!(tree instanceof Tree.Value value && good.test(value.text()))) {
            problems.add(tree.place(), path, "expected " + words + ", found " + tree.words());
        }
    }
}
