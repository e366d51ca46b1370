package dev.provision.simulate;

import dev.provision.config.AwsFargateEcs;
import java.util.stream.IntStream;

/**
 * Tasks behind a load balancer. Those that compute share a task's processor; when more arrive than can be computed they
 * queue, and who would wait longer than the load balancer's idle timeout gets an error.
 */
final class TaskRoute implements Route {
    private static final double PATIENCE = 60;
    /** An exponential distribution in twenty equal parts. */
    private static final double[] TAIL = IntStream.range(0, 20)
            .mapToDouble(slice -> -Math.log(1 - (slice + 0.5) / 20))
            .toArray();

    private final AwsFargateEcs fargate;
    private final Chance chance;
    private final Fleet fleet;
    private final double waiting;
    private final double computing;
    private final double perTask;
    private final Latencies latencies = new Latencies();
    private Latencies recent = new Latencies();
    private long requests;
    private double failed;
    private double queue;
    private double longest;
    private int fewest = Integer.MAX_VALUE;
    private int most;
    private double taskSeconds;
    private double percents;
    private int seconds;

    TaskRoute(AwsFargateEcs fargate, Behaviour behaviour) {
        this.fargate = fargate;
        this.chance = new Chance(behaviour.seed());
        this.fleet = new Fleet(fargate, behaviour);
        double cpu = Behaviour.seconds(behaviour.cpu());
        this.waiting = Behaviour.seconds(behaviour.handler()) - cpu;
        // A quarter of a processor takes four times as long; more than one does not make one request faster.
        double share = fargate.cpu() / 1024.0;
        this.computing = cpu / Math.min(1, share);
        this.perTask = share / cpu;
    }

    @Override
    public Second next(double rate) {
        long arrivals = chance.poisson(rate);
        int tasks = fleet.running();
        double able = tasks * perTask;
        double work = queue + arrivals;
        double done = Math.min(work, able);
        queue = work - done;
        double lost = Math.max(0, queue - able * PATIENCE);
        queue -= lost;
        double busy = able == 0 ? (work > 0 ? 1 : 0) : done / able;
        fleet.second(100 * busy);
        spread(done, busy, able == 0 ? PATIENCE : queue / able);
        recent.add(PATIENCE, lost);
        count(arrivals, lost, tasks, busy);
        return Second.of((double) arrivals, tasks, 100 * busy, lost);
    }

    /** Processor sharing: what computes takes longer the busier the task is, with an exponential tail. */
    private void spread(double done, double busy, double queued) {
        double stretched = computing / Math.max(0.02, 1 - Math.min(busy, 0.98));
        for (double tail : TAIL) {
            recent.add(waiting + queued + computing + (stretched - computing) * tail, done / TAIL.length);
        }
    }

    private void count(long arrivals, double lost, int tasks, double busy) {
        requests += arrivals;
        failed += lost;
        longest = Math.max(longest, queue);
        fewest = Math.min(fewest, tasks);
        most = Math.max(most, tasks);
        // A task that is starting is paid from its first moment.
        taskSeconds += tasks + fleet.starting();
        percents += 100 * busy;
        seconds++;
    }

    @Override
    public Latencies recent() {
        Latencies since = recent;
        recent = new Latencies();
        latencies.addAll(since);
        return since;
    }

    @Override
    public Outcome outcome() {
        return new Outcome.OfTasks(
                fargate,
                requests,
                Math.round(failed),
                fewest,
                most,
                taskSeconds,
                percents / Math.max(1, seconds),
                longest,
                latencies);
    }
}
