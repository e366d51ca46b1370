package dev.provision.localcloud.ecs;

import dev.provision.localcloud.ecr.Images;
import dev.provision.localcloud.ecs.TaskSecrets.Fetched;
import dev.provision.localcloud.iam.Authority;
import dev.provision.localcloud.logs.LogSink;
import dev.provision.localcloud.network.Reachability;
import dev.provision.localcloud.network.Verdict;
import dev.provision.localcloud.runtime.Image;
import dev.provision.localcloud.state.Account;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.LogConfiguration;

/**
 * What has to be true before a Fargate task's containers start, in the order in which Fargate finds out, and its words
 * when it is not (ECS guide, stopped-task-error-codes; re:Post, ecs-fargate-tasks-pending-state). Which services a task must
 * reach for that: ECR guide, "Amazon ECR interface VPC endpoints"; since platform 1.4 all of it from its own interface. Under
 * the control-plane lock.
 */
final class LaunchChecks {
    static final String REGISTRY_AUTH = "ResourceInitializationError: unable to pull secrets or registry auth: ";
    private static final String LOGGER = "ResourceInitializationError: failed to validate logger args: ";

    private final Account account;
    private final Authority authority;
    private final Reachability reachability;
    private final Images images;
    private final LogSink logs;
    private final TaskSecrets secrets;

    LaunchChecks(
            Account account,
            Authority authority,
            Reachability reachability,
            Images images,
            LogSink logs,
            SecretValues values) {
        this.account = account;
        this.authority = authority;
        this.reachability = reachability;
        this.images = images;
        this.logs = logs;
        this.secrets = new TaskSecrets(account, authority, reachability, values);
    }

    /** What came out. */
    sealed interface Finding {
        /** It can start, with these by the names of the containers. */
        record Ready(Map<String, Ingredients> byContainer) implements Finding {}

        /**
         * It cannot start.
         *
         * @param reason of the stop
         * @param container whose fault it is, if it is one's
         */
        record Refused(String reason, Optional<String> container) implements Finding {}
    }

    /**
     * What a container is made from.
     *
     * @param secrets the values of the variables that are kept elsewhere; never shown
     */
    record Ingredients(Image image, Map<String, String> secrets) {}

    Finding check(EcsTask task) {
        List<ContainerDefinition> containers = task.definition().containerDefinitions();
        Optional<String> refused = registry(task);
        if (refused.isPresent()) {
            return new Finding.Refused(refused.get(), Optional.empty());
        }
        Map<String, Map<String, String>> values = new LinkedHashMap<>();
        for (ContainerDefinition container : containers) {
            switch (secrets.fetch(task, container)) {
                case Fetched.Values fetched -> values.put(container.name(), fetched.byName());
                case Fetched.Failed(String reason) -> {
                    return new Finding.Refused(reason, Optional.empty());
                }
            }
        }
        Map<String, Image> found = new LinkedHashMap<>();
        for (ContainerDefinition container : containers) {
            Optional<String> problem = pull(task, container, found);
            if (problem.isPresent()) {
                return new Finding.Refused(problem.get(), Optional.of(container.name()));
            }
        }
        Map<String, Ingredients> ready = new LinkedHashMap<>();
        found.forEach((name, image) -> ready.put(name, new Ingredients(image, values.get(name))));
        return containers.stream()
                .flatMap(container -> Optional.ofNullable(container.logConfiguration()).stream())
                .flatMap(log -> logger(task, log).stream())
                .findFirst()
                .<Finding>map(problem -> new Finding.Refused(problem, Optional.empty()))
                .orElse(new Finding.Ready(ready));
    }

    private Optional<String> registry(EcsTask task) {
        String api = "https://api.ecr." + account.region() + ".amazonaws.com/";
        if (blocked(reachability, task, "ecr.api")) {
            return Optional.of(REGISTRY_AUTH
                    + "The task cannot pull registry auth from Amazon ECR: There is a connection issue between the task"
                    + " and Amazon ECR. Check your task network configuration. RequestError: send request failed caused"
                    + " by: Post \"" + api + "\": dial tcp: i/o timeout");
        }
        Optional<String> role = Optional.ofNullable(task.definition().executionRoleArn());
        if (role.filter(arn -> !authority.mayAssume("ecs-tasks.amazonaws.com", arn))
                .isPresent()) {
            return Optional.of(REGISTRY_AUTH + "execution resource retrieval failed: " + cannotAssume(role.get()));
        }
        return role.filter(arn -> !authority.allows(arn, "ecr:GetAuthorizationToken", "*"))
                .map(arn -> REGISTRY_AUTH + "execution resource retrieval failed: unable to retrieve ecr registry auth:"
                        + " service call has been retried 1 time(s): "
                        + denied(task, arn, "ecr:GetAuthorizationToken", "*"));
    }

    /** Whether a service cannot be reached from a task: by its VPC endpoint or, where there is none, over the internet. */
    static boolean blocked(Reachability reachability, EcsTask task, String service) {
        return reachability.toService(task.networkInterface().orElseThrow().id(), service) instanceof Verdict.Blocked;
    }

    /** The words for a role that ECS may not assume. */
    static String cannotAssume(String role) {
        return "ECS was unable to assume the role '" + role
                + "' that was provided for this task. Please verify that the"
                + " role being passed has the proper trust relationship and permissions and that your IAM user has"
                + " permissions to pass this role.";
    }

    private Optional<String> pull(EcsTask task, ContainerDefinition container, Map<String, Image> found) {
        String error =
                "CannotPullContainerError: pull image manifest has been retried 1 time(s): failed to resolve ref "
                        + container.image() + ": ";
        if (blocked(reachability, task, "ecr.dkr")) {
            String[] name = container.image().split("[/:@]", 2);
            return Optional.of(
                    error + "failed to do request: Head \"https://" + name[0] + "/v2/\": dial tcp: i/o timeout");
        }
        Optional<Images.Found> image = images.find(container.image());
        if (image.isEmpty()) {
            return Optional.of(error + container.image() + ": not found");
        }
        Optional<String> role = Optional.ofNullable(task.definition().executionRoleArn());
        if (role.isEmpty()) {
            return Optional.of(error + "unexpected status from HEAD request: 401 Unauthorized");
        }
        for (String action : List.of("ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer")) {
            if (!authority.allows(role.get(), action, image.get().repositoryArn())) {
                return Optional.of(error + "unexpected status from HEAD request: 403 Forbidden: "
                        + denied(task, role.get(), action, image.get().repositoryArn()));
            }
        }
        if (blocked(reachability, task, "s3")) {
            return Optional.of("CannotPullContainerError: ref pull has been retried 5 time(s): failed to copy:"
                    + " httpReadSeeker: failed open: failed to do request: Get \"https://prod-" + account.region()
                    + "-starport-layer-bucket.s3." + account.region()
                    + ".amazonaws.com/\": dial tcp: i/o timeout");
        }
        found.put(container.name(), image.get().image());
        return Optional.empty();
    }

    private Optional<String> logger(EcsTask task, LogConfiguration log) {
        if (blocked(reachability, task, "logs")) {
            return Optional.of(LOGGER + "The task cannot find the Amazon CloudWatch log group defined in the task"
                    + " definition. There is a connection issue between the task and Amazon CloudWatch. Check your"
                    + " network configuration. : signal: killed");
        }
        String failed = LOGGER + "create stream has been retried 1 times: failed to create Cloudwatch log stream: ";
        String group = log.options().get("awslogs-group");
        String role = task.definition().executionRoleArn();
        String arn = account.arn("logs", "log-group:" + group + ":log-stream:" + streamPrefix(log));
        for (String action : List.of("logs:CreateLogStream", "logs:PutLogEvents")) {
            if (!authority.allows(role, action, arn)) {
                return Optional.of(failed + denied(task, role, action, arn) + " : exit status 1");
            }
        }
        if ("true".equals(log.options().get("awslogs-create-group")) && !logs.groupExists(group)) {
            String groupArn = account.arn("logs", "log-group:" + group);
            if (!authority.allows(role, "logs:CreateLogGroup", groupArn)) {
                return Optional.of(failed + denied(task, role, "logs:CreateLogGroup", groupArn) + " : exit status 1");
            }
            logs.createGroup(group);
        }
        return logs.groupExists(group)
                ? Optional.empty()
                : Optional.of(
                        failed + "ResourceNotFoundException: The specified log group does not exist. : exit status 1");
    }

    private static String streamPrefix(LogConfiguration log) {
        return log.options().getOrDefault("awslogs-stream-prefix", "") + "/";
    }

    private String denied(EcsTask task, String role, String action, String resource) {
        return denied(account, task, role, action, resource);
    }

    /** The words for a role that may not do something. */
    static String denied(Account account, EcsTask task, String role, String action, String resource) {
        String session = account.globalArn("sts", "assumed-role/" + EcsStore.lastPart(role) + "/" + task.id());
        return "AccessDeniedException: User: " + session + " is not authorized to perform: " + action + " on resource: "
                + resource + " because no identity-based policy allows the " + action + " action";
    }
}
