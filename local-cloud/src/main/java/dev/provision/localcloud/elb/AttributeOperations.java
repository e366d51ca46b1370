package dev.provision.localcloud.elb;

import dev.provision.localcloud.elb.ElbState.Balancing;
import dev.provision.localcloud.elb.ElbState.Grouping;
import dev.provision.localcloud.elb.ElbState.Listening;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeListenerAttributesRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeListenerAttributesResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeLoadBalancerAttributesRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeLoadBalancerAttributesResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTargetGroupAttributesRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTargetGroupAttributesResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ListenerAttribute;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancerAttribute;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyListenerAttributesRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyListenerAttributesResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyLoadBalancerAttributesRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyLoadBalancerAttributesResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyTargetGroupAttributesRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyTargetGroupAttributesResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ProtocolEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroupAttribute;

/** The operations that read and change attributes. */
public final class AttributeOperations implements ElbApi {
    private final ElbState state;
    private final Publication publication;
    private final LogBuckets logs;

    AttributeOperations(ElbState state, Publication publication, LogBuckets logs) {
        this.state = state;
        this.publication = publication;
        this.logs = logs;
    }

    public DescribeLoadBalancerAttributesResponse describeLoadBalancerAttributes(
            DescribeLoadBalancerAttributesRequest request) {
        return DescribeLoadBalancerAttributesResponse.builder()
                .attributes(ofBalancer(state.balancer(request.loadBalancerArn()).attributes()))
                .build();
    }

    public ModifyLoadBalancerAttributesResponse modifyLoadBalancerAttributes(
            ModifyLoadBalancerAttributesRequest request) {
        Balancing before = state.balancer(request.loadBalancerArn());
        Map<String, String> changes =
                changes(request.attributes(), LoadBalancerAttribute::key, LoadBalancerAttribute::value);
        Map<String, String> after = Attributes.LOAD_BALANCER.change(before.attributes(), changes);
        logs.check(after);
        state.balancers.put(request.loadBalancerArn(), before.with(after));
        publication.publish();
        return ModifyLoadBalancerAttributesResponse.builder()
                .attributes(ofBalancer(after))
                .build();
    }

    private static List<LoadBalancerAttribute> ofBalancer(Map<String, String> attributes) {
        return new TreeMap<>(attributes)
                .entrySet().stream()
                        .map(entry -> LoadBalancerAttribute.builder()
                                .key(entry.getKey())
                                .value(entry.getValue())
                                .build())
                        .toList();
    }

    public DescribeTargetGroupAttributesResponse describeTargetGroupAttributes(
            DescribeTargetGroupAttributesRequest request) {
        return DescribeTargetGroupAttributesResponse.builder()
                .attributes(ofGroup(state.group(request.targetGroupArn()).attributes()))
                .build();
    }

    public ModifyTargetGroupAttributesResponse modifyTargetGroupAttributes(ModifyTargetGroupAttributesRequest request) {
        Grouping before = state.group(request.targetGroupArn());
        Map<String, String> changes =
                changes(request.attributes(), TargetGroupAttribute::key, TargetGroupAttribute::value);
        int slowStart = Integer.parseInt(changes.getOrDefault("slow_start.duration_seconds", "0"));
        if (slowStart > 0 && slowStart < 30) {
            throw Errors.validation("Slow start duration must be 0 or between 30 and 900 seconds");
        }
        Attributes kinds = before.lambda() ? Attributes.LAMBDA_GROUP : Attributes.IP_GROUP;
        Map<String, String> after = kinds.change(before.attributes(), changes);
        if (!after.getOrDefault("slow_start.duration_seconds", "0").equals("0")
                && !after.get("load_balancing.algorithm.type").equals("round_robin")) {
            throw Errors.configuration("Slow start is only supported with the load balancing algorithm 'round_robin'");
        }
        state.groups.put(request.targetGroupArn(), new Grouping(before.shape(), after));
        publication.publish();
        return ModifyTargetGroupAttributesResponse.builder()
                .attributes(ofGroup(after))
                .build();
    }

    private static List<TargetGroupAttribute> ofGroup(Map<String, String> attributes) {
        return new TreeMap<>(attributes)
                .entrySet().stream()
                        .map(entry -> TargetGroupAttribute.builder()
                                .key(entry.getKey())
                                .value(entry.getValue())
                                .build())
                        .toList();
    }

    public DescribeListenerAttributesResponse describeListenerAttributes(DescribeListenerAttributesRequest request) {
        return DescribeListenerAttributesResponse.builder()
                .attributes(ofListener(state.listener(request.listenerArn()).attributes()))
                .build();
    }

    public ModifyListenerAttributesResponse modifyListenerAttributes(ModifyListenerAttributesRequest request) {
        Listening before = state.listener(request.listenerArn());
        Map<String, String> changes = changes(request.attributes(), ListenerAttribute::key, ListenerAttribute::value);
        Map<String, String> after = kinds(before.shape().protocol()).change(before.attributes(), changes);
        state.listeners.put(
                request.listenerArn(),
                new Listening(before.shape(), before.furtherCertificates(), after, before.visiblePort()));
        publication.publish();
        return ModifyListenerAttributesResponse.builder()
                .attributes(ofListener(after))
                .build();
    }

    static Attributes kinds(ProtocolEnum protocol) {
        return protocol == ProtocolEnum.HTTPS ? Attributes.HTTPS_LISTENER : Attributes.HTTP_LISTENER;
    }

    private static List<ListenerAttribute> ofListener(Map<String, String> attributes) {
        return new TreeMap<>(attributes)
                .entrySet().stream()
                        .map(entry -> ListenerAttribute.builder()
                                .key(entry.getKey())
                                .value(entry.getValue())
                                .build())
                        .toList();
    }

    private static <T> Map<String, String> changes(
            List<T> attributes, Function<T, String> key, Function<T, String> value) {
        // A value that is absent means an empty one: Terraform clears attributes so.
        return attributes.stream()
                .collect(Collectors.toMap(
                        key, one -> value.apply(one) == null ? "" : value.apply(one), (_, last) -> last, TreeMap::new));
    }
}
