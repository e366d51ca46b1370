package dev.provision.stack;

import dev.provision.aws.AwsConnection;
import dev.provision.aws.Owner;
import dev.provision.aws.Together;
import dev.provision.aws.cloudwatch.MonitoringSteps;
import dev.provision.aws.ecr.ImageSteps;
import dev.provision.aws.ecs.EcsArns;
import dev.provision.aws.elb.BalancerArns;
import dev.provision.aws.iam.RoleSteps;
import dev.provision.aws.lambda.FunctionArns;
import dev.provision.aws.logs.LogGroupSteps;
import dev.provision.aws.network.NetworkSteps;
import dev.provision.aws.ssm.EnvironmentLock;
import dev.provision.aws.tagging.TaggedResources;
import dev.provision.config.Environment;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Everything that an environment has, found by tags, and by name where the tagging API of AWS does not look: roles,
 * repositories, dashboards, and log groups that Lambda may have made again.
 */
record Leftovers(Environment environment, AwsConnection connection, Owner owner) {

    /** Each with its kind and its id or name; sorted. */
    List<String> all() {
        List<Supplier<Collection<String>>> questions = List.of(
                () -> new NetworkSteps(connection, owner).inventories().resources(),
                this::tagged,
                this::roles,
                this::repository,
                this::logGroups,
                this::dashboard);
        Set<String> found = new TreeSet<>();
        Together.all(questions).forEach(found::addAll);
        return List.copyOf(found);
    }

    private Collection<String> roles() {
        return new RoleSteps(connection, owner)
                .names().stream().map(role -> "role " + role).toList();
    }

    private Collection<String> repository() {
        String name = new ResourceNames(environment).repository();
        return new ImageSteps(connection, owner).exists(name) ? List.of("repository " + name) : List.of();
    }

    private Collection<String> logGroups() {
        ResourceNames names = new ResourceNames(environment);
        LogGroupSteps logs = new LogGroupSteps(connection, owner);
        return environment.containers().stream()
                .flatMap(container -> Stream.of(names.functionLogs(container), names.taskLogs(container)))
                .filter(logs::exists)
                .map(group -> "log group " + group)
                .toList();
    }

    private Collection<String> dashboard() {
        return new MonitoringSteps(connection, owner).exists(environment.prefix())
                ? List.of("dashboard " + environment.prefix())
                : List.of();
    }

    /** Without what is listed by its name. */
    private Collection<String> tagged() {
        return new TaggedResources(
                        connection,
                        owner,
                        List.of(
                                EcsArns.check(connection),
                                BalancerArns.check(connection),
                                FunctionArns.check(connection)))
                .arns().stream()
                        .filter(arn -> Stream.of(":ecr:", ":logs:", ":iam:").noneMatch(arn::contains))
                        // Held by the very command that asks.
                        .filter(arn -> !arn.endsWith(":parameter" + EnvironmentLock.name(owner)))
                        .collect(Collectors.toSet());
    }
}
