package dev.provision.stack;

import dev.provision.aws.AwsConnection;
import dev.provision.aws.cloudwatch.Metric;
import dev.provision.aws.cloudwatch.MetricReader;
import dev.provision.aws.elb.BalancerView;
import dev.provision.aws.elb.BalancerView.Balancer;
import dev.provision.aws.elb.BalancerView.Group;
import dev.provision.aws.elb.Slot;
import dev.provision.config.AwsFargateEcs;
import dev.provision.config.AwsLambda;
import dev.provision.config.Container;
import dev.provision.config.Environment;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Asks CloudWatch how many requests the routes have had. */
final class TrafficReader {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration HOUR = Duration.ofHours(1);

    /** Up to here, values of a minute each are few enough; CloudWatch keeps them for 15 days. */
    private static final Duration BY_THE_MINUTE = Duration.ofHours(24);

    private final Environment environment;
    private final ResourceNames names;
    private final BalancerView balancer;
    private final MetricReader metrics;

    TrafficReader(Environment environment, AwsConnection connection) {
        this.environment = environment;
        this.names = new ResourceNames(environment);
        this.balancer = new BalancerView(connection);
        this.metrics = new MetricReader(connection);
    }

    /** @param span the time before {@code now} */
    List<RouteTraffic> read(Instant now, Duration span) {
        Optional<Balancer> found = balancer.balancer(names.loadBalancer());
        Period period = new Period(
                now.truncatedTo(ChronoUnit.MINUTES).plus(MINUTE).minus(span),
                now.truncatedTo(ChronoUnit.MINUTES).plus(MINUTE),
                span.compareTo(BY_THE_MINUTE) <= 0 ? MINUTE : HOUR);
        return environment.containers().stream()
                .map(container -> switch (container.compute()) {
                    case AwsLambda _ -> ofFunction(container, period);
                    case AwsFargateEcs _ -> ofTasks(container, found, period);
                })
                .toList();
    }

    private record Period(Instant from, Instant to, Duration each) {}

    private RouteTraffic ofFunction(Container container, Period period) {
        String function = names.function(container);
        List<SortedMap<Instant, Double>> values = values(
                List.of(
                        Metric.ofFunction("Invocations", function, "Sum"),
                        Metric.ofFunction("Duration", function, "Sum")),
                period);
        double requests = sum(values.get(0));
        return new RouteTraffic(
                container.name(), requests, requests == 0 ? 0 : sum(values.get(1)) / requests, List.of());
    }

    private RouteTraffic ofTasks(Container container, Optional<Balancer> found, Period period) {
        List<Group> groups = found.map(Balancer::groups).orElse(List.of()).stream()
                .filter(group -> !group.functions())
                .filter(group -> Stream.of(Slot.values())
                        .anyMatch(slot -> group.name().equals(names.targetGroup(container, slot))))
                .toList();
        double requests = 0;
        double seconds = 0;
        SortedMap<Instant, Double> tasks = new TreeMap<>();
        for (Group group : groups) {
            String arn = found.orElseThrow().arn();
            List<SortedMap<Instant, Double>> values = values(
                    List.of(
                            Metric.ofGroup("RequestCount", arn, group.arn(), "Sum"),
                            Metric.ofGroup("TargetResponseTime", arn, group.arn(), "Sum"),
                            Metric.ofGroup("HealthyHostCount", arn, group.arn(), "Average")),
                    period);
            requests += sum(values.get(0));
            seconds += sum(values.get(1));
            values.get(2).forEach((at, count) -> tasks.merge(at, count, Double::sum));
        }
        return new RouteTraffic(
                container.name(), requests, requests == 0 ? 0 : 1000 * seconds / requests, List.copyOf(tasks.values()));
    }

    private List<SortedMap<Instant, Double>> values(List<Metric> asked, Period period) {
        return metrics.read(asked, period.from(), period.to(), period.each());
    }

    private static double sum(SortedMap<Instant, Double> values) {
        return values.values().stream().mapToDouble(Double::doubleValue).sum();
    }
}
