package dev.provision.simulate;

import dev.provision.config.AwsFargateEcs;
import dev.provision.config.AwsLambda;
import dev.provision.config.Container;
import java.util.ArrayList;
import java.util.List;

/**
 * One container under a load, second by second.
 *
 * @param container its compute and scaling rules are used
 * @param behaviour of the service and the clouds
 * @param load of this container alone
 */
public record Simulation(Container container, Behaviour behaviour, Load load) {
    private static final int POINTS = 240;

    /**
     * What happened.
     *
     * @param container its name
     * @param points means of equal parts of the time
     * @param outcome of the whole
     */
    public record Result(String container, List<Second> points, Outcome outcome) {
        public Result {
            points = List.copyOf(points);
        }
    }

    /** Runs it. */
    public Result run() {
        Arrivals arrivals = load.arrivals(behaviour.seed());
        Route route =
                switch (container.compute()) {
                    case AwsLambda function -> new FunctionRoute(function, behaviour, arrivals);
                    case AwsFargateEcs fargate -> new TaskRoute(fargate, behaviour, arrivals);
                };
        int part = Math.max(1, load.seconds() / POINTS);
        List<Second> points = new ArrayList<>();
        List<Second> some = new ArrayList<>();
        for (int second = 0; second < load.seconds(); second++) {
            some.add(route.next(load.at(second)));
            if (some.size() == part || second == load.seconds() - 1) {
                points.add(mean(some, route.recent()));
                some.clear();
            }
        }
        return new Result(container.name(), points, route.outcome());
    }

    private static Second mean(List<Second> seconds, Latencies latencies) {
        int count = seconds.size();
        return new Second(
                seconds.stream().mapToDouble(Second::requests).sum() / count,
                seconds.stream().mapToDouble(Second::capacity).sum() / count,
                seconds.stream().mapToDouble(Second::percent).sum() / count,
                seconds.stream().mapToDouble(Second::failed).sum() / count,
                latencies.millis(0.5),
                latencies.millis(0.99));
    }
}
