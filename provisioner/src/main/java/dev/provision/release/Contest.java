package dev.provision.release;

import dev.provision.aws.cloudwatch.TrafficMeter.Source;
import dev.provision.aws.elb.LoadBalancerArn;
import dev.provision.aws.elb.TargetGroupArn;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** A route on which a new version is to take over from the old one. */
record Contest(RouteSite site, RouteState.Rule rule, Side old, Side fresh) {

    /** The weights that give the new version {@code percent} of the requests. */
    Map<TargetGroupArn, Integer> weights(int percent) {
        Map<TargetGroupArn, Integer> weights = new LinkedHashMap<>();
        weights.put(old.group(), 100 - percent);
        weights.put(fresh.group(), percent);
        return weights;
    }

    Source source(LoadBalancerArn balancer, Side side) {
        return new Source(
                balancer,
                side.group(),
                side.kind() == ComputeKind.LAMBDA
                        ? Optional.of(
                                site.alias().function() + ":" + side.slot().word())
                        : Optional.empty());
    }

    String service(Side side) {
        return site.tasks().services().get(side.slot());
    }
}
