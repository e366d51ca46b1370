package dev.provision.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.DashboardEntry;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.LogGroup;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.ImageTagMutability;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.ssm.SsmClient;

/** What others may do with roles, logs, images, alarms, and what is kept of releases. */
@SuppressWarnings("unchecked") // the SDK has varargs of generic consumers
final class OtherMeddlings {
    /** Of what was applied, so that nobody is said to have changed anything. */
    static final String FORGET = "parameter deleted";

    private static final String REPOSITORY = "demo-dev";

    private final Account account;

    OtherMeddlings(Account account) {
        this.account = account;
    }

    List<Meddling> all() {
        List<Meddling> all = new ArrayList<>();
        roles(all);
        logs(all);
        images(all);
        alarms(all);
        topics(all);
        parameters(all);
        return all;
    }

    private static String bare(String name) {
        return name.replaceFirst("^demo-dev-", "");
    }

    private void roles(List<Meddling> all) {
        IamClient iam = account.client(IamClient.builder());
        iam.listRoles(r -> r.pathPrefix("/provision/demo-dev/")).roles().forEach(each -> {
            String role = each.roleName();
            Set<String> step = Set.of("role/" + bare(role));
            all.add(new Meddling("trust of a role", role, step, () -> Tampering.trust(iam, role)));
            all.add(new Meddling("rights given to a role", role, step, () -> Tampering.rights(iam, role)));
            all.add(new Meddling(
                    "policy attached to a role",
                    role,
                    step,
                    () -> iam.attachRolePolicy(r -> r.roleName(role)
                            .policyArn("arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"))));
            List<String> policies = iam.listRolePolicies(r -> r.roleName(role)).policyNames();
            policies.forEach(policy -> all.add(new Meddling(
                    "rights taken from a role",
                    role,
                    step,
                    () -> iam.deleteRolePolicy(r -> r.roleName(role).policyName(policy)))));
            all.add(new Meddling("role deleted", role, step, () -> {
                policies.forEach(
                        policy -> iam.deleteRolePolicy(r -> r.roleName(role).policyName(policy)));
                iam.listAttachedRolePolicies(r -> r.roleName(role))
                        .attachedPolicies()
                        .forEach(policy ->
                                iam.detachRolePolicy(r -> r.roleName(role).policyArn(policy.policyArn())));
                iam.deleteRole(r -> r.roleName(role));
            }));
        });
    }

    private void logs(List<Meddling> all) {
        CloudWatchLogsClient logs = account.client(CloudWatchLogsClient.builder());
        List<String> names = logs.describeLogGroups().logGroups().stream()
                .map(LogGroup::logGroupName)
                .filter(name -> name.contains("/demo-dev-"))
                .toList();
        names.forEach(name -> {
            String container = name.replaceFirst("^.*/", "");
            // Of two, one is of what ran the container before.
            boolean only = names.stream()
                            .filter(other -> other.endsWith("/" + container))
                            .count()
                    == 1;
            Set<String> step = only ? Set.of("log-group/" + bare(container)) : Set.of();
            all.add(new Meddling(
                    "retention of logs",
                    name,
                    step,
                    () -> logs.putRetentionPolicy(r -> r.logGroupName(name).retentionInDays(1))));
            all.add(new Meddling(
                    "logs kept for ever", name, step, () -> logs.deleteRetentionPolicy(r -> r.logGroupName(name))));
            all.add(new Meddling(
                    "log group deleted", name, step, () -> logs.deleteLogGroup(r -> r.logGroupName(name))));
        });
    }

    private void images(List<Meddling> all) {
        EcrClient ecr = account.client(EcrClient.builder());
        Set<String> step = Set.of("repository/main");
        all.add(new Meddling(
                "policy of the repository",
                REPOSITORY,
                step,
                () -> ecr.deleteRepositoryPolicy(r -> r.repositoryName(REPOSITORY))));
        all.add(new Meddling(
                "images kept for ever",
                REPOSITORY,
                step,
                () -> ecr.deleteLifecyclePolicy(r -> r.repositoryName(REPOSITORY))));
        all.add(new Meddling(
                "tags of images may move",
                REPOSITORY,
                step,
                () -> ecr.putImageTagMutability(
                        r -> r.repositoryName(REPOSITORY).imageTagMutability(ImageTagMutability.MUTABLE))));
        all.add(new Meddling(
                "repository deleted",
                REPOSITORY,
                step,
                () -> ecr.deleteRepository(r -> r.repositoryName(REPOSITORY).force(true))));
        all.add(new Meddling(
                "images deleted",
                REPOSITORY,
                Set.of("image/"),
                () -> ecr.batchDeleteImage(r -> r.repositoryName(REPOSITORY)
                        .imageIds(ecr.listImages(l -> l.repositoryName(REPOSITORY))
                                .imageIds()))));
    }

    private void alarms(List<Meddling> all) {
        CloudWatchClient cloudWatch = account.client(CloudWatchClient.builder());
        cloudWatch
                .describeAlarms(r -> r.alarmNamePrefix("demo-dev-"))
                .metricAlarms()
                .forEach(alarm -> {
                    String name = alarm.alarmName();
                    Set<String> step = Set.of("alarm/" + bare(name), "health-alarm/" + bare(name));
                    all.add(new Meddling("alarm's fields", name, step, () -> Tampering.alarm(cloudWatch, name)));
                    all.add(new Meddling(
                            "alarm silenced",
                            name,
                            step,
                            () -> cloudWatch.disableAlarmActions(r -> r.alarmNames(name))));
                    all.add(new Meddling(
                            "alarm deleted", name, step, () -> cloudWatch.deleteAlarms(r -> r.alarmNames(name))));
                });
        cloudWatch.listDashboards(r -> {}).dashboardEntries().stream()
                .map(DashboardEntry::dashboardName)
                .forEach(name -> {
                    Set<String> step = Set.of("dashboard/main");
                    all.add(new Meddling(
                            "dashboard emptied",
                            name,
                            step,
                            () -> cloudWatch.putDashboard(
                                    r -> r.dashboardName(name).dashboardBody("{\"widgets\":[]}"))));
                    all.add(new Meddling(
                            "dashboard deleted",
                            name,
                            step,
                            () -> cloudWatch.deleteDashboards(r -> r.dashboardNames(name))));
                });
    }

    private void topics(List<Meddling> all) {
        SnsClient sns = account.client(SnsClient.builder());
        sns.listTopics().topics().forEach(topic -> {
            String arn = topic.topicArn();
            Set<String> step = Set.of("topic/alarms");
            all.add(new Meddling("topic deleted", arn, step, () -> sns.deleteTopic(r -> r.topicArn(arn))));
            all.add(new Meddling(
                    "somebody else subscribed",
                    arn,
                    Set.of(),
                    () -> sns.subscribe(r -> r.topicArn(arn).protocol("email").endpoint("they@example.com"))));
            sns.listSubscriptionsByTopic(r -> r.topicArn(arn)).subscriptions().stream()
                    .filter(one -> one.subscriptionArn().startsWith("arn:"))
                    .forEach(one -> all.add(new Meddling(
                            "subscription ended",
                            arn,
                            step,
                            () -> sns.unsubscribe(r -> r.subscriptionArn(one.subscriptionArn())))));
        });
    }

    private void parameters(List<Meddling> all) {
        SsmClient ssm = account.client(SsmClient.builder());
        ssm.getParametersByPath(r -> r.path("/provision/demo/dev").recursive(true)).parameters().stream()
                .filter(parameter -> !parameter.name().contains("lock"))
                .forEach(parameter -> all.add(new Meddling(
                        FORGET, parameter.name(), Set.of(), () -> ssm.deleteParameter(r -> r.name(parameter.name())))));
    }
}
