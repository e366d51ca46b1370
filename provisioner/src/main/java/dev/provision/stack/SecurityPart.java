package dev.provision.stack;

import static dev.provision.aws.network.WantedRule.Direction.EGRESS;
import static dev.provision.aws.network.WantedRule.Direction.INGRESS;

import dev.provision.aws.network.NetworkSteps;
import dev.provision.aws.network.Peer;
import dev.provision.aws.network.SecurityGroupStep;
import dev.provision.aws.network.VpcStep;
import dev.provision.aws.network.WantedRule;
import dev.provision.config.AwsFargateEcs;
import dev.provision.config.AwsLambda;
import dev.provision.config.Compute;
import dev.provision.config.Environment;
import dev.provision.graph.Disposition;
import dev.provision.graph.Ref;
import dev.provision.graph.StepGraph;
import dev.provision.graph.StepKey;
import dev.provision.release.ComputeKind;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The security groups: of the load balancer, and of each kind of compute that the environment uses. */
final class SecurityPart {
    /** The port that the service serves on, on every compute. */
    static final int SERVICE_PORT = 8080;

    private static final Peer ANYWHERE = new Peer.Cidr("0.0.0.0/0");
    private final Ref<SecurityGroupStep.Live> balancer;
    private final StepKey balancerRules;
    private final Map<Side, Ref<SecurityGroupStep.Live>> computes;
    private final Map<Side, StepKey> rules;

    private SecurityPart(
            Ref<SecurityGroupStep.Live> balancer,
            StepKey balancerRules,
            Map<Side, Ref<SecurityGroupStep.Live>> computes,
            Map<Side, StepKey> rules) {
        this.balancer = balancer;
        this.balancerRules = balancerRules;
        this.computes = computes;
        this.rules = rules;
    }

    /** What is behind the load balancer. */
    enum Side {
        LAMBDA,
        FARGATE;

        static Side of(Compute compute) {
            return switch (compute) {
                case AwsLambda _ -> LAMBDA;
                case AwsFargateEcs _ -> FARGATE;
            };
        }

        static Side of(ComputeKind kind) {
            return switch (kind) {
                case LAMBDA -> LAMBDA;
                case FARGATE -> FARGATE;
            };
        }

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * @param sides what is behind the load balancer, and whether anything is to reach it
     * @param outliving what must outlive the group of the functions: what Lambda needs for as long as one of its network
     *     interfaces uses the group
     */
    static SecurityPart add(
            StepGraph.Builder graph,
            NetworkSteps steps,
            Environment environment,
            Ref<VpcStep.Live> vpc,
            Map<Side, Disposition> sides,
            Set<StepKey> outliving) {
        Ref<SecurityGroupStep.Live> balancer = graph.add(steps.securityGroup(
                new StepKey("security-group", "alb"),
                new SecurityGroupStep.Spec(environment.prefix() + "-alb", "Load balancer of " + environment.prefix()),
                vpc,
                Set.of()));
        Map<Side, Ref<SecurityGroupStep.Live>> computes = new EnumMap<>(Side.class);
        sides.forEach((side, disposition) -> computes.put(
                side,
                graph.add(
                        steps.securityGroup(
                                groupKey(side),
                                new SecurityGroupStep.Spec(
                                        environment.prefix() + "-" + side.word(),
                                        side.word() + " compute of " + environment.prefix()),
                                vpc,
                                side == Side.LAMBDA ? outliving : Set.of()),
                        disposition)));
        return rules(graph, steps, balancer, computes, sides);
    }

    private static SecurityPart rules(
            StepGraph.Builder graph,
            NetworkSteps steps,
            Ref<SecurityGroupStep.Live> balancer,
            Map<Side, Ref<SecurityGroupStep.Live>> computes,
            Map<Side, Disposition> sides) {
        List<WantedRule> ofBalancer = new ArrayList<>();
        ofBalancer.add(new WantedRule(INGRESS, 443, ANYWHERE));
        ofBalancer.add(new WantedRule(INGRESS, 80, ANYWHERE));
        computes.forEach((side, group) -> {
            if (sides.get(side) == Disposition.WANTED) {
                ofBalancer.add(new WantedRule(EGRESS, SERVICE_PORT, new Peer.Group(group)));
            }
        });
        StepKey balancerRules = graph.add(
                        steps.securityGroupRules(new StepKey("security-group-rules", "alb"), balancer, ofBalancer))
                .key();
        Map<Side, StepKey> rules = new EnumMap<>(Side.class);
        computes.forEach((side, group) -> rules.put(
                side,
                graph.add(
                                steps.securityGroupRules(
                                        rulesKey(side),
                                        group,
                                        List.of(
                                                new WantedRule(INGRESS, SERVICE_PORT, new Peer.Group(balancer)),
                                                new WantedRule(EGRESS, 443, ANYWHERE))),
                                sides.get(side))
                        .key()));
        return new SecurityPart(balancer, balancerRules, computes, rules);
    }

    /** The key of the group of a side. */
    static StepKey groupKey(Side side) {
        return new StepKey("security-group", side.word());
    }

    /** The key of the rules of that group. */
    static StepKey rulesKey(Side side) {
        return new StepKey("security-group-rules", side.word());
    }

    Ref<SecurityGroupStep.Live> balancer() {
        return balancer;
    }

    StepKey balancerRules() {
        return balancerRules;
    }

    Ref<SecurityGroupStep.Live> of(Side side) {
        return computes.get(side);
    }

    StepKey rulesOf(Side side) {
        return rules.get(side);
    }
}
