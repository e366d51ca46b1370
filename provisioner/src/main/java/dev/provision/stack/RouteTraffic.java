package dev.provision.stack;

import java.util.List;

/**
 * What a route was asked to do in some time.
 *
 * @param container its name
 * @param requests how many there were
 * @param meanMillis of one, in the function or as the load balancer waited for the task; 0 without any
 * @param tasks how many were healthy, for each period of the time; none for a function
 */
public record RouteTraffic(String container, double requests, double meanMillis, List<Double> tasks) {
    public RouteTraffic {
        tasks = List.copyOf(tasks);
    }
}
