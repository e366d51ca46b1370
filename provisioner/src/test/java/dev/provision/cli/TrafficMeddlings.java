package dev.provision.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Listener;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancer;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Rule;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RuleCondition;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetDescription;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroup;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroupTuple;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetTypeEnum;
import software.amazon.awssdk.services.route53.Route53Client;
import software.amazon.awssdk.services.route53.model.ChangeAction;
import software.amazon.awssdk.services.route53.model.RRType;
import software.amazon.awssdk.services.route53.model.ResourceRecordSet;

/** What others may do with a load balancer and the records that lead to it. */
@SuppressWarnings("unchecked") // the SDK has varargs of generic consumers
final class TrafficMeddlings {
    private final Steps steps;
    private final ElasticLoadBalancingV2Client elb;
    private final Route53Client route53;

    TrafficMeddlings(Account account, Steps steps) {
        this.steps = steps;
        elb = account.client(ElasticLoadBalancingV2Client.builder());
        route53 = account.client(Route53Client.builder());
    }

    List<Meddling> all() {
        List<Meddling> all = new ArrayList<>();
        elb.describeLoadBalancers().loadBalancers().forEach(balancer -> all.addAll(balancer(balancer)));
        elb.describeTargetGroups().targetGroups().forEach(group -> all.addAll(targetGroup(group)));
        route53.listHostedZones()
                .hostedZones()
                .forEach(zone ->
                        route53.listResourceRecordSets(r -> r.hostedZoneId(zone.id())).resourceRecordSets().stream()
                                .filter(set -> set.type() == RRType.A || set.type() == RRType.CNAME)
                                .forEach(set -> all.addAll(record(zone.id(), set))));
        return all;
    }

    private List<Meddling> balancer(LoadBalancer balancer) {
        String arn = balancer.loadBalancerArn();
        List<Meddling> all = new ArrayList<>();
        all.add(new Meddling(
                "load balancer's attributes", "main", steps.of(arn), () -> Tampering.attributes(elb, arn)));
        all.add(new Meddling(
                "load balancer deleted",
                "main",
                steps.of(arn),
                () -> elb.deleteLoadBalancer(r -> r.loadBalancerArn(arn))));
        elb.describeListeners(r -> r.loadBalancerArn(arn)).listeners().forEach(each -> all.addAll(listener(each)));
        return all;
    }

    private List<Meddling> listener(Listener listener) {
        String arn = listener.listenerArn();
        String with = String.valueOf(listener.port());
        List<Meddling> all = new ArrayList<>();
        all.add(new Meddling("default action", with, steps.of(arn), () -> Tampering.listener(elb, arn)));
        all.add(new Meddling(
                "listener deleted", with, steps.of(arn), () -> elb.deleteListener(r -> r.listenerArn(arn))));
        List<Rule> rules = elb.describeRules(r -> r.listenerArn(arn)).rules().stream()
                .filter(rule -> !rule.isDefault())
                .toList();
        rules.forEach(rule -> all.addAll(rule(rule)));
        rules.stream()
                .filter(rule -> rule.priority().equals("1"))
                .findFirst()
                .ifPresentOrElse(
                        first -> {},
                        () -> all.add(new Meddling(
                                "rule added",
                                with,
                                Set.of(),
                                () -> elb.createRule(r -> r.listenerArn(arn)
                                        .priority(1)
                                        .conditions(RuleCondition.builder()
                                                .field("path-pattern")
                                                .values("/theirs/*")
                                                .build())
                                        .actions(a -> a.type("fixed-response")
                                                .fixedResponseConfig(f -> f.statusCode("418")))))));
        return all;
    }

    private List<Meddling> rule(Rule rule) {
        String arn = rule.ruleArn();
        Set<String> steps = this.steps.of(arn);
        List<Meddling> all = new ArrayList<>();
        all.add(new Meddling("rule deleted", steps.toString(), steps, () -> elb.deleteRule(r -> r.ruleArn(arn))));
        if (rule.actions().getFirst().forwardConfig() != null) {
            all.add(new Meddling("rule's fields", steps.toString(), steps, () -> Tampering.rule(elb, rule)));
            List<TargetGroupTuple> groups =
                    rule.actions().getFirst().forwardConfig().targetGroups();
            if (groups.size() > 1) {
                List<TargetGroupTuple> turned = groups.stream()
                        .map(group ->
                                group.toBuilder().weight(100 - group.weight()).build())
                        .toList();
                all.add(new Meddling(
                        "rule's weights",
                        steps.toString(),
                        steps,
                        () -> elb.modifyRule(r -> r.ruleArn(arn)
                                .actions(a -> a.type("forward").forwardConfig(f -> f.targetGroups(turned))))));
            }
        }
        return all;
    }

    private List<Meddling> targetGroup(TargetGroup group) {
        String arn = group.targetGroupArn();
        boolean function = group.targetType() == TargetTypeEnum.LAMBDA;
        Set<String> step = steps.of(arn);
        List<Meddling> all = new ArrayList<>();
        if (function) {
            all.add(new Meddling(
                    "multi-value headers",
                    group.targetGroupName(),
                    step,
                    () -> Tampering.attribute(elb, arn, "lambda.multi_value_headers.enabled", "false")));
            List<TargetDescription> targets =
                    elb.describeTargetHealth(r -> r.targetGroupArn(arn)).targetHealthDescriptions().stream()
                            .map(health -> TargetDescription.builder()
                                    .id(health.target().id())
                                    .build())
                            .toList();
            if (!targets.isEmpty()) {
                all.add(new Meddling(
                        "target taken away",
                        group.targetGroupName(),
                        step.stream()
                                .map(key -> key.replace("target-group/", "target-registration/"))
                                .collect(Collectors.toSet()),
                        () -> elb.deregisterTargets(r -> r.targetGroupArn(arn).targets(targets))));
            }
        } else {
            all.add(new Meddling("health check", group.targetGroupName(), step, () -> Tampering.healthCheck(elb, arn)));
            all.add(new Meddling(
                    "deregistration delay",
                    group.targetGroupName(),
                    step,
                    () -> Tampering.attribute(elb, arn, "deregistration_delay.timeout_seconds", "77")));
        }
        if (group.loadBalancerArns().isEmpty()) {
            all.add(new Meddling(
                    "idle target group deleted",
                    group.targetGroupName(),
                    step,
                    () -> elb.deleteTargetGroup(r -> r.targetGroupArn(arn))));
        }
        return all;
    }

    private List<Meddling> record(String zone, ResourceRecordSet set) {
        List<Meddling> all = new ArrayList<>();
        Set<String> steps = Set.of("dns-record/" + recordStep(set));
        all.add(new Meddling("record deleted", set.name(), steps, () -> change(zone, set, ChangeAction.DELETE)));
        if (set.type() == RRType.CNAME) {
            all.add(new Meddling(
                    "record changed",
                    set.name(),
                    steps,
                    () -> change(
                            zone,
                            set.toBuilder()
                                    .resourceRecords(v -> v.value("elsewhere.example.org."))
                                    .build(),
                            ChangeAction.UPSERT)));
        } else {
            all.add(new Meddling("record changed", set.name(), steps, () -> {
                change(zone, set, ChangeAction.DELETE);
                change(
                        zone,
                        ResourceRecordSet.builder()
                                .name(set.name())
                                .type(RRType.A)
                                .ttl(60L)
                                .resourceRecords(v -> v.value("192.0.2.1"))
                                .build(),
                        ChangeAction.CREATE);
            }));
        }
        return all;
    }

    /** An address is made by the step of its domain; a CNAME proves the domain that its name ends with. */
    private static String recordStep(ResourceRecordSet set) {
        String name = set.name().replaceFirst("\\.$", "");
        return set.type() == RRType.A ? name : "proof-" + name.substring(name.indexOf('.') + 1);
    }

    private void change(String zone, ResourceRecordSet set, ChangeAction action) {
        route53.changeResourceRecordSets(r -> r.hostedZoneId(zone)
                .changeBatch(b -> b.changes(c -> c.action(action).resourceRecordSet(set))));
    }
}
