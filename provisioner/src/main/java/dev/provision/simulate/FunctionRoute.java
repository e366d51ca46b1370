package dev.provision.simulate;

import dev.provision.config.AwsLambda;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * A function's instances. One request at a time each; the one that was used last is taken first, so that those beyond the
 * highest number that was busy lately fall idle and go.
 */
final class FunctionRoute implements Route {
    /** An account's concurrency ("Lambda quotas" in the Lambda guide). */
    private static final int ACCOUNT = 1000;

    /** How long an idle instance stays; AWS does not say, five to fifteen minutes are seen. */
    private static final int IDLE_SECONDS = 600;

    private static final int MOST_DRAWS = 20;
    private static final int STARTING_DRAWS = 2;
    private final AwsLambda function;
    private final Arrivals arriving;
    private final Chance chance;
    private final double handler;
    private final double init;
    private final int limit;
    private final Deque<long[]> peaks = new ArrayDeque<>();
    private final Latencies latencies = new Latencies();
    private Latencies recent = new Latencies();
    private int second;
    private long requests;
    private double failed;
    private double cold;
    private long most;
    private double billed;

    FunctionRoute(AwsLambda function, Behaviour behaviour, Arrivals arriving) {
        this.function = function;
        this.arriving = arriving;
        this.chance = new Chance(behaviour.seed());
        this.handler = Behaviour.seconds(behaviour.handler());
        this.init = Behaviour.seconds(behaviour.init());
        this.limit = function.reservedConcurrency().orElse(ACCOUNT);
    }

    @Override
    public Second next(double rate) {
        long arrivals = arriving.count(rate);
        double busy = arrivals * handler;
        long warm = warm();
        int draws = (int) Math.clamp(Math.ceil(1 / handler), 1, MOST_DRAWS);
        long peak = arrivals == 0 ? 0 : Math.max(1, chance.highest(busy, draws));
        // Chance adds an instance for each request beyond the warm ones; a lack that lasts adds one for every request
        // that arrives until the first new ones have started, and these come by chance, too.
        double lack = Math.max(0, busy - warm);
        long wanted = Math.max(peak, warm + chance.highest(lack * (1 + init / handler), STARTING_DRAWS));
        long used = Math.min(limit, Math.min(wanted, warm + arrivals));
        long started = Math.max(0, used - warm);
        double lost = arrivals * blocked(busy, limit);
        long instances = Math.max(warm, used);
        remember(arrivals == 0 ? 0 : Math.max(used, 1));
        count(arrivals, started, lost, instances);
        double coldOnes = Math.min((double) started, arrivals - lost);
        recent.add(handler, arrivals - lost - coldOnes);
        recent.add(init + handler, coldOnes);
        second++;
        return Second.of(
                (double) arrivals,
                (double) instances,
                instances == 0 ? 0 : 100 * Math.min(1, (busy - lost * handler) / instances),
                lost);
    }

    private void count(long arrivals, long started, double lost, long instances) {
        requests += arrivals;
        failed += lost;
        cold += started;
        most = Math.max(most, instances);
        // Since August 2025 the init of an on-demand instance is billed, as it always was for images.
        billed += (arrivals - lost) * handler + started * init;
    }

    /** Instances that a request need not wait for. */
    private long warm() {
        while (!peaks.isEmpty() && peaks.getFirst()[0] < second - IDLE_SECONDS) {
            peaks.removeFirst();
        }
        return Math.max(function.provisionedConcurrency(), peaks.isEmpty() ? 0 : peaks.getFirst()[1]);
    }

    /** The highest of the last minutes is always first. */
    private void remember(long used) {
        while (!peaks.isEmpty() && peaks.getLast()[1] <= used) {
            peaks.removeLast();
        }
        if (used > 0) {
            peaks.addLast(new long[] {second, used});
        }
    }

    /** The part of the requests that find all instances busy that may be: Erlang's loss formula. */
    static double blocked(double busy, int limit) {
        if (busy < limit / 4.0) {
            return 0;
        }
        double loss = 1;
        for (int servers = 1; servers <= limit; servers++) {
            loss = busy * loss / (servers + busy * loss);
        }
        return loss;
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
        return new Outcome.OfFunction(
                function, requests, Math.round(failed), Math.round(cold), most, billed, second, latencies);
    }
}
