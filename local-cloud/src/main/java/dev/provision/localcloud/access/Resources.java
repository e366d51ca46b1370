package dev.provision.localcloud.access;

import dev.provision.localcloud.state.Account;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/** On which resources a call needs its right, as ARNs; {@code *} where AWS has no rights by resource for it. */
final class Resources {
    /** EC2's resource types by the prefixes of their identifiers. */
    private static final Map<String, String> EC2_TYPES = Map.ofEntries(
            Map.entry("vpc", "vpc"),
            Map.entry("subnet", "subnet"),
            Map.entry("igw", "internet-gateway"),
            Map.entry("nat", "natgateway"),
            Map.entry("rtb", "route-table"),
            Map.entry("sg", "security-group"),
            Map.entry("sgr", "security-group-rule"),
            Map.entry("eni", "network-interface"),
            Map.entry("acl", "network-acl"),
            Map.entry("vpce", "vpc-endpoint"),
            Map.entry("eipalloc", "elastic-ip"));

    private static final Map<String, String> EC2_MADE = Map.of(
            "CreateVpc", "vpc",
            "CreateSubnet", "subnet",
            "CreateInternetGateway", "internet-gateway",
            "CreateNatGateway", "natgateway",
            "CreateRouteTable", "route-table",
            "CreateNetworkAcl", "network-acl",
            "CreateVpcEndpoint", "vpc-endpoint",
            "CreateSecurityGroup", "security-group",
            "CreateNetworkInterface", "network-interface",
            "AllocateAddress", "elastic-ip");

    /** Operations that list everything, or deal with nothing that has an ARN. */
    private static final Set<String> PREFIXES_WITHOUT = Set.of("List", "Describe");

    /** Listings that AWS has rights by resource for. */
    private static final Set<String> NAMED_LISTINGS = Set.of(
            "ecs:DescribeClusters",
            "ecs:DescribeServices",
            "ecs:DescribeTasks",
            "ecr:DescribeRepositories",
            "ecr:DescribeImages",
            "ecr:ListImages",
            "ecr:ListTagsForResource",
            "iam:ListRolePolicies",
            "iam:ListAttachedRolePolicies",
            "iam:ListRoleTags",
            "iam:ListPolicyVersions",
            "lambda:ListTags",
            "lambda:ListVersionsByFunction",
            "lambda:ListAliases",
            "lambda:ListProvisionedConcurrencyConfigs",
            "logs:DescribeLogStreams",
            "logs:ListTagsForResource",
            "secretsmanager:DescribeSecret",
            "secretsmanager:ListSecretVersionIds",
            "s3:ListObjectsV2",
            "route53:ListResourceRecordSets",
            "route53:ListTagsForResource",
            "acm:DescribeCertificate",
            "acm:ListTagsForCertificate",
            "sns:ListSubscriptionsByTopic",
            "sns:ListTagsForResource",
            "cloudwatch:DescribeAlarms");

    private final Account account;

    Resources(Account account) {
        this.account = account;
    }

    List<String> of(String service, String operation, Members request) {
        boolean lists = PREFIXES_WITHOUT.stream().anyMatch(operation::startsWith)
                && !NAMED_LISTINGS.contains(service + ":" + operation);
        if (lists) {
            return List.of("*");
        }
        List<String> found = service.equals("ec2")
                ? ec2(operation, request)
                : named(service, operation, request).distinct().toList();
        return found.isEmpty() ? List.of("*") : found;
    }

    /** What an operation makes, for the right to tag it. */
    List<String> made(String service, String operation, Members request) {
        if (service.equals("ec2")) {
            return List.of(ec2Arn(EC2_MADE.getOrDefault(operation, "*"), "*"));
        }
        return of(service, operation, request);
    }

    private List<String> ec2(String operation, Members request) {
        Stream<String> made = Stream.ofNullable(EC2_MADE.get(operation)).map(type -> ec2Arn(type, made(operation)));
        Stream<String> named = request.all().map(Map.Entry::getValue).flatMap(id -> Stream.ofNullable(
                        EC2_TYPES.get(id.split("-", 2)[0]))
                .filter(_ -> id.matches("[a-z]+-[0-9a-f]+"))
                .map(type -> ec2Arn(type, id)));
        return Stream.concat(made, named).distinct().toList();
    }

    /** An identifier that is to come: patterns that end in an asterisk cover it, identifiers do not. */
    private static String made(String operation) {
        return operation.equals("AllocateAddress") ? "eipalloc-00000000000000000" : "new-00000000000000000";
    }

    private String ec2Arn(String type, String id) {
        return account.arn("ec2", type + "/" + id);
    }

    private Stream<String> named(String service, String operation, Members request) {
        return switch (service) {
            case "iam" -> iam(request);
            case "lambda" ->
                arn(request, "FunctionName", name -> account.arn("lambda", "function:" + name), "Resource");
            case "ecs" -> ecs(operation, request);
            case "ecr" ->
                arn(request, "repositoryName", name -> account.arn("ecr", "repository/" + name), "resourceArn");
            case "logs" ->
                arn(request, "logGroupName", name -> account.arn("logs", "log-group:" + name), "resourceArn")
                        .map(arn -> arn.endsWith(":*") ? arn : arn + ":*");
            case "ssm" ->
                Stream.of("Name", "Names", "Path", "ResourceId")
                        .flatMap(name -> request.texts(name).stream())
                        .map(name -> name.startsWith("arn:")
                                ? name
                                : account.arn("ssm", "parameter" + (name.startsWith("/") ? name : "/" + name)));
            case "secretsmanager" ->
                Stream.of("SecretId", "Name")
                        .flatMap(name -> request.texts(name).stream())
                        .map(name -> name.startsWith("arn:")
                                ? name
                                : account.arn("secretsmanager", "secret:" + name + "-000000"));
            case "sns" -> arn(request, "Name", name -> account.arn("sns", name), "TopicArn", "ResourceArn");
            case "monitoring" -> cloudWatch(operation, request);
            case "elasticloadbalancing" -> elb(operation, request);
            case "wafv2" -> waf(operation, request);
            case "s3" -> s3(request);
            case "route53" ->
                Stream.of("HostedZoneId", "Id", "ResourceId")
                        .flatMap(name -> request.texts(name).stream())
                        .map(id -> "arn:aws:route53:::"
                                + (id.contains("C") && operation.equals("GetChange") ? "change/" : "hostedzone/")
                                + id.substring(id.lastIndexOf('/') + 1));
            case "acm" -> request.texts("CertificateArn").stream();
            case "sts" -> request.texts("RoleArn").stream();
            case "application-autoscaling" -> Stream.of(account.arn("application-autoscaling", "scalable-target/*"));
            default -> Stream.empty();
        };
    }

    /** Of a member that is a name or an ARN, and of others that are ARNs. */
    private static Stream<String> arn(Members request, String member, Function<String, String> full, String... arns) {
        Stream<String> named =
                request.texts(member).stream().map(name -> name.startsWith("arn:") ? name : full.apply(name));
        return Stream.concat(named, Stream.of(arns).flatMap(name -> request.texts(name).stream()));
    }

    private Stream<String> iam(Members request) {
        Optional<String> linked = request.text("AWSServiceName");
        if (linked.isPresent()) {
            return Stream.of(account.globalArn("iam", "role/aws-service-role/" + linked.get() + "/new"));
        }
        String path = request.text("Path").orElse("/");
        Stream<String> roles =
                request.texts("RoleName").stream().map(name -> account.globalArn("iam", "role" + path + name));
        // Attaching is a right on the role; the policy is a condition key.
        Stream<String> policies = request.text("RoleName").isPresent()
                ? Stream.empty()
                : arn(request, "PolicyName", name -> account.globalArn("iam", "policy" + path + name), "PolicyArn");
        return Stream.of(roles, policies, request.texts("PolicySourceArn").stream())
                .flatMap(all -> all);
    }

    private Stream<String> ecs(String operation, Members request) {
        String cluster = last(
                request.text("cluster").or(() -> request.text("clusterName")).orElse("default"));
        Stream<String> services = Stream.of("service", "serviceName", "services")
                .flatMap(name -> request.texts(name).stream())
                .map(name -> account.arn("ecs", "service/" + cluster + "/" + last(name)));
        Stream<String> tasks = Stream.of("task", "tasks")
                .flatMap(name -> request.texts(name).stream())
                .map(name -> account.arn("ecs", "task/" + cluster + "/" + last(name)));
        Stream<String> clusters = Stream.of("clusterName", "clusters")
                .flatMap(name -> request.texts(name).stream())
                .map(name -> account.arn("ecs", "cluster/" + last(name)));
        return switch (operation) {
            case "RunTask" ->
                request.texts("taskDefinition").stream()
                        .map(name -> account.arn("ecs", "task-definition/" + last(name)));
            case "RegisterTaskDefinition" ->
                request.texts("family").stream().map(name -> account.arn("ecs", "task-definition/" + name + ":0"));
            case "DeregisterTaskDefinition", "DeleteTaskDefinitions" -> Stream.empty();
            case "TagResource", "UntagResource" -> request.texts("resourceArn").stream();
            case "DeleteCluster", "UpdateCluster" -> Stream.of(account.arn("ecs", "cluster/" + cluster));
            default -> Stream.of(services, tasks, clusters).flatMap(all -> all);
        };
    }

    private static String last(String arnOrName) {
        return arnOrName.substring(arnOrName.lastIndexOf('/') + 1);
    }

    private Stream<String> cloudWatch(String operation, Members request) {
        if (operation.contains("Dashboard")) {
            return Stream.of("DashboardName", "DashboardNames")
                    .flatMap(name -> request.texts(name).stream())
                    .map(name -> account.globalArn("cloudwatch", "dashboard/" + name));
        }
        Stream<String> alarms = Stream.of("AlarmName", "AlarmNames")
                .flatMap(name -> request.texts(name).stream())
                .map(name -> account.arn("cloudwatch", "alarm:" + name));
        return Stream.concat(alarms, request.texts("ResourceARN").stream());
    }

    private Stream<String> elb(String operation, Members request) {
        return switch (operation) {
            case "CreateLoadBalancer" ->
                request.texts("Name").stream()
                        .map(name ->
                                account.arn("elasticloadbalancing", "loadbalancer/app/" + name + "/0000000000000000"));
            case "CreateTargetGroup" ->
                request.texts("Name").stream()
                        .map(name -> account.arn("elasticloadbalancing", "targetgroup/" + name + "/0000000000000000"));
            case "SetRulePriorities" ->
                request.children("RulePriorities").stream().flatMap(rule -> rule.text("RuleArn").stream());
            default ->
                Stream.of("LoadBalancerArn", "TargetGroupArn", "ListenerArn", "RuleArn", "ResourceArns")
                        .flatMap(name -> request.texts(name).stream());
        };
    }

    private Stream<String> waf(String operation, Members request) {
        String type = operation.contains("IPSet") ? "ipset" : "webacl";
        Stream<String> named = request.texts("Name").stream()
                .map(name -> account.arn(
                        "wafv2",
                        "regional/" + type + "/" + name + "/"
                                + request.text("Id").orElse("new")));
        Stream<String> arns = Stream.of("WebACLArn", "ResourceARN").flatMap(name -> request.texts(name).stream());
        return Stream.concat(named, arns);
    }

    private static Stream<String> s3(Members request) {
        return request.texts("Bucket").stream()
                .map(bucket -> "arn:aws:s3:::" + bucket
                        + request.text("Key").map(key -> "/" + key).orElse(""));
    }
}
