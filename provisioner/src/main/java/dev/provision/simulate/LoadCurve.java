package dev.provision.simulate;

import java.util.Arrays;

/**
 * How many requests a second there are, at each second.
 *
 * @param values one for each second
 */
public record LoadCurve(double[] values) implements Load {
    public LoadCurve {
        values = values.clone();
        if (values.length == 0 || values.length > LONGEST) {
            throw new IllegalArgumentException("a load lasts one second to seven days");
        }
    }

    @Override
    public double[] values() {
        return values.clone();
    }

    @Override
    public int seconds() {
        return values.length;
    }

    @Override
    public double at(int second) {
        return values[second];
    }

    @Override
    public Load part(int number, int of) {
        return new LoadCurve(Arrays.stream(values).map(value -> value / of).toArray());
    }

    @Override
    public Arrivals arrivals(long seed) {
        return new ByChance(new Chance(seed));
    }

    /** A shape between two rates. */
    public static LoadCurve of(Shape shape, double low, double high, int seconds) {
        double[] values = new double[seconds];
        for (int second = 0; second < seconds; second++) {
            values[second] = low + (high - low) * shape.part(second / (double) seconds);
        }
        return new LoadCurve(values);
    }

    /** How a load changes from its beginning to its end. */
    public enum Shape {
        /** Lowest at the beginning, highest in the middle, as a day goes. */
        DAILY {
            @Override
            double part(double at) {
                return (1 - Math.cos(2 * Math.PI * at)) / 2;
            }
        },
        /** Low, but for the tenth in the middle, which comes at once. */
        SPIKE {
            @Override
            double part(double at) {
                return at >= 0.45 && at < 0.55 ? 1 : 0;
            }
        },
        /** From low to high, evenly. */
        RAMP {
            @Override
            double part(double at) {
                return at;
            }
        };

        /** How much of the way from low to high, at a part of the time. */
        abstract double part(double at);
    }

    /** Independent of each other. */
    private static final class ByChance implements Arrivals {
        private final Chance chance;
        /** How many more are expected until the one that was asked for; 0: none was. */
        private double due;

        ByChance(Chance chance) {
            this.chance = chance;
        }

        @Override
        public long count(double rate) {
            return chance.poisson(rate);
        }

        @Override
        public double next(double rate, double left, int every) {
            if (due == 0) {
                due = chance.untilArrived(every);
            }
            double wait = due / rate;
            if (wait > left) {
                due -= rate * left;
                return Double.POSITIVE_INFINITY;
            }
            due = 0;
            return wait;
        }
    }
}
