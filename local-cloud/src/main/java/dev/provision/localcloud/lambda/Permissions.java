package dev.provision.localcloud.lambda;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.provision.localcloud.wire.Answers;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.lambda.model.AddPermissionRequest;
import software.amazon.awssdk.services.lambda.model.AddPermissionResponse;
import software.amazon.awssdk.services.lambda.model.GetPolicyRequest;
import software.amazon.awssdk.services.lambda.model.GetPolicyResponse;
import software.amazon.awssdk.services.lambda.model.RemovePermissionRequest;
import software.amazon.awssdk.services.lambda.model.RemovePermissionResponse;

/** Who may invoke a function, version or alias: each has a policy of its own. */
final class Permissions extends LambdaApi {
    private final FunctionStore store;
    private final JsonFactory json = new JsonFactory();

    Permissions(FunctionStore store) {
        this.store = store;
    }

    @Answers(201)
    public AddPermissionResponse addPermission(AddPermissionRequest request) {
        FunctionRef ref = Functions.ref(request.functionName(), request.qualifier());
        ResourcePolicy policy = policy(ref);
        if (ref.qualifier().filter(FunctionVersion.LATEST::equals).isPresent()) {
            throw LambdaErrors.invalidParameter("We currently do not support adding policies for $LATEST.");
        }
        revision(policy, request.revisionId());
        String id = request.statementId();
        if (id == null || !id.matches("[a-zA-Z0-9-_]{1,100}")) {
            throw LambdaErrors.validation(
                    "statementId", id, "Member must satisfy regular expression pattern: ([a-zA-Z0-9-_]+)");
        }
        if (request.action() == null || !request.action().matches("lambda:[*]|lambda:[a-zA-Z]+|[*]")) {
            throw LambdaErrors.validation(
                    "action",
                    request.action(),
                    "Member must satisfy regular expression pattern: (lambda:[*]|lambda:[a-zA-Z]+|[*])");
        }
        if (policy.has(id)) {
            throw LambdaErrors.conflict(
                    "The statement id (" + id
                            + ") provided already exists. Please provide a new statement id, or remove the existing statement.");
        }
        String statement = statement(request, store.arn(ref));
        policy.add(id, statement);
        return AddPermissionResponse.builder().statement(statement).build();
    }

    @Answers(204)
    public RemovePermissionResponse removePermission(RemovePermissionRequest request) {
        FunctionRef ref = Functions.ref(request.functionName(), request.qualifier());
        ResourcePolicy policy = policy(ref);
        revision(policy, request.revisionId());
        if (!policy.has(request.statementId())) {
            throw LambdaErrors.notFound("Statement " + request.statementId() + " is not found in resource policy.");
        }
        policy.remove(request.statementId());
        return RemovePermissionResponse.builder().build();
    }

    public GetPolicyResponse getPolicy(GetPolicyRequest request) {
        ResourcePolicy policy = policy(Functions.ref(request.functionName(), request.qualifier()));
        if (policy.isEmpty()) {
            throw LambdaErrors.notFound("The resource you requested does not exist.");
        }
        return GetPolicyResponse.builder()
                .policy(policy.json())
                .revisionId(policy.revisionId())
                .build();
    }

    private ResourcePolicy policy(FunctionRef ref) {
        store.requireVersion(ref);
        return store.require(ref.name()).policy(ref.qualifier().orElse(""));
    }

    private static void revision(ResourcePolicy policy, String expected) {
        if (expected != null && !expected.equals(policy.revisionId())) {
            throw LambdaErrors.preconditionFailed();
        }
    }

    private String statement(AddPermissionRequest request, String resource) {
        StringWriter text = new StringWriter();
        try (JsonGenerator out = json.createGenerator(text)) {
            out.writeStartObject();
            out.writeStringField("Sid", request.statementId());
            out.writeStringField("Effect", "Allow");
            principal(out, Optional.ofNullable(request.principal()).orElse("*"));
            out.writeStringField("Action", request.action());
            out.writeStringField("Resource", resource);
            conditions(out, request);
            out.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    private static void principal(JsonGenerator out, String principal) throws IOException {
        if (principal.equals("*")) {
            out.writeStringField("Principal", "*");
            return;
        }
        out.writeObjectFieldStart("Principal");
        if (principal.matches("\\d{12}")) {
            out.writeStringField("AWS", "arn:aws:iam::" + principal + ":root");
        } else {
            out.writeStringField(principal.startsWith("arn:") ? "AWS" : "Service", principal);
        }
        out.writeEndObject();
    }

    private record Condition(String operator, String key, String value) {}

    private static void conditions(JsonGenerator out, AddPermissionRequest request) throws IOException {
        List<Condition> conditions = new ArrayList<>();
        Optional.ofNullable(request.sourceAccount())
                .ifPresent(value -> conditions.add(new Condition("StringEquals", "AWS:SourceAccount", value)));
        Optional.ofNullable(request.principalOrgID())
                .ifPresent(value -> conditions.add(new Condition("StringEquals", "aws:PrincipalOrgID", value)));
        Optional.ofNullable(request.eventSourceToken())
                .ifPresent(value -> conditions.add(new Condition("StringEquals", "lambda:EventSourceToken", value)));
        Optional.ofNullable(request.sourceArn())
                .ifPresent(value -> conditions.add(new Condition("ArnLike", "AWS:SourceArn", value)));
        if (conditions.isEmpty()) {
            return;
        }
        out.writeObjectFieldStart("Condition");
        for (String operator :
                conditions.stream().map(Condition::operator).distinct().toList()) {
            out.writeObjectFieldStart(operator);
            for (Condition condition : conditions) {
                if (condition.operator().equals(operator)) {
                    out.writeStringField(condition.key(), condition.value());
                }
            }
            out.writeEndObject();
        }
        out.writeEndObject();
    }
}
