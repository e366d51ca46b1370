package dev.provision.localcloud.ecs;

import dev.provision.localcloud.iam.Authority;
import dev.provision.localcloud.network.Reachability;
import dev.provision.localcloud.state.Account;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.protocols.jsoncore.JsonNode;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.Secret;

/**
 * Fetches what containers get as {@code secrets}, with the execution role's rights, and says it in Fargate's words where that
 * fails (ECS guide, specifying-sensitive-data and resource-initialization-error). Under the control-plane lock.
 */
final class TaskSecrets {
    private static final String RETRIEVAL = LaunchChecks.REGISTRY_AUTH + "execution resource retrieval failed: ";
    private static final String UNREACHED =
            "RequestCanceled: request context canceled caused by: context deadline exceeded."
                    + " Please check your task network configuration.";
    private static final String RETRIED = "service call has been retried 1 time(s): ";

    private final Account account;
    private final Authority authority;
    private final Reachability reachability;
    private final SecretValues values;

    TaskSecrets(Account account, Authority authority, Reachability reachability, SecretValues values) {
        this.account = account;
        this.authority = authority;
        this.reachability = reachability;
        this.values = values;
    }

    /** What came of it. */
    sealed interface Fetched {
        /** The values of one container's variables, by their names. */
        record Values(Map<String, String> byName) implements Fetched {
            /** Without the values. */
            @Override
            public String toString() {
                return "Values" + byName.keySet();
            }
        }

        /** It cannot be had. */
        record Failed(String reason) implements Fetched {}
    }

    Fetched fetch(EcsTask task, ContainerDefinition container) {
        Map<String, String> found = new LinkedHashMap<>();
        for (Secret secret : container.secrets()) {
            String from = secret.valueFrom();
            One one = from.contains(":secretsmanager:") ? secret(task, from) : parameter(task, from);
            if (one.failure().isPresent()) {
                return new Fetched.Failed(RETRIEVAL + one.failure().get());
            }
            found.put(secret.name(), one.value());
        }
        return new Fetched.Values(found);
    }

    private record One(String value, Optional<String> failure) {
        static One failed(String why) {
            return new One("", Optional.of(why));
        }
    }

    private One parameter(EcsTask task, String from) {
        String arn = from.startsWith("arn:")
                ? from
                : account.arn("ssm", "parameter" + (from.startsWith("/") ? from : "/" + from));
        String role = task.definition().executionRoleArn();
        if (LaunchChecks.blocked(reachability, task, "ssm")) {
            return One.failed("unable to retrieve secrets from ssm: " + RETRIED + UNREACHED);
        }
        if (!authority.allows(role, "ssm:GetParameters", arn)) {
            return One.failed("unable to retrieve secrets from ssm: " + RETRIED
                    + LaunchChecks.denied(account, task, role, "ssm:GetParameters", arn));
        }
        return values.parameter(from)
                .map(value -> new One(value, Optional.empty()))
                .orElseGet(() -> One.failed("invalid ssm parameters: " + arn.replaceFirst("^.*:parameter", "")));
    }

    /** {@code arn:aws:secretsmanager:region:account:secret:name-suffix[:json-key:version-stage:version-id]}. */
    private One secret(EcsTask task, String from) {
        String failed = "unable to retrieve secret from asm: " + RETRIED + "failed to fetch secret ";
        String[] parts = from.split(":", -1);
        String arn = String.join(":", Arrays.copyOf(parts, Math.min(parts.length, 7)));
        String role = task.definition().executionRoleArn();
        if (LaunchChecks.blocked(reachability, task, "secretsmanager")) {
            return One.failed(failed + arn + " from secrets manager: " + UNREACHED);
        }
        if (!authority.allows(role, "secretsmanager:GetSecretValue", arn)) {
            return One.failed(failed + arn + " from secrets manager: "
                    + LaunchChecks.denied(account, task, role, "secretsmanager:GetSecretValue", arn));
        }
        Optional<String> text = values.secret(arn);
        if (text.isEmpty()) {
            return One.failed(failed + arn + " from secrets manager: ResourceNotFoundException: Secrets Manager can't"
                    + " find the specified secret.");
        }
        String key = parts.length > 7 ? parts[7] : "";
        return key.isEmpty()
                ? new One(text.get(), Optional.empty())
                : field(text.get(), key)
                        .map(value -> new One(value, Optional.empty()))
                        .orElseGet(() -> One.failed("unable to retrieve secret from asm: " + RETRIED
                                + "retrieved secret from Secrets Manager did not contain json key " + key));
    }

    private static Optional<String> field(String json, String key) {
        try {
            return JsonNode.parser().parse(json).field(key).map(JsonNode::text);
        } catch (RuntimeException notJson) {
            return Optional.empty();
        }
    }
}
