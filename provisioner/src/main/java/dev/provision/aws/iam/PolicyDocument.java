package dev.provision.aws.iam;

import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.policybuilder.iam.IamEffect;
import software.amazon.awssdk.policybuilder.iam.IamPolicy;
import software.amazon.awssdk.policybuilder.iam.IamPrincipalType;
import software.amazon.awssdk.policybuilder.iam.IamStatement;

/**
 * What a role may do.
 *
 * @param statements allowed
 * @param custom further statements as IAM JSON, as the user wrote them
 */
public record PolicyDocument(List<PolicyStatement> statements, List<String> custom) {
    private static final String VERSION = "2012-10-17";

    /** "IAM and AWS STS quotas" in the IAM guide: characters of a managed policy. */
    private static final int MANAGED = 6144;

    public PolicyDocument {
        statements = List.copyOf(statements);
        custom = List.copyOf(custom);
    }

    /** The document as IAM takes it. */
    public String json() {
        List<IamStatement> all = new ArrayList<>();
        for (PolicyStatement statement : statements) {
            IamStatement.Builder allow = IamStatement.builder().effect(IamEffect.ALLOW);
            statement.actions().forEach(allow::addAction);
            statement.resources().forEach(allow::addResource);
            all.add(allow.build());
        }
        custom.forEach(statement ->
                all.addAll(IamPolicy.fromJson("{\"Version\":\"" + VERSION + "\",\"Statement\":[" + statement + "]}")
                        .statements()));
        return policy(all);
    }

    /** This in as many documents as it takes for each to be a managed policy; a statement is never divided. */
    public List<PolicyDocument> managed() {
        List<PolicyDocument> parts = new ArrayList<>();
        PolicyDocument last = new PolicyDocument(List.of(), custom);
        for (PolicyStatement statement : statements) {
            List<PolicyStatement> more = new ArrayList<>(last.statements);
            more.add(statement);
            PolicyDocument longer = new PolicyDocument(more, last.custom);
            if (longer.json().length() > MANAGED && !last.statements.isEmpty()) {
                parts.add(last);
                longer = new PolicyDocument(List.of(statement), List.of());
            }
            last = longer;
        }
        parts.add(last);
        return parts;
    }

    /** The document that lets a service assume a role. */
    static String trust(String service) {
        return policy(List.of(IamStatement.builder()
                .effect(IamEffect.ALLOW)
                .addPrincipal(IamPrincipalType.SERVICE, service)
                .addAction("sts:AssumeRole")
                .build()));
    }

    private static String policy(List<IamStatement> statements) {
        return IamPolicy.builder()
                .version(VERSION)
                .statements(statements)
                .build()
                .toJson();
    }

    /** Whether two documents say the same, however they are written. */
    static boolean same(String one, String other) {
        return one.equals(other) || IamPolicy.fromJson(one).equals(IamPolicy.fromJson(other));
    }
}
