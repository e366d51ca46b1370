package dev.provision.simulate;

/**
 * What one second, or the mean of one minute, looked like.
 *
 * @param requests that arrived
 * @param capacity instances of a function, or running tasks
 * @param percent how busy they were
 * @param failed requests that got an error: throttled, or given up
 * @param p50 milliseconds
 * @param p99 milliseconds
 */
public record Second(double requests, double capacity, double percent, double failed, double p50, double p99) {
    static Second of(double requests, double capacity, double percent, double failed) {
        return new Second(requests, capacity, percent, failed, 0, 0);
    }
}
