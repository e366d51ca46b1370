package dev.provision.simulate;

/** How long requests took: counts in steps of 2 %, from a hundredth of a millisecond to some minutes. */
public final class Latencies {
    private static final double LEAST = 1e-5;
    private static final double STEP = Math.log(1.02);
    private static final int BINS = 900;
    private final double[] counts = new double[BINS];
    private double total;

    void add(double seconds, double requests) {
        if (requests > 0) {
            int bin = (int) Math.clamp(Math.log(Math.max(seconds, LEAST) / LEAST) / STEP, 0, BINS - 1);
            counts[bin] += requests;
            total += requests;
        }
    }

    void addAll(Latencies others) {
        for (int bin = 0; bin < BINS; bin++) {
            counts[bin] += others.counts[bin];
        }
        total += others.total;
    }

    /**
     * The time within which a part of the requests ended, in milliseconds; 0 without any.
     *
     * @param part for example 0.99
     */
    public double millis(double part) {
        double below = 0;
        for (int bin = 0; bin < BINS; bin++) {
            below += counts[bin];
            if (total > 0 && below >= part * total) {
                return LEAST * Math.exp((bin + 0.5) * STEP) * 1000;
            }
        }
        return 0;
    }
}
