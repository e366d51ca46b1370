package dev.provision.simulate;

import dev.provision.graph.ProvisionException.ConfigInvalid;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A load as a file. Either a line {@code second,rate} for each point, between which the rate changes evenly and the last of
 * which is the end; or a line with its time in seconds for each request, as a log has them. Times may be seconds since 1970:
 * they are counted from the beginning of the first one's minute. Comments begin with {@code #}.
 */
public final class LoadFile {
    private static final Pattern POINT = Pattern.compile("\\d{1,6}\\s*,\\s*\\d{1,7}(\\.\\d{1,6})?");
    private static final Pattern TIME = Pattern.compile("\\d{1,10}(\\.\\d{1,9})?");
    private static final int MINUTE = 60;
    /** So many wrong lines are enough to see what is wrong. */
    private static final int MOST_PROBLEMS = 20;

    private final Path file;
    private final List<double[]> lines = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();
    private boolean recorded;

    private LoadFile(Path file) {
        this.file = file;
    }

    /**
     * Reads one.
     *
     * @throws ConfigInvalid with every line that is wrong
     */
    public static Load read(Path file) throws IOException {
        LoadFile load = new LoadFile(file);
        int number = 0;
        for (String line : Files.readAllLines(file)) {
            number++;
            if (!line.isBlank() && !line.strip().startsWith("#")) {
                load.add(number, line.strip());
            }
        }
        return load.load();
    }

    private void add(int number, String line) {
        boolean time = TIME.matcher(line).matches();
        if (lines.isEmpty() && problems.isEmpty()) {
            recorded = time;
        }
        if (time != recorded || (!time && !POINT.matcher(line).matches())) {
            String wanted = recorded ? "the second of a request" : "second,requests a second";
            wrong(number, "expected " + wanted + ", found '" + line + "'");
            return;
        }
        String[] parts = line.split("\\s*,\\s*");
        double second = Double.parseDouble(parts[0]);
        double before = lines.isEmpty() ? -1 : lines.getLast()[0];
        if (recorded ? second < before : second <= before) {
            wrong(number, "expected a second after the line before");
        } else if (second - (lines.isEmpty() ? second : begin()) >= Load.LONGEST) {
            wrong(number, "expected at most seven days");
        } else {
            lines.add(recorded ? new double[] {second} : new double[] {second, Double.parseDouble(parts[1])});
        }
    }

    private void wrong(int number, String problem) {
        if (problems.size() < MOST_PROBLEMS) {
            problems.add(file + ":" + number + ": " + problem);
        }
    }

    /** CloudWatch's minutes are the clock's, and so are those in which a recording is simulated. */
    private double begin() {
        double first = lines.getFirst()[0];
        return recorded ? first - first % MINUTE : first;
    }

    private Load load() {
        if (problems.isEmpty() && lines.size() < 2) {
            problems.add(file + ": expected at least two points, or two requests");
        }
        if (!problems.isEmpty()) {
            throw new ConfigInvalid(
                    problems,
                    "write a line for each point, for example 0,10 and 3600,500, or one for each request, for example 12.345");
        }
        return recorded ? recording() : new LoadCurve(between());
    }

    private Recording recording() {
        double begin = begin();
        double[] times = lines.stream().mapToDouble(line -> line[0] - begin).toArray();
        return new Recording(times, (int) times[times.length - 1] + 1);
    }

    private double[] between() {
        int first = (int) begin();
        double[] values = new double[(int) lines.getLast()[0] - first];
        int segment = 0;
        for (int second = 0; second < values.length; second++) {
            while (lines.get(segment + 1)[0] <= first + second) {
                segment++;
            }
            double[] from = lines.get(segment);
            double[] to = lines.get(segment + 1);
            values[second] = from[1] + (to[1] - from[1]) * (first + second - from[0]) / (to[0] - from[0]);
        }
        return values;
    }
}
