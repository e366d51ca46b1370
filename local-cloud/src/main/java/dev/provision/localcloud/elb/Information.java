package dev.provision.localcloud.elb;

import dev.provision.localcloud.state.Quota;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.CapacityReservationStateEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.CapacityReservationStatus;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeAccountLimitsRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeAccountLimitsResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeCapacityReservationRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeCapacityReservationResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeSslPoliciesRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeSslPoliciesResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Limit;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.SslPolicy;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ZonalCapacityReservationState;

/** The operations that only tell something. */
public final class Information implements ElbApi {
    private final ElbState state;

    Information(ElbState state) {
        this.state = state;
    }

    public DescribeAccountLimitsResponse describeAccountLimits(DescribeAccountLimitsRequest request) {
        List<Limit> all = limits().entrySet().stream()
                .map(limit -> Limit.builder()
                        .name(limit.getKey())
                        .max(limit.getValue())
                        .build())
                .toList();
        Page<Limit> page = Page.of(all, request.marker(), request.pageSize());
        return DescribeAccountLimitsResponse.builder()
                .limits(page.items())
                .nextMarker(page.nextMarker())
                .build();
    }

    private Map<String, String> limits() {
        return new TreeMap<>(Map.of(
                "application-load-balancers",
                max(Quota.LOAD_BALANCERS),
                "certificates-per-application-load-balancer",
                "25",
                "condition-values-per-alb-rule",
                "5",
                "condition-wildcards-per-alb-rule",
                "5",
                "listeners-per-application-load-balancer",
                max(Quota.LISTENERS_PER_LOAD_BALANCER),
                "rules-per-application-load-balancer",
                max(Quota.RULES_PER_LOAD_BALANCER),
                "target-groups",
                max(Quota.TARGET_GROUPS),
                "target-groups-per-action-on-application-load-balancer",
                "5",
                "target-groups-per-application-load-balancer",
                "100",
                "targets-per-application-load-balancer",
                max(Quota.TARGETS_PER_GROUP)));
    }

    private String max(Quota quota) {
        return Integer.toString(state.quotas.limit(quota));
    }

    public DescribeSslPoliciesResponse describeSSLPolicies(DescribeSslPoliciesRequest request) {
        List<SslPolicy> chosen = request.names().isEmpty()
                ? SecurityPolicies.all()
                : request.names().stream().map(SecurityPolicies::find).toList();
        Page<SslPolicy> page = Page.of(chosen, request.marker(), request.pageSize());
        return DescribeSslPoliciesResponse.builder()
                .sslPolicies(page.items())
                .nextMarker(page.nextMarker())
                .build();
    }

    public DescribeCapacityReservationResponse describeCapacityReservation(DescribeCapacityReservationRequest request) {
        List<ZonalCapacityReservationState> zones = state.balancer(request.loadBalancerArn()).nodes().stream()
                .map(node -> ZonalCapacityReservationState.builder()
                        .availabilityZone(node.availabilityZone())
                        .effectiveCapacityUnits(0.0)
                        .state(CapacityReservationStatus.builder()
                                .code(CapacityReservationStateEnum.PROVISIONED)
                                .build())
                        .build())
                .toList();
        return DescribeCapacityReservationResponse.builder()
                .decreaseRequestsRemaining(2)
                .capacityReservationState(zones)
                .build();
    }
}
