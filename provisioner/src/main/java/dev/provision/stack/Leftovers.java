package dev.provision.stack;

import dev.provision.aws.AwsConnection;
import dev.provision.aws.Owner;
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
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Everything that an environment has, found by tags, and by name where the tagging API of AWS does not look: roles,
 * repositories, dashboards, and log groups that Lambda may have made again.
 */
record Leftovers(Environment environment, AwsConnection connection, Owner owner) {

    /** Each with its kind and its id or name; sorted. */
    List<String> all() {
        ResourceNames names = new ResourceNames(environment);
        Set<String> found =
                new TreeSet<>(new NetworkSteps(connection, owner).inventories().resources());
        found.addAll(tagged());
        new RoleSteps(connection, owner).names().forEach(role -> found.add("role " + role));
        if (new ImageSteps(connection, owner).exists(names.repository())) {
            found.add("repository " + names.repository());
        }
        LogGroupSteps logs = new LogGroupSteps(connection, owner);
        environment.containers().stream()
                .flatMap(container -> Stream.of(names.functionLogs(container), names.taskLogs(container)))
                .filter(logs::exists)
                .forEach(group -> found.add("log group " + group));
        if (new MonitoringSteps(connection, owner).exists(environment.prefix())) {
            found.add("dashboard " + environment.prefix());
        }
        return List.copyOf(found);
    }

    /** Without what is listed by its name. */
    private Set<String> tagged() {
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
