package dev.provision.localcloud.balancer;

import dev.provision.localcloud.cloudwatch.MetricSink;
import dev.provision.localcloud.cloudwatch.MetricSink.Meter;
import dev.provision.localcloud.elb.routes.Group;
import dev.provision.localcloud.elb.routes.LoadBalancerPlan;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Publishes what a load balancer measures, under the names and dimensions of its "CloudWatch metrics" documentation page.
 * Meters are looked up once for each name, since every request counts several times.
 */
final class Traffic {
    private static final String NAMESPACE = "AWS/ApplicationELB";
    private static final String[] ELB_CODES = codes("HTTPCode_ELB_", "XX_Count");
    private static final String[] TARGET_CODES = codes("HTTPCode_Target_", "XX_Count");

    private final MetricSink metrics;
    private final Map<String, Meters> ofBalancer = new ConcurrentHashMap<>();
    private final Map<String, Meters> ofGroup = new ConcurrentHashMap<>();
    private final Map<Pair, Meters> ofBoth = new ConcurrentHashMap<>();

    private record Pair(String balancer, String group) {}

    /** The meters that share their dimensions, by name. */
    private final class Meters {
        private final Map<String, String> dimensions;
        private final Map<String, Meter> byName = new ConcurrentHashMap<>();

        Meters(Map<String, String> dimensions) {
            this.dimensions = dimensions;
        }

        void count(String name) {
            record(name, 1, "Count");
        }

        void record(String name, double value, String unit) {
            Meter meter = byName.get(name);
            if (meter == null) {
                meter = byName.computeIfAbsent(name, _ -> metrics.meter(NAMESPACE, name, dimensions, unit));
            }
            meter.record(value);
        }
    }

    Traffic(MetricSink metrics) {
        this.metrics = metrics;
    }

    private static String[] codes(String before, String after) {
        String[] codes = new String[10];
        for (int family = 0; family < codes.length; family++) {
            codes[family] = before + family + after;
        }
        return codes;
    }

    /**
     * A target was chosen for a request.
     *
     * @param targets among which it was chosen; RequestCountPerTarget is the average over them
     */
    void request(LoadBalancerPlan plan, Group group, int targets) {
        of(plan).count("RequestCount");
        of(plan, group).count("RequestCount");
        of(group).record("RequestCountPerTarget", 1.0 / targets, "Count");
        of(plan, group).record("RequestCountPerTarget", 1.0 / targets, "Count");
    }

    /** A target answered {@code seconds} after the request had left the load balancer. */
    void answer(LoadBalancerPlan plan, Group group, int status, double seconds) {
        String name = TARGET_CODES[status / 100];
        of(plan).count(name);
        of(plan, group).count(name);
        of(plan).record("TargetResponseTime", seconds, "Seconds");
        of(plan, group).record("TargetResponseTime", seconds, "Seconds");
    }

    /** The load balancer answered by itself, because something went wrong. */
    void failure(LoadBalancerPlan plan, int status) {
        of(plan).count(ELB_CODES[status / 100]);
        if (status == 500 || (status >= 502 && status <= 504)) {
            of(plan).count("HTTPCode_ELB_" + status + "_Count");
        }
    }

    void redirect(LoadBalancerPlan plan) {
        of(plan).count("RequestCount");
        of(plan).count("HTTP_Redirect_Count");
        of(plan).count("HTTPCode_ELB_3XX_Count");
    }

    void fixedResponse(LoadBalancerPlan plan) {
        of(plan).count("RequestCount");
        of(plan).count("HTTP_Fixed_Response_Count");
    }

    void connectionError(LoadBalancerPlan plan, Group group) {
        of(plan).count("TargetConnectionErrorCount");
        of(plan, group).count("TargetConnectionErrorCount");
    }

    /** The function did something wrong. */
    void lambdaUserError(LoadBalancerPlan plan, Group group) {
        of(plan, group).count("LambdaUserError");
        of(group).count("LambdaUserError");
    }

    /** Lambda, not the function, refused. */
    void lambdaInternalError(LoadBalancerPlan plan, Group group) {
        of(plan, group).count("LambdaInternalError");
        of(group).count("LambdaInternalError");
    }

    private Meters of(LoadBalancerPlan plan) {
        Meters meters = ofBalancer.get(plan.dimension());
        return meters != null
                ? meters
                : ofBalancer.computeIfAbsent(plan.dimension(), name -> new Meters(Map.of("LoadBalancer", name)));
    }

    private Meters of(Group group) {
        Meters meters = ofGroup.get(group.dimension());
        return meters != null
                ? meters
                : ofGroup.computeIfAbsent(group.dimension(), name -> new Meters(Map.of("TargetGroup", name)));
    }

    private Meters of(LoadBalancerPlan plan, Group group) {
        Pair pair = new Pair(plan.dimension(), group.dimension());
        Meters meters = ofBoth.get(pair);
        return meters != null
                ? meters
                : ofBoth.computeIfAbsent(
                        pair, both -> new Meters(Map.of("LoadBalancer", both.balancer(), "TargetGroup", both.group())));
    }
}
