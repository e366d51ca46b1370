package dev.provision.stack;

import dev.provision.config.Environment;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import software.amazon.awssdk.policybuilder.iam.IamAction;
import software.amazon.awssdk.policybuilder.iam.IamPolicy;
import software.amazon.awssdk.policybuilder.iam.IamStatement;
import software.amazon.awssdk.protocols.jsoncore.JsonNode;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.Role;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.AliasConfiguration;

/** Every permission of an environment: what its roles may do and who may assume them, who may call its functions. */
final class RightsPieces {
    private final IamClient iam;
    private final LambdaClient lambda;
    private final EcrClient ecr;
    private final String prefix;

    RightsPieces(IamClient iam, LambdaClient lambda, EcrClient ecr, Environment environment) {
        this.iam = iam;
        this.lambda = lambda;
        this.ecr = ecr;
        this.prefix = environment.prefix() + "-";
    }

    Stream<Piece> all() {
        List<Role> roles = iam.listRoles().roles().stream()
                .filter(role -> role.roleName().startsWith(prefix))
                .toList();
        return Stream.of(
                        roles.stream().flatMap(this::actions),
                        roles.stream().map(this::trust),
                        lambda.listFunctions().functions().stream()
                                .filter(function -> function.functionName().startsWith(prefix))
                                .flatMap(function -> invocations(function.functionName())),
                        repositories())
                .flatMap(pieces -> pieces);
    }

    private String shortName(Role role) {
        return role.roleName().replaceFirst(prefix, "");
    }

    private static IamPolicy document(String encoded) {
        return IamPolicy.fromJson(URLDecoder.decode(encoded, StandardCharsets.UTF_8));
    }

    private Stream<Piece> actions(Role role) {
        return iam.listRolePolicies(r -> r.roleName(role.roleName())).policyNames().stream()
                .flatMap(name -> {
                    IamPolicy policy = document(
                            iam.getRolePolicy(r -> r.roleName(role.roleName()).policyName(name))
                                    .policyDocument());
                    return policy.statements().stream()
                            .flatMap(statement -> statement.actions().stream())
                            .map(action -> new Piece(
                                    "right of " + shortName(role) + ": " + action.value(),
                                    () -> put(role, name, without(policy, action)),
                                    () -> put(role, name, policy)));
                });
    }

    private static IamPolicy without(IamPolicy policy, IamAction action) {
        List<IamStatement> statements = policy.statements().stream()
                .map(statement -> statement.toBuilder()
                        .actions(statement.actions().stream()
                                .filter(one -> !one.equals(action))
                                .toList())
                        .build())
                .filter(statement -> !statement.actions().isEmpty())
                .toList();
        return policy.toBuilder().statements(statements).build();
    }

    private void put(Role role, String name, IamPolicy policy) {
        iam.putRolePolicy(r -> r.roleName(role.roleName()).policyName(name).policyDocument(policy.toJson()));
    }

    /** A role needs some trust: it is given to a service that has nothing to do here. */
    private Piece trust(Role role) {
        IamPolicy trust = document(role.assumeRolePolicyDocument());
        String other = trust.toJson().replaceAll("[a-z-]+\\.amazonaws\\.com", "batch.amazonaws.com");
        return new Piece(
                "trust of " + shortName(role),
                () -> iam.updateAssumeRolePolicy(
                        r -> r.roleName(role.roleName()).policyDocument(other)),
                () -> iam.updateAssumeRolePolicy(
                        r -> r.roleName(role.roleName()).policyDocument(trust.toJson())));
    }

    private Stream<Piece> invocations(String function) {
        return lambda.listAliases(r -> r.functionName(function)).aliases().stream()
                .map(AliasConfiguration::name)
                .flatMap(alias -> JsonNode.parser()
                        .parse(lambda.getPolicy(r -> r.functionName(function).qualifier(alias))
                                .policy())
                        .field("Statement")
                        .orElseThrow()
                        .asArray()
                        .stream()
                        .map(statement -> invocation(function, alias, statement)));
    }

    private Piece invocation(String function, String alias, JsonNode statement) {
        String sid = text(statement, "Sid");
        String target = statement.field("Condition").orElseThrow().asObject().values().stream()
                .flatMap(condition -> condition.field("AWS:SourceArn").stream())
                .map(JsonNode::asString)
                .findFirst()
                .orElseThrow();
        return new Piece(
                "permission of the load balancer to invoke the alias " + alias,
                () -> lambda.removePermission(
                        r -> r.functionName(function).qualifier(alias).statementId(sid)),
                () -> lambda.addPermission(r -> r.functionName(function)
                        .qualifier(alias)
                        .statementId(sid)
                        .action(text(statement, "Action"))
                        .principal(statement
                                .field("Principal")
                                .orElseThrow()
                                .field("Service")
                                .orElseThrow()
                                .asString())
                        .sourceArn(target)));
    }

    private static String text(JsonNode node, String field) {
        return node.field(field).orElseThrow().asString();
    }

    private Stream<Piece> repositories() {
        String name = prefix.substring(0, prefix.length() - 1);
        String policy = ecr.getRepositoryPolicy(r -> r.repositoryName(name)).policyText();
        return Stream.of(new Piece(
                "policy of the repository",
                () -> ecr.deleteRepositoryPolicy(r -> r.repositoryName(name)),
                () -> ecr.setRepositoryPolicy(r -> r.repositoryName(name).policyText(policy))));
    }
}
