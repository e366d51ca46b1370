package dev.provision.simulate;

import dev.provision.config.AwsFargateEcs;

/**
 * Tasks behind a load balancer that gives each its turn. One is simulated, request by request, and the others are like it.
 * When more arrive than can be computed they queue, and who would wait longer than the load balancer's idle timeout gets
 * an error.
 */
final class TaskRoute implements Route {
    private static final double PATIENCE = 60;
    /** Beyond so many a second and task, some are taken as one, which makes them up to 2.5 ms slower. */
    private static final double SINGLY = 400;

    private final AwsFargateEcs fargate;
    private final Arrivals arrivals;
    private final Fleet fleet;
    private final TaskCpu task;
    private final double waiting;
    private final double most;
    private final Latencies latencies = new Latencies();
    private Latencies recent = new Latencies();
    private int tasks;
    private long requests;
    private double failed;
    private double longest;
    private int fewestTasks = Integer.MAX_VALUE;
    private int mostTasks;
    private double taskSeconds;
    private double percents;
    private int seconds;

    TaskRoute(AwsFargateEcs fargate, Behaviour behaviour, Arrivals arrivals) {
        this.fargate = fargate;
        this.arrivals = arrivals;
        this.fleet = new Fleet(fargate, behaviour);
        double cpu = Behaviour.seconds(behaviour.cpu());
        double share = fargate.cpu() / 1024.0;
        this.waiting = Behaviour.seconds(behaviour.handler()) - cpu;
        this.task = new TaskCpu(share, cpu, this::done);
        this.most = PATIENCE * share / cpu;
        this.tasks = fleet.running();
    }

    @Override
    public Second next(double rate) {
        if (fleet.running() > tasks) {
            task.keep(tasks / (double) fleet.running());
        }
        tasks = fleet.running();
        if (tasks == 0) {
            return nobodyAnswers(rate);
        }
        int together = Math.max(1, (int) Math.round(rate / tasks / SINGLY));
        long arrived = 0;
        long lost = 0;
        double left = 1;
        for (double wait = arrivals.next(rate, left, together * tasks);
                wait <= left;
                wait = arrivals.next(rate, left, together * tasks)) {
            task.pass(wait);
            left -= wait;
            arrived += (long) together * tasks;
            if (task.inside() + together > most) {
                lost += (long) together * tasks;
            } else {
                task.arrive(together);
            }
        }
        task.pass(left);
        recent.add(PATIENCE, (double) lost);
        double percent = 100 * Math.min(1, task.busy());
        fleet.second(percent);
        count(arrived, lost, percent);
        return Second.of((double) arrived, tasks, percent, (double) lost);
    }

    /** The load balancer has no target, and says so at once. */
    private Second nobodyAnswers(double rate) {
        long arrived = arrivals.count(rate);
        fleet.second(0);
        recent.add(0, (double) arrived);
        count(arrived, arrived, 0);
        return Second.of((double) arrived, 0, 0, (double) arrived);
    }

    private void done(double inTask, int some) {
        recent.add(waiting + inTask, (double) some * tasks);
    }

    private void count(long arrived, long lost, double percent) {
        requests += arrived;
        failed += lost;
        longest = Math.max(longest, task.inside() * tasks);
        fewestTasks = Math.min(fewestTasks, tasks);
        mostTasks = Math.max(mostTasks, tasks);
        // A task that is starting is paid from its first moment.
        taskSeconds += tasks + fleet.starting();
        percents += percent;
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
                fewestTasks,
                mostTasks,
                taskSeconds,
                percents / Math.max(1, seconds),
                longest,
                latencies);
    }
}
