package dev.provision.simulate;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Requests that came once: nothing in it is by chance.
 *
 * @param times when each came, in seconds, growing
 * @param seconds that it lasts, which none is beyond
 */
public record Recording(double[] times, int seconds) implements Load {
    public Recording {
        times = times.clone();
        if (seconds < 1 || seconds > LONGEST || (times.length > 0 && times[times.length - 1] >= seconds)) {
            throw new IllegalArgumentException(
                    "a recording lasts one second to seven days, and no request is beyond it");
        }
    }

    @Override
    public double[] times() {
        return times.clone();
    }

    @Override
    public double at(int second) {
        return first(second + 1) - first(second);
    }

    @Override
    public Load part(int number, int of) {
        double[] some = IntStream.range(0, times.length)
                .filter(place -> place % of == number)
                .mapToDouble(place -> times[place])
                .toArray();
        return new Recording(some, seconds);
    }

    /** The place of the first request that came at that time or later. */
    private int first(double time) {
        int place = Arrays.binarySearch(times, time);
        if (place < 0) {
            return -place - 1;
        }
        while (place > 0 && times[place - 1] == time) {
            place--;
        }
        return place;
    }

    @Override
    public Arrivals arrivals(long seed) {
        return new Replay();
    }

    private final class Replay implements Arrivals {
        private int place;
        private int second;

        @Override
        public long count(double rate) {
            second++;
            int from = place;
            place = first(second);
            return (long) place - from;
        }

        @Override
        public double next(double rate, double left, int every) {
            double now = second + 1 - left;
            int wanted = place + every - 1;
            if (wanted < times.length && times[wanted] < second + 1) {
                place = wanted + 1;
                return Math.clamp(times[wanted] - now, 0, left);
            }
            second++;
            return Double.POSITIVE_INFINITY;
        }
    }
}
