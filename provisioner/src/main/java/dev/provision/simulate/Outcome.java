package dev.provision.simulate;

import dev.provision.config.AwsFargateEcs;
import dev.provision.config.AwsLambda;
import dev.provision.cost.CostModel;
import java.math.BigDecimal;

/** What came of a simulation for one container. */
public sealed interface Outcome {
    long requests();

    /** Those that got an error: 502 when a function was throttled, 504 when a task did not answer in time. */
    long failed();

    Latencies latencies();

    /** US dollars for the simulated time, without load balancer, network and logs. */
    BigDecimal cost(CostModel model);

    /**
     * A function.
     *
     * @param coldStarts requests that had to wait for a new instance
     * @param mostInstances at any time
     * @param billedSeconds of all instances together, while they served
     * @param seconds that were simulated
     */
    record OfFunction(
            AwsLambda function,
            long requests,
            long failed,
            long coldStarts,
            long mostInstances,
            double billedSeconds,
            int seconds,
            Latencies latencies)
            implements Outcome {
        @Override
        public BigDecimal cost(CostModel model) {
            return model.used(function, requests - failed, billedSeconds, seconds);
        }
    }

    /**
     * Tasks.
     *
     * @param fewest at any time
     * @param most at any time
     * @param taskSeconds of all tasks together
     * @param meanPercent of their CPU
     * @param longestQueue requests that waited at the worst time
     */
    record OfTasks(
            AwsFargateEcs fargate,
            long requests,
            long failed,
            int fewest,
            int most,
            double taskSeconds,
            double meanPercent,
            double longestQueue,
            Latencies latencies)
            implements Outcome {
        @Override
        public BigDecimal cost(CostModel model) {
            return model.used(fargate, taskSeconds);
        }
    }
}
