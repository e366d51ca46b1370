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
