package dev.provision.users;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import software.amazon.awssdk.protocols.jsoncore.JsonNode;

/** SPEC.md's architecture as the {@code aws} CLI sees it: exactly what the tables say and nothing beside it. */
final class Architecture {
    private static final String PREFIX = "helidon-demo-api-local";

    private final Checkout checkout;

    Architecture(Checkout checkout) {
        this.checkout = checkout;
    }

    void check() {
        Map<String, String> subnets = network();
        routes(subnets);
        securityGroups();
        roles();
        loadBalancing();
        scaling();
        logs();
    }

    /** @return subnet name by id, for example {@code public 10.0.1.0/24} */
    private Map<String, String> network() {
        List<JsonNode> vpcs = list("Vpcs", "ec2", "describe-vpcs", "--filters", "Name=tag:provision:env,Values=local");
        assertThat(texts(vpcs, "CidrBlock")).containsExactly("10.0.0.0/16");
        String vpc = text(vpcs.getFirst(), "VpcId");
        for (String attribute : List.of("enableDnsSupport", "enableDnsHostnames")) {
            assertThat(run("ec2", "describe-vpc-attribute", "--vpc-id", vpc, "--attribute", attribute)
                            .toString())
                    .contains("true");
        }
        List<JsonNode> subnets = list("Subnets", "ec2", "describe-subnets", "--filters", "Name=vpc-id,Values=" + vpc);
        assertThat(subnets.stream()
                        .map(subnet -> text(subnet, "CidrBlock") + " " + text(subnet, "AvailabilityZone"))
                        .toList())
                .containsExactlyInAnyOrder(
                        "10.0.1.0/24 eu-west-2a",
                        "10.0.2.0/24 eu-west-2b",
                        "10.0.10.0/24 eu-west-2a",
                        "10.0.11.0/24 eu-west-2b");
        return subnets.stream()
                .collect(Collectors.toMap(subnet -> text(subnet, "SubnetId"), subnet -> text(subnet, "CidrBlock")));
    }

    private void routes(Map<String, String> subnets) {
        Map<String, String> subnetOfNat = list("NatGateways", "ec2", "describe-nat-gateways").stream()
                .filter(nat -> text(nat, "State").equals("available"))
                .collect(Collectors.toMap(nat -> text(nat, "NatGatewayId"), nat -> subnets.get(text(nat, "SubnetId"))));
        assertThat(subnetOfNat.values()).containsExactlyInAnyOrder("10.0.1.0/24", "10.0.2.0/24");
        assertThat(list("Addresses", "ec2", "describe-addresses")).hasSize(2);

        Map<String, String> wayOut = new TreeMap<>();
        for (JsonNode table : list("RouteTables", "ec2", "describe-route-tables")) {
            for (JsonNode association :
                    table.field("Associations").orElseThrow().asArray()) {
                Optional<String> subnet =
                        association.field("SubnetId").map(JsonNode::asString).map(subnets::get);
                subnet.ifPresent(cidr -> wayOut.put(cidr, defaultRoute(table, subnetOfNat)));
            }
        }
        assertThat(wayOut)
                .isEqualTo(Map.of(
                        "10.0.1.0/24", "internet",
                        "10.0.2.0/24", "internet",
                        "10.0.10.0/24", "nat in 10.0.1.0/24",
                        "10.0.11.0/24", "nat in 10.0.2.0/24"));
    }

    private static String defaultRoute(JsonNode table, Map<String, String> subnetOfNat) {
        return table.field("Routes").orElseThrow().asArray().stream()
                .filter(route -> route.field("DestinationCidrBlock")
                        .filter(cidr -> cidr.asString().equals("0.0.0.0/0"))
                        .isPresent())
                .map(route -> route.field("NatGatewayId").isPresent()
                        ? "nat in " + subnetOfNat.get(text(route, "NatGatewayId"))
                        : text(route, "GatewayId").startsWith("igw-") ? "internet" : "?")
                .collect(Collectors.joining(","));
    }

    private void securityGroups() {
        List<JsonNode> groups = list(
                "SecurityGroups",
                "ec2",
                "describe-security-groups",
                "--filters",
                "Name=tag:provision:env,Values=local");
        Map<String, String> names = groups.stream()
                .collect(Collectors.toMap(group -> text(group, "GroupId"), group -> text(group, "GroupName")
                        .replace(PREFIX + "-", "")));
        List<String> rules = new ArrayList<>();
        for (JsonNode group : groups) {
            String name = names.get(text(group, "GroupId"));
            rules.addAll(rules(name + " in", group.field("IpPermissions").orElseThrow(), names));
            rules.addAll(rules(name + " out", group.field("IpPermissionsEgress").orElseThrow(), names));
        }
        assertThat(rules)
                .containsExactlyInAnyOrder(
                        "alb in tcp 80 0.0.0.0/0",
                        "alb in tcp 443 0.0.0.0/0",
                        "alb out tcp 8080 lambda",
                        "alb out tcp 8080 fargate",
                        "lambda in tcp 8080 alb",
                        "lambda out tcp 443 0.0.0.0/0",
                        "fargate in tcp 8080 alb",
                        "fargate out tcp 443 0.0.0.0/0");
    }

    private static List<String> rules(String prefix, JsonNode permissions, Map<String, String> names) {
        List<String> rules = new ArrayList<>();
        for (JsonNode permission : permissions.asArray()) {
            String what = prefix + " " + text(permission, "IpProtocol") + " "
                    + permission.field("FromPort").map(JsonNode::asNumber).orElse("*");
            permission.field("IpRanges").ifPresent(ranges -> ranges.asArray()
                    .forEach(range -> rules.add(what + " " + text(range, "CidrIp"))));
            permission.field("UserIdGroupPairs").ifPresent(pairs -> pairs.asArray()
                    .forEach(pair -> rules.add(what + " " + names.get(text(pair, "GroupId")))));
        }
        return rules;
    }

    private void roles() {
        Map<String, String> actions = new TreeMap<>();
        for (JsonNode role : list("Roles", "iam", "list-roles")) {
            String name = text(role, "RoleName");
            if (name.startsWith(PREFIX)) {
                List<String> allowed = new ArrayList<>();
                for (JsonNode policy : list("PolicyNames", "iam", "list-role-policies", "--role-name", name)) {
                    JsonNode document = run(
                                    "iam", "get-role-policy", "--role-name", name, "--policy-name", policy.asString())
                            .field("PolicyDocument")
                            .orElseThrow();
                    for (JsonNode statement :
                            oneOrMore(document.field("Statement").orElseThrow())) {
                        oneOrMore(statement.field("Action").orElseThrow())
                                .forEach(action -> allowed.add(action.asString()));
                    }
                }
                actions.put(
                        name.substring(PREFIX.length() + 1),
                        allowed.stream().sorted().collect(Collectors.joining(" ")));
            }
        }
        assertThat(actions).hasSize(3);
        assertThat(actions.values())
                .anySatisfy(lambda -> assertThat(lambda)
                        .contains(
                                "ec2:CreateNetworkInterface",
                                "ec2:DeleteNetworkInterface",
                                "ec2:DescribeNetworkInterfaces",
                                "logs:CreateLogGroup logs:CreateLogStream logs:PutLogEvents"))
                .anySatisfy(task -> assertThat(task).isEqualTo("logs:CreateLogStream logs:PutLogEvents"))
                .anySatisfy(execution -> assertThat(execution).contains("ecr:GetDownloadUrlForLayer"));
    }

    private void loadBalancing() {
        JsonNode balancer =
                list("LoadBalancers", "elbv2", "describe-load-balancers").getFirst();
        assertThat(text(balancer, "Scheme")).isEqualTo("internet-facing");
        assertThat(text(balancer, "DNSName")).isEqualTo("localhost");
        assertThat(balancer.field("State")
                        .orElseThrow()
                        .field("Code")
                        .orElseThrow()
                        .asString())
                .isEqualTo("active");
        assertThat(list("TargetGroups", "elbv2", "describe-target-groups").stream()
                        .map(group -> text(group, "TargetType"))
                        .toList())
                .containsExactlyInAnyOrder("lambda", "ip");
        String listener = text(
                list(
                                "Listeners",
                                "elbv2",
                                "describe-listeners",
                                "--load-balancer-arn",
                                text(balancer, "LoadBalancerArn"))
                        .getFirst(),
                "ListenerArn");
        List<String> paths = list("Rules", "elbv2", "describe-rules", "--listener-arn", listener).stream()
                .filter(rule -> !rule.field("IsDefault").orElseThrow().asBoolean())
                .flatMap(rule -> rule.field("Conditions").orElseThrow().asArray().stream())
                .flatMap(condition -> condition.field("Values").orElseThrow().asArray().stream())
                .map(JsonNode::asString)
                .toList();
        assertThat(paths).containsExactlyInAnyOrder("/lambda/*", "/fargate/*");
    }

    private void scaling() {
        JsonNode target = list(
                        "ScalableTargets",
                        "application-autoscaling",
                        "describe-scalable-targets",
                        "--service-namespace",
                        "ecs")
                .getFirst();
        assertThat(target.field("MinCapacity").orElseThrow().asNumber()).isEqualTo("1");
        assertThat(target.field("MaxCapacity").orElseThrow().asNumber()).isEqualTo("10");
        assertThat(list(
                        "ScalingPolicies",
                        "application-autoscaling",
                        "describe-scaling-policies",
                        "--service-namespace",
                        "ecs"))
                .hasSize(3)
                .allSatisfy(policy -> assertThat(
                                policy.field("Alarms").orElseThrow().asArray())
                        .hasSize(1));
        List<String> alarms =
                list("MetricAlarms", "cloudwatch", "describe-alarms", "--alarm-name-prefix", PREFIX).stream()
                        .filter(alarm -> text(alarm, "Namespace").equals("AWS/ECS"))
                        .map(alarm -> text(alarm, "MetricName") + " " + text(alarm, "ComparisonOperator") + " "
                                + number(alarm, "Threshold") + " "
                                + number(alarm, "Period") * number(alarm, "EvaluationPeriods") + " s")
                        .toList();
        assertThat(alarms)
                .containsExactlyInAnyOrder(
                        "CPUUtilization GreaterThanThreshold 60 60 s",
                        "CPUUtilization LessThanThreshold 60 300 s",
                        "MemoryUtilization GreaterThanThreshold 70 60 s");
    }

    private void logs() {
        Map<String, String> groups = Map.of(
                "/aws/lambda/" + PREFIX + "-lambda", "Started GET /lambda/health",
                "/ecs/" + PREFIX + "-fargate", "Starting server on port 8080");
        assertThat(texts(list("logGroups", "logs", "describe-log-groups"), "logGroupName"))
                .containsExactlyInAnyOrderElementsOf(groups.keySet());
        groups.forEach((group, line) -> assertThat(
                        texts(list("events", "logs", "filter-log-events", "--log-group-name", group), "message"))
                .anySatisfy(message -> assertThat(message).contains(line)));
        assertThat(texts(
                        list(
                                "logStreams",
                                "logs",
                                "describe-log-streams",
                                "--log-group-name",
                                "/ecs/" + PREFIX + "-fargate"),
                        "logStreamName"))
                .allSatisfy(stream -> assertThat(stream).matches("ecs/fargate/[0-9a-f]{32}"));
    }

    /** What the teardown must have removed, one service at a time. */
    void checkGone() {
        assertThat(list("Vpcs", "ec2", "describe-vpcs", "--filters", "Name=tag:provision:env,Values=local"))
                .isEmpty();
        assertThat(list("Addresses", "ec2", "describe-addresses")).isEmpty();
        assertThat(list("NetworkInterfaces", "ec2", "describe-network-interfaces"))
                .isEmpty();
        assertThat(list("LoadBalancers", "elbv2", "describe-load-balancers")).isEmpty();
        assertThat(list("TargetGroups", "elbv2", "describe-target-groups")).isEmpty();
        assertThat(list("Functions", "lambda", "list-functions")).isEmpty();
        assertThat(list("repositories", "ecr", "describe-repositories")).isEmpty();
        assertThat(list("logGroups", "logs", "describe-log-groups")).isEmpty();
        assertThat(list("MetricAlarms", "cloudwatch", "describe-alarms")).isEmpty();
        assertThat(list("clusterArns", "ecs", "list-clusters")).isEmpty();
        assertThat(list("taskDefinitionArns", "ecs", "list-task-definitions")).isEmpty();
        assertThat(texts(list("Roles", "iam", "list-roles"), "RoleName")).noneMatch(name -> name.startsWith(PREFIX));
        assertThat(list(
                        "ResourceTagMappingList",
                        "resourcegroupstaggingapi",
                        "get-resources",
                        "--tag-filters",
                        "Key=provision:env,Values=local"))
                // A deleted NAT gateway is described, and so tagged, for another hour.
                .filteredOn(resource -> !text(resource, "ResourceARN").contains(":natgateway/"))
                .isEmpty();
        assertThat(texts(list("NatGateways", "ec2", "describe-nat-gateways"), "State"))
                .containsOnly("deleted");
    }

    /** IAM accepts a single item in place of a list. */
    private static List<JsonNode> oneOrMore(JsonNode value) {
        return value.isArray() ? value.asArray() : List.of(value);
    }

    private JsonNode run(String... arguments) {
        return JsonNode.parser().parse(checkout.aws(arguments).succeeded().output());
    }

    private List<JsonNode> list(String member, String... arguments) {
        return run(arguments).field(member).map(JsonNode::asArray).orElse(List.of());
    }

    private static List<String> texts(List<JsonNode> nodes, String member) {
        return nodes.stream().map(node -> text(node, member)).toList();
    }

    private static String text(JsonNode node, String member) {
        return node.field(member)
                .orElseThrow(() -> new AssertionError("no " + member + " in " + node))
                .asString();
    }

    private static int number(JsonNode node, String member) {
        return (int) Double.parseDouble(node.field(member).orElseThrow().asNumber());
    }
}
