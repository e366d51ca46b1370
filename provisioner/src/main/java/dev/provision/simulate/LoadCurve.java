package dev.provision.simulate;

import dev.provision.graph.ProvisionException.ConfigInvalid;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How many requests a second there are, at each second.
 *
 * @param values one for each second
 */
public record LoadCurve(double[] values) {
    private static final int LONGEST = 7 * 86_400;

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

    public int seconds() {
        return values.length;
    }

    double at(int second) {
        return values[second];
    }

    /** This load, so many times. */
    public LoadCurve times(double factor) {
        return new LoadCurve(Arrays.stream(values).map(value -> value * factor).toArray());
    }

    /** A shape between two rates. */
    public static LoadCurve of(Shape shape, double low, double high, int seconds) {
        double[] values = new double[seconds];
        for (int second = 0; second < seconds; second++) {
            values[second] = low + (high - low) * shape.part(second / (double) seconds);
        }
        return new LoadCurve(values);
    }

    /**
     * A file with a line {@code second,rate} for each point, the second growing; between points the rate changes evenly.
     * The last point is the end.
     *
     * @throws ConfigInvalid with every line that is not one
     */
    public static LoadCurve read(Path file) throws IOException {
        List<double[]> points = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        List<String> lines = Files.readAllLines(file);
        for (int number = 1; number <= lines.size(); number++) {
            String line = lines.get(number - 1).strip();
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            double before = points.isEmpty() ? -1 : points.getLast()[0];
            if (!line.matches("\\d{1,6}\\s*,\\s*\\d{1,7}(\\.\\d{1,6})?")) {
                problems.add(file + ":" + number + ": expected second,requests a second, found '" + line + "'");
            } else {
                String[] parts = line.split("\\s*,\\s*");
                points.add(new double[] {Double.parseDouble(parts[0]), Double.parseDouble(parts[1])});
                if (points.getLast()[0] <= before || points.getLast()[0] > LONGEST) {
                    problems.add(
                            file + ":" + number + ": expected a second after the line before, and at most seven days");
                }
            }
        }
        if (problems.isEmpty() && points.size() < 2) {
            problems.add(file + ": expected at least two points");
        }
        if (!problems.isEmpty()) {
            throw new ConfigInvalid(problems, "write a line for each point, for example 0,10 and 3600,500");
        }
        return new LoadCurve(between(points));
    }

    private static double[] between(List<double[]> points) {
        int first = (int) points.getFirst()[0];
        double[] values = new double[(int) points.getLast()[0] - first];
        int segment = 0;
        for (int second = 0; second < values.length; second++) {
            while (points.get(segment + 1)[0] <= first + second) {
                segment++;
            }
            double[] from = points.get(segment);
            double[] to = points.get(segment + 1);
            values[second] = from[1] + (to[1] - from[1]) * (first + second - from[0]) / (to[0] - from[0]);
        }
        return values;
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
}
