package dev.provision.localcloud.autoscaling;

import static org.assertj.core.api.Assertions.assertThat;

import dev.provision.localcloud.cloudwatch.CloudWatch;
import dev.provision.localcloud.cloudwatch.ManagedAlarms;
import dev.provision.localcloud.state.Account;
import dev.provision.localcloud.state.ControlPlane;
import dev.provision.localcloud.time.ManualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.applicationautoscaling.model.AdjustmentType;
import software.amazon.awssdk.services.applicationautoscaling.model.Alarm;
import software.amazon.awssdk.services.applicationautoscaling.model.DeregisterScalableTargetRequest;
import software.amazon.awssdk.services.applicationautoscaling.model.DescribeScalingPoliciesRequest;
import software.amazon.awssdk.services.applicationautoscaling.model.MetricType;
import software.amazon.awssdk.services.applicationautoscaling.model.PolicyType;
import software.amazon.awssdk.services.applicationautoscaling.model.PutScalingPolicyRequest;
import software.amazon.awssdk.services.applicationautoscaling.model.RegisterScalableTargetRequest;
import software.amazon.awssdk.services.applicationautoscaling.model.ScalableDimension;
import software.amazon.awssdk.services.applicationautoscaling.model.ServiceNamespace;
import software.amazon.awssdk.services.applicationautoscaling.model.StepAdjustment;
import software.amazon.awssdk.services.cloudwatch.model.ComparisonOperator;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricAlarmRequest;
import software.amazon.awssdk.services.cloudwatch.model.Statistic;

/** From metric over alarm and policy to the count of a service, on a clock that is moved minute by minute. */
class ScalerTest {
    private static final ServiceNamespace ECS = ServiceNamespace.ECS;
    private static final ScalableDimension COUNT = ScalableDimension.ECS_SERVICE_DESIRED_COUNT;
    private static final String SERVICE = "service/main/web";
    private static final Map<String, String> DIMENSIONS = Map.of("ClusterName", "main", "ServiceName", "web");

    private final ManualTime time = new ManualTime(Instant.parse("2026-01-01T00:00:00Z"));
    private final Account account = new Account("000000000000", "eu-west-2");
    private final CloudWatch cloudWatch = new CloudWatch(account, time, new ControlPlane());
    private final ManagedAlarms alarms = cloudWatch.managedAlarms();
    private final Service service = new Service();
    private final TargetOperations targets;
    private final PolicyOperations policies;
    private double cpu = 50;
    private double memory = 50;

    ScalerTest() {
        List<Object> parts = new ApplicationAutoScaling(account, time, cloudWatch, service, service).parts();
        targets = part(parts, TargetOperations.class);
        policies = part(parts, PolicyOperations.class);
    }

    private static <T> T part(List<Object> parts, Class<T> type) {
        return parts.stream()
                .filter(type::isInstance)
                .map(type::cast)
                .findFirst()
                .orElseThrow();
    }

    /** A service that only has a count. */
    private static final class Service implements Scalable {
        private int count = 2;

        @Override
        public OptionalInt capacity(String resourceId) {
            return resourceId.equals(SERVICE) ? OptionalInt.of(count) : OptionalInt.empty();
        }

        @Override
        public void scale(String resourceId, int capacity) {
            count = capacity;
        }
    }

    @BeforeEach
    void register() {
        bounds(1, 10);
    }

    private void bounds(int least, int most) {
        targets.registerScalableTarget(RegisterScalableTargetRequest.builder()
                .serviceNamespace(ECS)
                .resourceId(SERVICE)
                .scalableDimension(COUNT)
                .minCapacity(least)
                .maxCapacity(most)
                .build());
    }

    private void minutes(int minutes) {
        for (int i = 0; i < minutes; i++) {
            cloudWatch.sink().record("AWS/ECS", "CPUUtilization", DIMENSIONS, cpu, "Percent");
            cloudWatch.sink().record("AWS/ECS", "MemoryUtilization", DIMENSIONS, memory, "Percent");
            time.advance(Duration.ofMinutes(1));
        }
    }

    private PutScalingPolicyRequest.Builder policy(String name, PolicyType type) {
        return PutScalingPolicyRequest.builder()
                .policyName(name)
                .serviceNamespace(ECS)
                .resourceId(SERVICE)
                .scalableDimension(COUNT)
                .policyType(type);
    }

    private void track(String name, MetricType metric) {
        policies.putScalingPolicy(policy(name, PolicyType.TARGET_TRACKING_SCALING)
                .targetTrackingScalingPolicyConfiguration(c -> c.targetValue(50.0)
                        .scaleOutCooldown(300)
                        .scaleInCooldown(300)
                        .predefinedMetricSpecification(m -> m.predefinedMetricType(metric)))
                .build());
    }

    /** Adds by how far the CPU is above 60 %. */
    private void step(int cooldown, StepAdjustment... steps) {
        String arn = policies.putScalingPolicy(policy("out", PolicyType.STEP_SCALING)
                        .stepScalingPolicyConfiguration(c -> c.adjustmentType(AdjustmentType.CHANGE_IN_CAPACITY)
                                .cooldown(cooldown)
                                .stepAdjustments(steps))
                        .build())
                .policyARN();
        alarms.put(PutMetricAlarmRequest.builder()
                .alarmName("cpu")
                .namespace("AWS/ECS")
                .metricName("CPUUtilization")
                .dimensions(DIMENSIONS.entrySet().stream()
                        .map(d -> Dimension.builder()
                                .name(d.getKey())
                                .value(d.getValue())
                                .build())
                        .toList())
                .statistic(Statistic.AVERAGE)
                .period(60)
                .evaluationPeriods(1)
                .threshold(60.0)
                .comparisonOperator(ComparisonOperator.GREATER_THAN_THRESHOLD)
                .alarmActions(arn)
                .build());
    }

    private static StepAdjustment adding(int tasks, double from, double to) {
        return StepAdjustment.builder()
                .metricIntervalLowerBound(from)
                .metricIntervalUpperBound(to)
                .scalingAdjustment(tasks)
                .build();
    }

    private List<Alarm> alarmsOfPolicies() {
        return policies
                .describeScalingPolicies(DescribeScalingPoliciesRequest.builder()
                        .serviceNamespace(ECS)
                        .build())
                .scalingPolicies()
                .stream()
                .flatMap(policy -> policy.alarms().stream())
                .toList();
    }

    @Test
    void trackingAddsInProportionAfterThreeMinutesAndRemovesAfterFifteen() {
        track("cpu", MetricType.ECS_SERVICE_AVERAGE_CPU_UTILIZATION);
        assertThat(alarmsOfPolicies()).hasSize(2).allMatch(alarm -> alarm.alarmName()
                .startsWith("TargetTracking-service/main/web-Alarm"));
        cpu = 100;
        minutes(2);
        assertThat(service.count).isEqualTo(2);
        minutes(2);
        assertThat(service.count).isEqualTo(4);
        cpu = 46;
        minutes(20);
        assertThat(service.count)
                .as("between 90 % of the target and the target nothing happens")
                .isEqualTo(4);
        cpu = 20;
        minutes(14);
        assertThat(service.count).isEqualTo(4);
        minutes(2);
        assertThat(service.count).isEqualTo(2);
    }

    @Test
    void severalTrackingPoliciesScaleOutIfOneWantsAndInIfAllAgree() {
        track("cpu", MetricType.ECS_SERVICE_AVERAGE_CPU_UTILIZATION);
        track("memory", MetricType.ECS_SERVICE_AVERAGE_MEMORY_UTILIZATION);
        memory = 75;
        cpu = 10;
        minutes(4);
        assertThat(service.count).isEqualTo(3);
        memory = 48;
        minutes(20);
        assertThat(service.count).as("memory does not agree").isEqualTo(3);
        memory = 20;
        minutes(16);
        assertThat(service.count).isLessThan(3);
    }

    @Test
    void whatWasAddedCountsWhileItCoolsDownSoThatOnlyALargerStepAddsMore() {
        step(
                300,
                adding(1, 0, 20),
                StepAdjustment.builder()
                        .metricIntervalLowerBound(20.0)
                        .scalingAdjustment(3)
                        .build());
        cpu = 70;
        minutes(4);
        assertThat(service.count).isEqualTo(3);
        cpu = 90;
        minutes(2);
        assertThat(service.count).as("two more, for one of the three is there").isEqualTo(5);
        cpu = 70;
        minutes(2);
        assertThat(service.count).isEqualTo(5);
        minutes(5);
        assertThat(service.count).isEqualTo(6);
    }

    @Test
    void registeringBringsTheCountInsideAndDeregisteringLeavesTheAlarmsOfSteps() {
        bounds(4, 10);
        assertThat(service.count).isEqualTo(4);
        step(60, adding(1, 0, 20));
        track("memory", MetricType.ECS_SERVICE_AVERAGE_MEMORY_UTILIZATION);
        assertThat(alarmsOfPolicies()).hasSize(3);
        List<String> arns = policies
                .describeScalingPolicies(DescribeScalingPoliciesRequest.builder()
                        .serviceNamespace(ECS)
                        .build())
                .scalingPolicies()
                .stream()
                .map(policy -> policy.policyARN())
                .toList();
        targets.deregisterScalableTarget(DeregisterScalableTargetRequest.builder()
                .serviceNamespace(ECS)
                .resourceId(SERVICE)
                .scalableDimension(COUNT)
                .build());
        assertThat(alarmsOfPolicies()).isEmpty();
        assertThat(arns.stream().flatMap(arn -> alarms.withAction(arn).stream()))
                .extracting(ManagedAlarms.Named::name)
                .containsExactly("cpu");
    }
}
