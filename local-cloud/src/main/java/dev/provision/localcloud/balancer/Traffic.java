package dev.provision.localcloud.balancer;

import dev.provision.localcloud.cloudwatch.MetricSink;
import dev.provision.localcloud.elb.routes.Group;
import dev.provision.localcloud.elb.routes.LoadBalancerPlan;
import java.util.Map;

/** Publishes what a load balancer measures, under the names and dimensions of its "CloudWatch metrics" documentation page. */
final class Traffic {
    private static final String NAMESPACE = "AWS/ApplicationELB";
    private static final String COUNT = "Count";

    private final MetricSink metrics;

    Traffic(MetricSink metrics) {
        this.metrics = metrics;
    }

    /** A target was chosen for a request. */
    void request(LoadBalancerPlan plan, Group group) {
        count("RequestCount", of(plan));
        count("RequestCount", of(plan, group));
        count("RequestCountPerTarget", Map.of("TargetGroup", group.dimension()));
        count("RequestCountPerTarget", of(plan, group));
    }

    /** A target answered {@code seconds} after the request had left the load balancer. */
    void answer(LoadBalancerPlan plan, Group group, int status, double seconds) {
        String name = "HTTPCode_Target_" + family(status) + "_Count";
        count(name, of(plan));
        count(name, of(plan, group));
        metrics.record(NAMESPACE, "TargetResponseTime", of(plan), seconds, "Seconds");
        metrics.record(NAMESPACE, "TargetResponseTime", of(plan, group), seconds, "Seconds");
    }

    /** The load balancer answered by itself, because something went wrong. */
    void failure(LoadBalancerPlan plan, int status) {
        count("HTTPCode_ELB_" + family(status) + "_Count", of(plan));
        if (status == 500 || (status >= 502 && status <= 504)) {
            count("HTTPCode_ELB_" + status + "_Count", of(plan));
        }
    }

    void redirect(LoadBalancerPlan plan) {
        count("RequestCount", of(plan));
        count("HTTP_Redirect_Count", of(plan));
        count("HTTPCode_ELB_3XX_Count", of(plan));
    }

    void fixedResponse(LoadBalancerPlan plan) {
        count("RequestCount", of(plan));
        count("HTTP_Fixed_Response_Count", of(plan));
    }

    void connectionError(LoadBalancerPlan plan, Group group) {
        count("TargetConnectionErrorCount", of(plan));
        count("TargetConnectionErrorCount", of(plan, group));
    }

    /** The function did something wrong. */
    void lambdaUserError(LoadBalancerPlan plan, Group group) {
        count("LambdaUserError", of(plan));
        count("LambdaUserError", Map.of("TargetGroup", group.dimension()));
    }

    /** Lambda, not the function, refused. */
    void lambdaInternalError(LoadBalancerPlan plan, Group group) {
        count("LambdaInternalError", of(plan));
        count("LambdaInternalError", Map.of("TargetGroup", group.dimension()));
    }

    private void count(String name, Map<String, String> dimensions) {
        metrics.record(NAMESPACE, name, dimensions, 1, COUNT);
    }

    private static String family(int status) {
        return status / 100 + "XX";
    }

    private static Map<String, String> of(LoadBalancerPlan plan) {
        return Map.of("LoadBalancer", plan.dimension());
    }

    private static Map<String, String> of(LoadBalancerPlan plan, Group group) {
        return Map.of("LoadBalancer", plan.dimension(), "TargetGroup", group.dimension());
    }
}
