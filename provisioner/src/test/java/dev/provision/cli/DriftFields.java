package dev.provision.cli;

import static java.util.Map.entry;

import java.util.Map;
import java.util.Set;

/** Every field that a step compares, but for tags, as the plan calls it. */
final class DriftFields {
    private DriftFields() {}

    private static final Set<String> ALARM = Set.of(
            "description",
            "condition",
            "dimensions",
            "treat_missing_data",
            "alarm_actions",
            "ok_actions",
            "actions_enabled");

    /** By kind of step, the fields that {@link Drift} changes. */
    static final Map<String, Set<String>> CHANGED = Map.ofEntries(
            entry("vpc", Set.of("enable_dns_hostnames", "enable_dns_support")),
            entry("subnet", Set.of("map_public_ip_on_launch")),
            entry("route", Set.of("target")),
            entry("security-group-rules", Set.of("rule")),
            entry("route-table-association", Set.of("route_table_id")),
            entry(
                    "role",
                    Set.of("assume_role_policy", "attached_policy.AWSLambdaBasicExecutionRole", "inline_policy.more")),
            entry("repository", Set.of("image_tag_mutability", "policy", "lifecycle_policy")),
            entry("log-group", Set.of("retention_in_days")),
            entry(
                    "load-balancer",
                    Set.of(
                            "subnets",
                            "security_groups",
                            "attributes.idle_timeout.timeout_seconds",
                            "attributes.routing.http.drop_invalid_header_fields.enabled")),
            entry("listener", Set.of("default_action")),
            entry("listener-rule", Set.of("path_patterns", "other_conditions", "other_actions", "transforms")),
            entry(
                    "target-group",
                    Set.of(
                            "health_check.path",
                            "health_check.protocol",
                            "health_check.interval",
                            "health_check.timeout",
                            "health_check.healthy_threshold",
                            "health_check.unhealthy_threshold",
                            "health_check.matcher",
                            "attributes.deregistration_delay.timeout_seconds",
                            "attributes.lambda.multi_value_headers.enabled")),
            entry(
                    "function",
                    Set.of(
                            "memory_size",
                            "timeout",
                            "environment",
                            "reserved_concurrency",
                            "subnet_ids",
                            "security_group_ids")),
            entry(
                    "service",
                    Set.of(
                            "assign_public_ip",
                            "desired_count",
                            "deployment_configuration",
                            "health_check_grace_period_seconds",
                            "managed_tags",
                            "propagate_tags",
                            "security_groups",
                            "subnets")),
            entry("scalable-target", Set.of("min_capacity", "max_capacity")),
            entry("scaling-policy", Set.of("configuration")),
            entry("alarm", ALARM),
            entry("health-alarm", ALARM),
            entry("dashboard", Set.of("charts")));

    /** By kind of step, the fields that {@link Drift} leaves alone. */
    static final Map<String, Set<String>> NOT_CHANGED = Map.ofEntries(
            // AWS changes none of these of a resource that is in use.
            entry("vpc", Set.of("cidr_block")),
            entry("subnet", Set.of("cidr_block", "vpc_id")),
            entry("internet-gateway", Set.of("attached_vpc_id")),
            entry("nat-gateway", Set.of("allocation_id", "subnet_id")),
            entry("route-table", Set.of("vpc_id")),
            entry("security-group", Set.of("description", "group_name", "vpc_id")),
            entry("target-group", Set.of("port", "target_type", "vpc_id")),
            // A route is black where what it leads to is gone; a listener that only redirects is HttpsTest's.
            entry("route", Set.of("state")),
            entry("listener", Set.of("protocol", "rules")),
            // The bucket would have to be there; BroughtTest has one.
            entry("load-balancer", Set.of("attributes.access_logs.s3.enabled")),
            // A release moves these, ConvergeTest gives routes another order, FieldsTest requests to the version
            // before.
            entry("listener-rule", Set.of("forward", "priority", "weights")),
            entry("image", Set.of("tag")),
            entry("function", Set.of("architecture", "image_uri", "role")),
            // FieldsTest has a second version to give calls to.
            entry(
                    "function-alias",
                    Set.of("function_version", "additional_version_weights", "provisioned_concurrency")),
            entry("function-permission", Set.of("source_arn")),
            entry("target-registration", Set.of("target")),
            entry("service", Set.of("enable_execute_command", "status", "target_groups", "task_definition")),
            // Neither a version nor a revision ever changes: where one differs, another is made.
            entry(
                    "function-version",
                    Set.of(
                            "architecture",
                            "code",
                            "environment",
                            "memory_size",
                            "role",
                            "security_group_ids",
                            "subnet_ids",
                            "timeout")),
            entry(
                    "task-definition",
                    Set.of(
                            "architecture",
                            "container",
                            "cpu",
                            "execution_role_arn",
                            "image",
                            "log_options",
                            "memory",
                            "port",
                            "secrets",
                            "task_role_arn")));
}
