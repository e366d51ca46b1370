package dev.provision.localcloud.console;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.provision.localcloud.lambda.Instance;
import dev.provision.localcloud.wire.InProcess;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricDataRequest;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricDataResponse;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataQuery;
import software.amazon.awssdk.services.ec2.model.DescribeNatGatewaysRequest;
import software.amazon.awssdk.services.ec2.model.DescribeNatGatewaysResponse;
import software.amazon.awssdk.services.ec2.model.DescribeSubnetsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeSubnetsResponse;
import software.amazon.awssdk.services.ecs.model.Attachment;
import software.amazon.awssdk.services.ecs.model.DescribeServicesRequest;
import software.amazon.awssdk.services.ecs.model.DescribeServicesResponse;
import software.amazon.awssdk.services.ecs.model.DescribeTasksRequest;
import software.amazon.awssdk.services.ecs.model.DescribeTasksResponse;
import software.amazon.awssdk.services.ecs.model.ListClustersRequest;
import software.amazon.awssdk.services.ecs.model.ListClustersResponse;
import software.amazon.awssdk.services.ecs.model.ListServicesRequest;
import software.amazon.awssdk.services.ecs.model.ListServicesResponse;
import software.amazon.awssdk.services.ecs.model.ListTasksRequest;
import software.amazon.awssdk.services.ecs.model.ListTasksResponse;
import software.amazon.awssdk.services.ecs.model.Service;
import software.amazon.awssdk.services.ecs.model.Task;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Action;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeListenersRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeListenersResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeLoadBalancersRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeLoadBalancersResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeRulesRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeRulesResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTargetGroupsRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTargetGroupsResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTargetHealthRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTargetHealthResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancer;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Rule;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroup;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealthDescription;

/** What there is at one moment, as the page wants it. */
final class Snapshot {
    private static final int WINDOW_SECONDS = 5;
    private static final JsonMapper JSON = new JsonMapper();
    private final InProcess cloud;
    private final Supplier<List<Instance>> instances;
    private final Supplier<Instant> now;

    Snapshot(InProcess cloud, Supplier<List<Instance>> instances, Supplier<Instant> now) {
        this.cloud = cloud;
        this.instances = instances;
        this.now = now;
    }

    ObjectNode take() {
        ObjectNode all = JSON.createObjectNode().put("time", now.get().toString());
        network(all);
        balancers(all.putArray("balancers"));
        services(all.putArray("services"));
        ArrayNode list = all.putArray("instances");
        instances.get().forEach(one -> list.addObject()
                .put("function", one.function())
                .put("version", one.version())
                .put("stream", one.stream())
                .put("state", one.state()));
        return all;
    }

    private void network(ObjectNode all) {
        ArrayNode subnets = all.putArray("subnets");
        cloud.ask(DescribeSubnetsRequest.builder().build(), DescribeSubnetsResponse.class)
                .subnets()
                .forEach(subnet -> subnets.addObject()
                        .put("id", subnet.subnetId())
                        .put("cidr", subnet.cidrBlock())
                        .put("zone", subnet.availabilityZone())
                        .put(
                                "name",
                                subnet.tags().stream()
                                        .filter(tag -> tag.key().equals("Name"))
                                        .map(tag -> tag.value())
                                        .findFirst()
                                        .orElse("")));
        ArrayNode gateways = all.putArray("nats");
        cloud.ask(DescribeNatGatewaysRequest.builder().build(), DescribeNatGatewaysResponse.class)
                .natGateways()
                .forEach(nat -> gateways.addObject()
                        .put("id", nat.natGatewayId())
                        .put("subnet", nat.subnetId())
                        .put("state", nat.stateAsString()));
    }

    private void balancers(ArrayNode list) {
        for (LoadBalancer balancer : cloud.ask(
                        DescribeLoadBalancersRequest.builder().build(), DescribeLoadBalancersResponse.class)
                .loadBalancers()) {
            String arn = balancer.loadBalancerArn();
            ObjectNode node = list.addObject()
                    .put("name", balancer.loadBalancerName())
                    .put("dns", balancer.dnsName())
                    .put("state", balancer.state().codeAsString());
            ArrayNode rules = node.putArray("rules");
            cloud.ask(DescribeListenersRequest.builder().loadBalancerArn(arn).build(), DescribeListenersResponse.class)
                    .listeners()
                    .forEach(listener -> cloud.ask(
                                    DescribeRulesRequest.builder()
                                            .listenerArn(listener.listenerArn())
                                            .build(),
                                    DescribeRulesResponse.class)
                            .rules()
                            .forEach(rule -> rule(rule, listener.port(), rules.addObject())));
            ArrayNode groups = node.putArray("groups");
            cloud.ask(
                            DescribeTargetGroupsRequest.builder()
                                    .loadBalancerArn(arn)
                                    .build(),
                            DescribeTargetGroupsResponse.class)
                    .targetGroups()
                    .forEach(group -> group(group, arn, groups.addObject()));
        }
    }

    private static void rule(Rule rule, int port, ObjectNode node) {
        String path = rule.conditions().stream()
                .flatMap(condition -> condition.pathPatternConfig() == null
                        ? condition.values().stream()
                        : condition.pathPatternConfig().values().stream())
                .findFirst()
                .orElse("anything else");
        node.put("port", port).put("path", path).put("priority", rule.priority());
        node.put("probe", rule.conditions().stream().anyMatch(one -> one.httpHeaderConfig() != null));
        ArrayNode weights = node.putArray("weights");
        for (Action action : rule.actions()) {
            if (action.forwardConfig() == null) {
                node.put("action", action.typeAsString());
            } else {
                action.forwardConfig().targetGroups().forEach(target -> weights.addObject()
                        .put("group", target.targetGroupArn())
                        .put("weight", target.weight() == null ? 1 : target.weight()));
            }
        }
    }

    private void group(TargetGroup group, String balancer, ObjectNode node) {
        node.put("arn", group.targetGroupArn())
                .put("name", group.targetGroupName())
                .put("type", group.targetTypeAsString());
        ArrayNode targets = node.putArray("targets");
        for (TargetHealthDescription target : cloud.ask(
                        DescribeTargetHealthRequest.builder()
                                .targetGroupArn(group.targetGroupArn())
                                .build(),
                        DescribeTargetHealthResponse.class)
                .targetHealthDescriptions()) {
            targets.addObject()
                    .put("id", target.target().id())
                    .put("state", target.targetHealth().stateAsString())
                    .put("reason", target.targetHealth().description());
        }
        List<Dimension> dimensions = List.of(
                dimension("LoadBalancer", balancer.substring(balancer.indexOf(":loadbalancer/") + 14)),
                dimension(
                        "TargetGroup",
                        group.targetGroupArn().substring(group.targetGroupArn().lastIndexOf(':') + 1)));
        node.put("rps", value("RequestCount", "Sum", dimensions) / WINDOW_SECONDS);
        node.put("ms", value("TargetResponseTime", "Average", dimensions) * 1000);
    }

    private static Dimension dimension(String name, String value) {
        return Dimension.builder().name(name).value(value).build();
    }

    /** Of the last whole window; 0 where nothing was measured. */
    private double value(String metric, String statistic, List<Dimension> dimensions) {
        long end = now.get().getEpochSecond() / WINDOW_SECONDS * WINDOW_SECONDS;
        GetMetricDataRequest request = GetMetricDataRequest.builder()
                .startTime(Instant.ofEpochSecond(end - WINDOW_SECONDS))
                .endTime(Instant.ofEpochSecond(end))
                .metricDataQueries(MetricDataQuery.builder()
                        .id("m")
                        .metricStat(s -> s.metric(m -> m.namespace("AWS/ApplicationELB")
                                        .metricName(metric)
                                        .dimensions(dimensions))
                                .period(WINDOW_SECONDS)
                                .stat(statistic))
                        .build())
                .build();
        return cloud.ask(request, GetMetricDataResponse.class).metricDataResults().stream()
                .flatMap(result -> result.values().stream())
                .findFirst()
                .orElse(0.0);
    }

    private void services(ArrayNode list) {
        for (String cluster : cloud.ask(ListClustersRequest.builder().build(), ListClustersResponse.class)
                .clusterArns()) {
            List<String> arns = cloud.ask(
                            ListServicesRequest.builder().cluster(cluster).build(), ListServicesResponse.class)
                    .serviceArns();
            if (!arns.isEmpty()) {
                cloud.ask(
                                DescribeServicesRequest.builder()
                                        .cluster(cluster)
                                        .services(arns)
                                        .build(),
                                DescribeServicesResponse.class)
                        .services()
                        .forEach(service -> service(cluster, service, list.addObject()));
            }
        }
    }

    private void service(String cluster, Service service, ObjectNode node) {
        node.put("name", service.serviceName())
                .put("desired", service.desiredCount())
                .put("running", service.runningCount());
        service.loadBalancers().stream().findFirst().ifPresent(one -> node.put("group", one.targetGroupArn()));
        ArrayNode tasks = node.putArray("tasks");
        List<String> arns = cloud.ask(
                        ListTasksRequest.builder()
                                .cluster(cluster)
                                .serviceName(service.serviceName())
                                .build(),
                        ListTasksResponse.class)
                .taskArns();
        if (!arns.isEmpty()) {
            cloud.ask(
                            DescribeTasksRequest.builder()
                                    .cluster(cluster)
                                    .tasks(arns)
                                    .build(),
                            DescribeTasksResponse.class)
                    .tasks()
                    .forEach(task -> task(cluster, task, tasks.addObject()));
        }
    }

    private static void task(String cluster, Task task, ObjectNode node) {
        node.put("arn", task.taskArn())
                .put("cluster", cluster)
                .put("id", task.taskArn().substring(task.taskArn().lastIndexOf('/') + 1))
                .put("status", task.lastStatus())
                .put(
                        "ip",
                        task.attachments().stream()
                                .map(Attachment::details)
                                .flatMap(List::stream)
                                .filter(detail -> detail.name().equals("privateIPv4Address"))
                                .map(detail -> detail.value())
                                .findFirst()
                                .orElse(""));
    }
}
