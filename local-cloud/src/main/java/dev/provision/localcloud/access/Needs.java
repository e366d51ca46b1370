package dev.provision.localcloud.access;

import dev.provision.localcloud.state.Account;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * Which rights a call needs: the action that goes with its operation, and what AWS asks for besides, from the Service
 * Authorization Reference (https://docs.aws.amazon.com/service-authorization/latest/reference/).
 */
final class Needs {
    /** The prefix of actions where it is not the signing name. */
    private static final Map<String, String> PREFIXES = Map.of("monitoring", "cloudwatch", "tagging", "tag");

    /** Actions that are not called as their operations. */
    private static final Map<String, String> RENAMED = Map.ofEntries(
            Map.entry("lambda:Invoke", "lambda:InvokeFunction"),
            Map.entry("lambda:InvokeWithResponseStream", "lambda:InvokeFunction"),
            Map.entry("s3:ListObjectsV2", "s3:ListBucket"),
            Map.entry("s3:HeadBucket", "s3:ListBucket"),
            Map.entry("s3:HeadObject", "s3:GetObject"),
            Map.entry("s3:DeleteObjects", "s3:DeleteObject"),
            Map.entry("s3:ListBuckets", "s3:ListAllMyBuckets"),
            Map.entry("s3:GetPublicAccessBlock", "s3:GetBucketPublicAccessBlock"),
            Map.entry("s3:PutPublicAccessBlock", "s3:PutBucketPublicAccessBlock"));

    /** What it needs to put tags on something, by service. */
    private static final Map<String, String> TAGGING = Map.ofEntries(
            Map.entry("ec2", "ec2:CreateTags"),
            Map.entry("elasticloadbalancing", "elasticloadbalancing:AddTags"),
            Map.entry("ecs", "ecs:TagResource"),
            Map.entry("ecr", "ecr:TagResource"),
            Map.entry("lambda", "lambda:TagResource"),
            Map.entry("logs", "logs:TagResource"),
            Map.entry("monitoring", "cloudwatch:TagResource"),
            // In ARNs it has the other name.
            Map.entry("cloudwatch", "cloudwatch:TagResource"),
            Map.entry("ssm", "ssm:AddTagsToResource"),
            Map.entry("acm", "acm:AddTagsToCertificate"),
            Map.entry("secretsmanager", "secretsmanager:TagResource"),
            Map.entry("sns", "sns:TagResource"),
            Map.entry("wafv2", "wafv2:TagResource"),
            Map.entry("application-autoscaling", "application-autoscaling:TagResource"));

    /** The rights to take tags away, as far as they are not called Untag… where the others are called Tag…. */
    private static final Map<String, String> UNTAGGING = Map.of(
            "ec2:CreateTags", "ec2:DeleteTags",
            "elasticloadbalancing:AddTags", "elasticloadbalancing:RemoveTags",
            "ssm:AddTagsToResource", "ssm:RemoveTagsFromResource",
            "acm:AddTagsToCertificate", "acm:RemoveTagsFromCertificate");

    private static final Set<String> MAKES = Set.of("Create", "Register", "Put", "Request", "Run", "Allocate");

    private final Resources resources;
    private final Predicate<String> serviceLinkedRoles;
    private final Account account;

    /** @param serviceLinkedRoles whether the service-linked role of a service, for example {@code ecs.amazonaws.com}, is there */
    Needs(Account account, Predicate<String> serviceLinkedRoles) {
        this.account = account;
        this.resources = new Resources(account);
        this.serviceLinkedRoles = serviceLinkedRoles;
    }

    /** Everything that a call needs; nothing for what everybody may do. */
    List<Need> of(String service, String operation, Members request) {
        if (service.equals("sts") && operation.equals("GetCallerIdentity")) {
            return List.of();
        }
        List<Need> needs = new ArrayList<>();
        String action = action(service, operation);
        resources.of(service, operation, request).forEach(resource -> needs.add(Need.of(action, resource)));
        needs.addAll(tagging(service, operation, request));
        needs.addAll(passing(service, operation, request));
        needs.addAll(others(service, operation, request));
        return needs;
    }

    static String action(String service, String operation) {
        String action = PREFIXES.getOrDefault(service, service) + ":" + operation;
        return RENAMED.getOrDefault(action, action);
    }

    private List<Need> tagging(String service, String operation, Members request) {
        boolean makes = MAKES.stream().anyMatch(operation::startsWith);
        if (!makes || request.tags().isEmpty()) {
            return List.of();
        }
        Optional<String> action =
                switch (service) {
                    case "iam" -> Optional.of(operation.equals("CreatePolicy") ? "iam:TagPolicy" : "iam:TagRole");
                    default -> Optional.ofNullable(TAGGING.get(service));
                };
        return action.stream()
                .flatMap(tag ->
                        resources.made(service, operation, request).stream().map(made -> Need.of(tag, made)))
                .toList();
    }

    /** A role may be handed to a service by who may pass it only. */
    private List<Need> passing(String service, String operation, Members request) {
        Stream<String> roles =
                switch (service + ":" + operation) {
                    case "lambda:CreateFunction", "lambda:UpdateFunctionConfiguration" -> request.text("Role").stream();
                    case "ecs:RegisterTaskDefinition" -> passed(request);
                    case "ecs:RunTask" -> request.child("overrides").stream().flatMap(Needs::passed);
                    case "application-autoscaling:RegisterScalableTarget" -> request.text("RoleARN").stream();
                    default -> Stream.empty();
                };
        String to =
                switch (service) {
                    case "lambda" -> "lambda.amazonaws.com";
                    case "ecs" -> "ecs-tasks.amazonaws.com";
                    default -> service + ".amazonaws.com";
                };
        return roles.distinct()
                .map(role -> new Need("iam:PassRole", role, Map.of("iam:PassedToService", to)))
                .toList();
    }

    private static Stream<String> passed(Members request) {
        return Stream.of("executionRoleArn", "taskRoleArn").flatMap(name -> request.text(name).stream());
    }

    private List<Need> others(String service, String operation, Members request) {
        return switch (service + ":" + operation) {
            // "The ECS service-linked role is made with the first cluster", and so with the others.
            case "ecs:CreateCluster", "ecs:CreateService" -> linked("ecs.amazonaws.com", "AWSServiceRoleForECS");
            case "elasticloadbalancing:CreateLoadBalancer" ->
                linked("elasticloadbalancing.amazonaws.com", "AWSServiceRoleForElasticLoadBalancing");
            case "application-autoscaling:RegisterScalableTarget" -> scaling(request);
            // "In addition to the tag:TagResources permission [...] you must also have the tagging permission defined
            // by the
            // service that created the resource": API_TagResources.
            case "tagging:TagResources" -> ofEach(request, tag -> tag);
            case "tagging:UntagResources" ->
                ofEach(request, tag -> UNTAGGING.getOrDefault(tag, tag.replace(":Tag", ":Untag")));
            case "wafv2:AssociateWebACL", "wafv2:DisassociateWebACL" ->
                List.of(Need.of(
                        "elasticloadbalancing:SetWebACL",
                        request.text("ResourceArn").orElse("*")));
            // Lambda looks at the network of a function in a VPC on behalf of the caller (configuration-vpc).
            case "lambda:CreateFunction", "lambda:UpdateFunctionConfiguration" ->
                request.child("VpcConfig").filter(vpc -> !vpc.texts("SubnetIds").isEmpty()).stream()
                        .flatMap(_ -> Stream.of("DescribeSecurityGroups", "DescribeSubnets", "DescribeVpcs"))
                        .map(describe -> Need.of("ec2:" + describe, "*"))
                        .toList();
            default -> List.of();
        };
    }

    /** What the service of each named resource asks for, made from its right to add tags. */
    private static List<Need> ofEach(Members request, UnaryOperator<String> right) {
        return request.texts("ResourceARNList").stream()
                .filter(arn -> arn.startsWith("arn:"))
                .flatMap(arn -> Stream.ofNullable(TAGGING.get(arn.split(":", 4)[2]))
                        .map(right)
                        .map(action -> Need.of(action, arn)))
                .toList();
    }

    private List<Need> scaling(Members request) {
        return request.text("ServiceNamespace").filter("lambda"::equals).isPresent()
                ? linked(
                        "lambda.application-autoscaling.amazonaws.com",
                        "AWSServiceRoleForApplicationAutoScaling_LambdaConcurrency")
                : linked(
                        "ecs.application-autoscaling.amazonaws.com",
                        "AWSServiceRoleForApplicationAutoScaling_ECSService");
    }

    private List<Need> linked(String service, String role) {
        return serviceLinkedRoles.test(service)
                ? List.of()
                : List.of(new Need(
                        "iam:CreateServiceLinkedRole",
                        account.globalArn("iam", "role/aws-service-role/" + service + "/" + role),
                        Map.of("iam:AWSServiceName", service)));
    }
}
