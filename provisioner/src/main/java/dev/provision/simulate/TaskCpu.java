package dev.provision.simulate;

import java.util.Arrays;

/**
 * The processors of one task. Who came first is computed first, as many at once as there are processors: Helidon serves a
 * request on a virtual thread, which keeps its carrier while it computes. Together they get what the kernel's bandwidth
 * control lets them have: a quota of CPU time in each tenth of a second, at full speed, and nothing once that is used up.
 * On a quarter of a vCPU a request of 20 ms takes 20 ms when it comes alone, and one that finds 5 ms left takes up to 95 ms.
 *
 * @see <a href="https://docs.kernel.org/scheduler/sched-bwc.html">Linux: CFS bandwidth control</a>
 */
final class TaskCpu {
    private static final double PERIOD = 0.1;
    /** What is less is rounding. */
    private static final double NOTHING = 1e-9;

    private final double share;
    private final double quota;
    private final double processors;
    private final double cpu;
    private final Departures departures;
    private Waiting[] ring = new Waiting[64];
    private int head;
    private int count;
    private double inside;
    private double now;
    private long period = 1;
    private double periodEnds = PERIOD;
    private double left;
    private double served;
    private double used;

    /** Requests that came together. {@code end}: how long the task must have computed when they are done. */
    private record Waiting(double arrived, double end, int requests) {}

    /** Is told of requests that are done. */
    @FunctionalInterface
    interface Departures {
        /** @param seconds that each of the requests was in the task */
        void left(double seconds, int requests);
    }

    /**
     * @param share of the task, in vCPUs
     * @param cpu seconds that a request computes on a whole one
     */
    TaskCpu(double share, double cpu, Departures departures) {
        this.share = share;
        this.processors = Math.ceil(share);
        this.cpu = cpu;
        this.departures = departures;
        this.quota = PERIOD * share;
        this.left = quota;
    }

    /** How many requests are in it. */
    double inside() {
        return inside;
    }

    /** Requests arrive now, all at once. */
    void arrive(int requests) {
        if (count == ring.length) {
            Waiting[] larger = new Waiting[2 * count];
            for (int place = 0; place < count; place++) {
                larger[place] = at(place);
            }
            ring = larger;
            head = 0;
        }
        add(new Waiting(now, begins() + cpu * Math.ceil(requests / processors), requests));
    }

    private void add(Waiting waiting) {
        ring[(head + count) % ring.length] = waiting;
        count++;
        inside += waiting.requests();
    }

    /** When a processor is free for one more: all requests take the same, so that they end in the order in which they came. */
    private double begins() {
        double ahead = 0;
        for (int place = count - 1; place >= 0; place--) {
            ahead += at(place).requests();
            if (ahead >= processors) {
                return Math.max(served, at(place).end());
            }
        }
        return served;
    }

    /** Time goes by. */
    void pass(double seconds) {
        double end = now + seconds;
        while (count > 0 && now < end) {
            beginPeriods();
            double until = Math.min(end, periodEnds);
            if (left <= NOTHING) {
                now = until;
            } else {
                serve(until);
                leave();
            }
        }
        now = end;
    }

    private void beginPeriods() {
        if (now >= periodEnds) {
            period = Math.max(period + 1, (long) (now / PERIOD) + 1);
            periodEnds = period * PERIOD;
            left = quota;
        }
    }

    /** Serves until then, or until the first one is done or the quota is used up. */
    private void serve(double until) {
        double speed = Math.min(inside, processors);
        double first = at(0).end() - served;
        double step = Math.min(until - now, Math.min(first, left / speed));
        now += step;
        served += step;
        used += speed * step;
        left -= speed * step;
    }

    private void leave() {
        while (count > 0 && at(0).end() - served <= NOTHING) {
            Waiting done = at(0);
            departures.left(now - done.arrived(), done.requests());
            head = (head + 1) % ring.length;
            count--;
            inside = count == 0 ? 0 : inside - done.requests();
        }
    }

    /** Leaves only so many of the requests in it, evenly; others have taken the rest. */
    void keep(double part) {
        Waiting[] before = new Waiting[count];
        Arrays.setAll(before, this::at);
        Arrays.fill(ring, null);
        head = 0;
        count = 0;
        inside = 0;
        for (int place = 0; place < before.length; place++) {
            if ((long) ((place + 1) * part) > (long) (place * part)) {
                Waiting kept = before[place];
                double begins = begins() + cpu * Math.ceil(kept.requests() / processors);
                add(new Waiting(kept.arrived(), Math.min(kept.end(), begins), kept.requests()));
            }
        }
    }

    /** How much of its share was used since this was asked last, in seconds of the share. */
    double busy() {
        double since = used / share;
        used = 0;
        return since;
    }

    private Waiting at(int place) {
        return ring[(head + place) % ring.length];
    }
}
