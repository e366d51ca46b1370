package dev.provision.localcloud.ecs;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The sizes that Fargate has (ECS guide, fargate-tasks-services#fargate-tasks-size). */
final class FargateSizes {
    private static final Pattern VCPU = Pattern.compile("(?i)([0-9]*\\.?[0-9]+)\\s*vcpu");
    private static final Pattern GIB = Pattern.compile("(?i)([0-9]*\\.?[0-9]+)\\s*gb");

    private record Range(int least, int most, int step) {
        boolean has(int mib) {
            return mib >= least && mib <= most && (mib - least) % step == 0;
        }
    }

    /** CPU units → MiB. */
    private static final Map<Integer, Range> RANGES = Map.of(
            512, new Range(1024, 4096, 1024),
            1024, new Range(2048, 8192, 1024),
            2048, new Range(4096, 16_384, 1024),
            4096, new Range(8192, 30_720, 1024),
            8192, new Range(16_384, 61_440, 4096),
            16_384, new Range(32_768, 122_880, 8192));

    private FargateSizes() {}

    static boolean exists(int cpuUnits, int memoryMib) {
        if (cpuUnits == 256) {
            return memoryMib == 512 || memoryMib == 1024 || memoryMib == 2048;
        }
        return Optional.ofNullable(RANGES.get(cpuUnits))
                .filter(range -> range.has(memoryMib))
                .isPresent();
    }

    /** CPU units of {@code 256} or {@code .25 vCPU}; empty if it is neither. */
    static Optional<Integer> cpuUnits(String text) {
        return number(text, VCPU);
    }

    /** MiB of {@code 512} or {@code 0.5 GB}; empty if it is neither. */
    static Optional<Integer> memoryMib(String text) {
        return number(text, GIB);
    }

    private static Optional<Integer> number(String text, Pattern thousands) {
        if (text.matches("\\d{1,7}")) {
            return Optional.of(Integer.valueOf(text));
        }
        Matcher matcher = thousands.matcher(text.trim());
        return matcher.matches()
                ? Optional.of((int) Math.round(Double.parseDouble(matcher.group(1)) * 1024))
                : Optional.empty();
    }
}
