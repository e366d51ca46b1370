package dev.provision.config;

import java.time.Duration;
import java.util.List;

/** Turns the checked values of {@code release} into records. */
final class ReleaseReader {
    private ReleaseReader() {}

    static Release release(Values release) {
        Release.Strategy strategy =
                switch (release.text("strategy")) {
                    case "allAtOnce" -> Release.Strategy.ALL_AT_ONCE;
                    case "linear" -> Release.Strategy.LINEAR;
                    default -> Release.Strategy.CANARY;
                };
        Values gates = release.section("gates");
        Values smoke = release.section("smoke");
        return new Release(
                strategy,
                release.list("steps").stream().map(Integer::valueOf).toList(),
                duration(release.text("interval")),
                duration(release.text("bake")),
                duration(release.text("keepPrevious")),
                release.whole("keep"),
                new Release.Gates(
                        Double.parseDouble(gates.text("errorRate")),
                        Double.parseDouble(gates.text("latencyFactor")),
                        duration(gates.text("latencySlack")),
                        gates.whole("minimumRequests"),
                        filled(gates.list("alarms")),
                        duration(gates.text("patience"))),
                new Release.Smoke(smoke.written("path"), smoke.whole("expect")));
    }

    /** A list that is not written is read from an empty text. */
    private static List<String> filled(List<String> list) {
        return list.stream().filter(item -> !item.isEmpty()).toList();
    }

    private static Duration duration(String text) {
        String unit = text.replaceAll("\\d", "");
        long number = Long.parseLong(text.substring(0, text.length() - unit.length()));
        return switch (unit) {
            case "ms" -> Duration.ofMillis(number);
            case "s" -> Duration.ofSeconds(number);
            case "m" -> Duration.ofMinutes(number);
            default -> Duration.ofHours(number);
        };
    }

    /** Says where one smoke test is meant for several containers. */
    static void checkSmoke(Values smoke, List<Values> containers, Problems problems) {
        List<String> meant = containers.stream()
                .filter(container ->
                        container.section("routing").written("pathSmokeTest").isEmpty())
                .map(Values::name)
                .toList();
        if (smoke.written("path").isPresent() && meant.size() > 1) {
            problems.add(
                    smoke.place("path"),
                    smoke.path("path"),
                    "one path cannot ask " + String.join(" and ", meant)
                            + "; write routing.pathSmokeTest for each of them instead");
        }
    }

    /** Says what is wrong with the steps of a canary. */
    static void checkSteps(Values release, Problems problems) {
        List<Integer> steps =
                release.list("steps").stream().map(Integer::valueOf).toList();
        for (int index = 1; index < steps.size(); index++) {
            if (steps.get(index) <= steps.get(index - 1)) {
                problems.add(
                        release.place("steps"),
                        release.path("steps"),
                        "expected rising percentages, found " + steps.get(index) + " after " + steps.get(index - 1));
            }
        }
    }
}
