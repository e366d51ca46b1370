package dev.provision.probe;

import java.util.List;

/**
 * How long things took.
 *
 * @param millis of each, growing
 */
public record Spread(List<Double> millis) {
    public Spread {
        millis = millis.stream().sorted().toList();
    }

    public static Spread none() {
        return new Spread(List.of());
    }

    public int count() {
        return millis.size();
    }

    /** 0 without any. */
    public double mean() {
        return millis.stream().mapToDouble(Double::doubleValue).average().orElse(0);
    }

    /**
     * What a part of them took at most, in milliseconds; 0 without any.
     *
     * @param part above 0, up to 1
     */
    public double millis(double part) {
        return millis.isEmpty() ? 0 : millis.get((int) Math.ceil(part * millis.size()) - 1);
    }

    /** The fastest ones, but for so many of the slowest. */
    public Spread without(int slowest) {
        return new Spread(millis.subList(0, Math.max(0, millis.size() - slowest)));
    }

    /** So many of the slowest ones. */
    public Spread slowest(int count) {
        return new Spread(millis.subList(Math.max(0, millis.size() - count), millis.size()));
    }
}
