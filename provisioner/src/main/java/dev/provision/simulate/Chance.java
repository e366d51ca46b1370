package dev.provision.simulate;

import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** Arrivals are independent of each other: counts follow Poisson's law. The same seed gives the same run. */
final class Chance {
    private static final double MANY = 30;
    private static final int FEW = 8;
    private final RandomGenerator random;

    Chance(long seed) {
        random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    }

    long poisson(double mean) {
        if (mean <= 0) {
            return 0;
        }
        if (mean > MANY) {
            return Math.max(0, Math.round(mean + Math.sqrt(mean) * random.nextGaussian()));
        }
        double limit = Math.exp(-mean);
        double product = random.nextDouble();
        long count = 0;
        while (product > limit) {
            product *= random.nextDouble();
            count++;
        }
        return count;
    }

    /**
     * How long it is until so many have arrived, where one arrives in a unit of time: Erlang's distribution, by
     * Wilson's and Hilferty's cubes where there are many.
     */
    double untilArrived(int count) {
        if (count > FEW) {
            double ninth = 1 / (9.0 * count);
            double root = 1 - ninth + Math.sqrt(ninth) * random.nextGaussian();
            return Math.max(0, count * root * root * root);
        }
        double product = 1;
        for (int arrival = 0; arrival < count; arrival++) {
            product *= 1 - random.nextDouble();
        }
        return -Math.log(product);
    }

    /** The highest of some counts. */
    long highest(double mean, int draws) {
        long highest = 0;
        for (int draw = 0; draw < draws; draw++) {
            highest = Math.max(highest, poisson(mean));
        }
        return highest;
    }
}
