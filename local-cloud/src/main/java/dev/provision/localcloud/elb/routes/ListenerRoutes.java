package dev.provision.localcloud.elb.routes;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Everything that a listener needs to know to serve a request.
 *
 * @param listenerArn which listener
 * @param tls whether clients speak TLS to it
 * @param port its port as the model has it, which may not be the one on this machine
 * @param loadBalancer its load balancer
 * @param rules in the order of their priorities
 * @param otherwise the default action
 * @param visiblePorts for the ports of all listeners of the load balancer: where they appear on this machine
 * @param serverHeader whether answers of the load balancer itself carry {@code Server: awselb/2.0}
 */
public record ListenerRoutes(
        String listenerArn,
        boolean tls,
        int port,
        LoadBalancerPlan loadBalancer,
        List<Rule> rules,
        Route otherwise,
        Map<Integer, Integer> visiblePorts,
        boolean serverHeader) {
    public ListenerRoutes {
        rules = List.copyOf(rules);
        visiblePorts = Map.copyOf(visiblePorts);
    }

    /**
     * A rule: all its conditions must hold.
     *
     * @param priority as the access log has it: 0 for the default action
     * @param url what is done to path and query on the way to a target
     * @param host what is done to the Host header on the way to a target
     */
    public record Rule(
            String priority, List<Condition> conditions, Route route, Optional<Rewrite> url, Optional<Rewrite> host) {
        public Rule {
            conditions = List.copyOf(conditions);
        }

        boolean matches(RequestFacts request) {
            for (Condition condition : conditions) {
                if (!condition.holds(request)) {
                    return false;
                }
            }
            return true;
        }
    }

    /** The first rule that matches decides; if none does, one with the default action. */
    public Rule rule(RequestFacts request) {
        for (Rule rule : rules) {
            if (rule.matches(request)) {
                return rule;
            }
        }
        return new Rule("0", List.of(), otherwise, Optional.empty(), Optional.empty());
    }
}
