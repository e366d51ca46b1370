package dev.provision.stack;

import static java.util.Map.entry;

import dev.provision.aws.acm.CertificateTrust;
import dev.provision.aws.doctor.BucketCheck;
import dev.provision.aws.doctor.NetworkAclHop;
import dev.provision.aws.doctor.RoleRights;
import dev.provision.aws.doctor.VpcEndpoints;
import dev.provision.aws.iam.PolicyDocument;
import dev.provision.aws.iam.PolicyStatement;
import dev.provision.aws.network.NetworkInventories;
import dev.provision.aws.network.SecurityGroupRuleArns;
import dev.provision.config.AwsAlb;
import dev.provision.config.AwsFargateEcs;
import dev.provision.config.Environment;
import dev.provision.graph.StepGraph;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What the person or the machine must be allowed that runs provision for one environment: the actions of its steps, and those
 * of the commands beside them. By resource where AWS knows rights by resource and the names are known before: of what gets an
 * id from AWS, all of the region.
 */
final class OperatorPolicy {
    /** Calls that no step makes: the lock, the sweep, logs, metrics, registry. */
    private static final List<String> COMMANDS = List.of(
            "cloudwatch:GetMetricData",
            NetworkAclHop.action(),
            VpcEndpoints.action(),
            "ecr:BatchCheckLayerAvailability",
            "ecr:BatchGetImage",
            "ecr:CompleteLayerUpload",
            "ecr:GetAuthorizationToken",
            "ecr:InitiateLayerUpload",
            "ecr:PutImage",
            "ecr:UploadLayerPart",
            "elasticloadbalancing:CreateRule",
            "elasticloadbalancing:DeleteRule",
            "elasticloadbalancing:DescribeTargetHealth",
            "elasticloadbalancing:ModifyRule",
            "elasticloadbalancing:ModifyTargetGroup",
            "iam:CreateServiceLinkedRole",
            "lambda:GetAccountSettings",
            "servicequotas:GetServiceQuota",
            "iam:ListRoleTags",
            "iam:ListRoles",
            "lambda:GetAlias",
            "lambda:ListVersionsByFunction",
            "logs:DescribeLogGroups",
            "logs:DescribeLogStreams",
            "logs:FilterLogEvents",
            "logs:GetLogEvents",
            "ssm:AddTagsToResource",
            "ssm:DeleteParameter",
            "ssm:GetParameter",
            "ssm:PutParameter",
            "tag:GetResources");

    /** Of these AWS has no rights by resource, or only for resources whose names nobody knows before. */
    private static final Set<String> EVERYTHING = Set.of(
            "ecr:DescribeRepositories",
            "ecr:GetAuthorizationToken",
            "ecs:DeregisterTaskDefinition",
            "ecs:DeleteTaskDefinitions",
            "ecs:DescribeTaskDefinition",
            "ecs:ListTaskDefinitions",
            "ecs:ListTasks",
            "lambda:GetAccountSettings",
            "lambda:ListFunctions",
            "iam:ListRoles",
            // Of whoever calls, whose name nobody knows before.
            RoleRights.action(),
            "logs:DescribeLogGroups",
            "cloudwatch:GetMetricData",
            "cloudwatch:ListMetrics",
            "sns:ListTopics",
            "sns:Unsubscribe",
            "ssm:DescribeParameters");

    /** %r region, %p prefix, %n name, %e environment, %b and %f the prefix as far as a shortened name has it. */
    private static final Map<String, List<String>> SCOPES = Map.ofEntries(
            entry("cloudwatch", List.of("arn:aws:cloudwatch:%r:*:alarm:%p*", "arn:aws:cloudwatch::*:dashboard/%p*")),
            entry("ecr", List.of("arn:aws:ecr:%r:*:repository/%p")),
            entry(
                    "ecs",
                    List.of(
                            "arn:aws:ecs:%r:*:cluster/%p",
                            "arn:aws:ecs:%r:*:service/%p/*",
                            "arn:aws:ecs:%r:*:task/%p/*",
                            "arn:aws:ecs:%r:*:task-definition/%p-*")),
            entry(
                    "elasticloadbalancing",
                    List.of(
                            "arn:aws:elasticloadbalancing:%r:*:loadbalancer/app/%b*",
                            "arn:aws:elasticloadbalancing:%r:*:targetgroup/%b*",
                            "arn:aws:elasticloadbalancing:%r:*:listener/app/%b*",
                            "arn:aws:elasticloadbalancing:%r:*:listener-rule/app/%b*")),
            entry("iam", List.of("arn:aws:iam::*:role/provision/%p/*", "arn:aws:iam::*:role/%p-*")),
            entry("lambda", List.of("arn:aws:lambda:%r:*:function:%f*")),
            entry(
                    "logs",
                    List.of("arn:aws:logs:%r:*:log-group:/aws/lambda/%f*", "arn:aws:logs:%r:*:log-group:/ecs/%p-*")),
            entry("route53", List.of("arn:aws:route53:::hostedzone/*", "arn:aws:route53:::change/*")),
            entry("sns", List.of("arn:aws:sns:%r:*:%p-alarms")),
            entry("ssm", List.of("arn:aws:ssm:%r:*:parameter/provision/%n/%e/*")),
            entry("acm", List.of("*")));

    private final Environment environment;

    OperatorPolicy(Environment environment) {
        this.environment = environment;
    }

    PolicyDocument document(StepGraph graph) {
        Map<String, Set<String>> byResources = new TreeMap<>();
        Stream.of(
                        graph.actions().stream(),
                        COMMANDS.stream(),
                        // A teardown sweeps a network of others, too, and one without ways out.
                        NetworkInventories.actions().stream(),
                        SecurityGroupRuleArns.actions().stream(),
                        exec(),
                        bucket(),
                        passing(),
                        certificate())
                .flatMap(all -> all)
                .forEach(action -> byResources
                        .computeIfAbsent(String.join(" ", resources(action)), _ -> new TreeSet<>())
                        .add(action));
        List<PolicyStatement> statements = new ArrayList<>();
        byResources.forEach((resources, actions) ->
                statements.add(new PolicyStatement(List.copyOf(actions), List.of(resources.split(" ")))));
        return new PolicyDocument(statements, List.of());
    }

    /** Whom commands are let in for, and only then. */
    private Stream<String> exec() {
        return environment.containers().stream()
                .filter(container -> container.compute() instanceof AwsFargateEcs tasks && tasks.enableExecuteCommand())
                .map(_ -> "ecs:ExecuteCommand")
                .distinct();
    }

    private Stream<String> bucket() {
        return logs().map(_ -> BucketCheck.action());
    }

    /** A release asks its new version by HTTPS, and trusts nothing but the load balancer's certificate. */
    private Stream<String> certificate() {
        return environment.https() ? Stream.of(CertificateTrust.action()) : Stream.of();
    }

    private Stream<String> passing() {
        return roles().map(_ -> RoleRights.action()).distinct();
    }

    /** Those that the environment brings. */
    private Stream<String> roles() {
        return environment.containers().stream().flatMap(container -> container.iam().roleArn().stream());
    }

    private Stream<AwsAlb.AccessLogs> logs() {
        return environment.deployment().balancer().accessLogs().stream();
    }

    private List<String> resources(String action) {
        String service = action.substring(0, action.indexOf(':'));
        String operation = action.substring(action.indexOf(':') + 1);
        if (EVERYTHING.contains(action) || !(SCOPES.containsKey(service) || service.equals("s3"))) {
            return List.of("*");
        }
        return switch (service) {
            case "elasticloadbalancing", "cloudwatch" ->
                operation.startsWith("Describe") ? List.of("*") : scoped(service);
            case "iam" ->
                operation.equals("CreateServiceLinkedRole")
                        ? List.of("arn:aws:iam::*:role/aws-service-role/*")
                        : onRoles(operation);
            case "route53" -> operation.startsWith("ListHosted") ? List.of("*") : scoped(service);
            case "sns" -> topics(operation);
            case "s3" -> logs().map(logs -> "arn:aws:s3:::" + logs.bucket()).toList();
            default -> scoped(service);
        };
    }

    /** Roles that the environment brings are looked at and passed, and nothing else is done with them. */
    private List<String> onRoles(String operation) {
        List<String> names = new ArrayList<>(scoped("iam"));
        if (Set.of("GetRole", "PassRole").contains(operation)) {
            roles().distinct().sorted().forEach(names::add);
        }
        return names;
    }

    /** A topic that the environment brings is looked at, and nothing else is done with it. */
    private List<String> topics(String operation) {
        return operation.equals("GetTopicAttributes")
                ? environment.alarms().topicArn().stream().toList()
                : scoped("sns");
    }

    private List<String> scoped(String service) {
        String prefix = environment.prefix();
        return SCOPES.get(service).stream()
                .map(pattern -> pattern.replace("%r", environment.region())
                        .replace("%p", prefix)
                        .replace("%n", environment.name())
                        .replace("%e", environment.env())
                        .replace("%b", start(prefix, 12))
                        .replace("%f", start(prefix, 30)))
                .toList();
    }

    /** What is left of a prefix in every name, where names are shortened. */
    private static String start(String prefix, int length) {
        return prefix.substring(0, Math.min(length, prefix.length()));
    }
}
