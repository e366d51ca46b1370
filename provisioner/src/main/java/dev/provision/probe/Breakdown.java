package dev.provision.probe;

import java.util.ArrayList;
import java.util.List;

/**
 * Where the time of requests of one kind goes. Means, for only these add up.
 *
 * @param kind {@code cold} or {@code warm}
 * @param total as the client sees it
 * @param balancer milliseconds to the load balancer and back, and in it
 * @param coldStart milliseconds until the instance could take the request
 * @param handler milliseconds in the service
 */
public record Breakdown(String kind, Spread total, double balancer, double coldStart, double handler) {
    /** The rest: waiting for an instance or a task, and the way there. Not below zero, which clocks would make of nothing. */
    public double queue() {
        return Math.max(0, total.mean() - balancer - coldStart - handler);
    }

    /**
     * The kinds of requests that there were. Which of the client's requests were cold is not in their answers; they are the
     * slowest ones, as many as the log has cold starts.
     *
     * @param answers of the route
     * @param balancer milliseconds of an answer that the load balancer gives itself
     */
    public static List<Breakdown> of(Answers answers, Handled handled, double balancer) {
        Spread all = answers.good();
        int cold = Math.min(handled.init().count(), all.count());
        List<Breakdown> kinds = new ArrayList<>();
        if (cold > 0) {
            kinds.add(new Breakdown(
                    "cold",
                    all.slowest(cold),
                    balancer,
                    handled.init().mean(),
                    handled.cold().mean()));
        }
        if (all.count() > cold) {
            kinds.add(new Breakdown(
                    "warm", all.without(cold), balancer, 0, handled.warm().mean()));
        }
        return kinds;
    }
}
